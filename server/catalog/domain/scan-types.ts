import type { InventoryHost } from "#server/contracts/host.ts";
import type { CatalogEntry, ScanWarning } from "#server/contracts/playbook.ts";

/** A file as git lists it. `blob` is git's object id, `size` is in bytes. */
export interface TreeFile {
  readonly path: string;
  readonly kind: "file" | "executable" | "symlink" | "submodule" | "other";
  readonly blob: string;
  readonly size: number;
}

/** A file that was left out, with the reason in words. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** An entry before it has an identity in the database. */
export type ScannedEntry = Omit<CatalogEntry, "id" | "repositoryId">;

/** The static inventory a repository's plays use. `groups` maps a group to its hosts, children included. */
export interface ScannedInventory {
  /** File or folder in the tree; null when there is none. */
  readonly path: string | null;
  readonly hosts: readonly InventoryHost[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Inventory files and the group and host variables beside them. */
  readonly files: readonly { readonly path: string; readonly blob: string }[];
  /** Why it cannot be used, in words; empty when it can. */
  readonly refusals: readonly string[];
}

/** Everything one scan of a tree found. */
export interface CatalogScan {
  readonly entries: readonly ScannedEntry[];
  readonly inventory: ScannedInventory;
  readonly warnings: readonly ScanWarning[];
  readonly skipped: readonly SkippedFile[];
  /** Lines of the repository's ansible.cfg that Chiffon does not honour. */
  readonly ignoredSettings: readonly string[];
  readonly remoteUser: string | null;
  readonly fileCount: number;
}
