/** A file by its path. */
export interface ScaffoldFile {
  readonly path: string;
  readonly content: string;
}

/** What differs between the ways of installing. */
export interface RolePart {
  readonly tasks: string;
  /** Null where nothing is ever notified. */
  readonly handlers: string | null;
  /** Further files, below the role. */
  readonly files: readonly ScaffoldFile[];
}
