/**
 * What Chiffon knows of one service. Texts of `environment` may hold `<suffix>`: the value of the role's variable of
 * that suffix, which `asks` declares, or of *url* or *timezone*, which every role can have.
 */
export interface ServiceRecord {
  /** As the thesaurus calls it. */
  readonly name: string;
  /** What it does, as the object of "Runs NAME: …". */
  readonly does: string;
  readonly container?: ContainerFacts;
  readonly package?: PackageFacts;
  readonly npm?: NpmFacts;
  /** Port on which it answers; in a container the port inside. */
  readonly port: number;
  /** Answers with this status when it is up; null: only that the port is open is known. */
  readonly health: { readonly path: string; readonly status: number } | null;
  /** Where the facts were read. */
  readonly sources: readonly string[];
}

/** A service in containers. */
export interface ContainerFacts {
  readonly image: string;
  /** Tag that the source names; null: none was seen. */
  readonly version: string | null;
  /** Folders in the container whose content must stay. */
  readonly volumes: readonly string[];
  /** The owner's own files: folders in the container by the suffix of the variable that says where they lie. */
  readonly media?: Readonly<Record<string, string>>;
  /** Files of the host, as compose writes them. */
  readonly binds?: readonly string[];
  /** Further ports, as compose writes them: "53:53/udp". */
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Questions by variable suffix; a suffix that sounds like a password is a secret. */
  readonly asks?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly capabilities?: readonly string[];
  /** What it needs beside it, by the name it is reached under. */
  readonly companions?: readonly Companion[];
}

/** A database or the like that runs beside a service. */
export interface Companion {
  readonly name: string;
  /** With its tag. */
  readonly image: string;
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
}

/** A service as Debian packages it. */
export interface PackageFacts {
  readonly packages: readonly string[];
  /** Name of the service it brings. */
  readonly unit: string;
  /** One line of a settings file in which `<port>` stands for the port; absent: the port is the package's. */
  readonly setting?: { readonly path: string; readonly match: string; readonly line: string };
}

/** A service from the npm registry. */
export interface NpmFacts {
  readonly package: string;
  /** Null: none was seen. */
  readonly version: string | null;
  /** Arguments of Node, relative to the installation; may hold `<port>` and `<data>`. */
  readonly start: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** How a role installs a service. */
export type InstallWay = "compose-unit" | "compose-module" | "package" | "npm";
