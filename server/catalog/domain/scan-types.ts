import type { AnsibleConfig } from "#server/ansible/ansible-config.ts";
import type { ScannedInventory } from "#server/ansible/inventory.ts";
import type { CatalogEntry, ScanWarning } from "#server/contracts/playbook.ts";
import type { RepositoryDependencies } from "./repository-dependencies.ts";

/** A file that was left out, with the reason in words. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** An entry before it has an identity in the database. */
export type ScannedEntry = Omit<CatalogEntry, "id" | "repositoryId">;

/** Everything one scan of a tree found. */
export interface CatalogScan {
  readonly entries: readonly ScannedEntry[];
  /** The likeliest first. */
  readonly inventories: readonly ScannedInventory[];
  /** The repository itself first, then folders with their own ansible.cfg. */
  readonly projects: readonly AnsibleConfig[];
  readonly warnings: readonly ScanWarning[];
  readonly skipped: readonly SkippedFile[];
  readonly fileCount: number;
  readonly dependencies: RepositoryDependencies;
}
