import type { InventoryHost } from "#server/contracts/host.ts";
import type { BlobRef, CatalogEntry } from "#server/contracts/playbook.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Database } from "#server/platform/prisma.ts";
import { sha256OfJson } from "#server/platform/sha256.ts";
import { findPlace, findRepository, type StoredRepository } from "./catalog-repository.ts";
import { resolveHosts } from "./domain/host-pattern.ts";
import { isImplicitLocal } from "./domain/inventory.ts";
import { findEntry } from "./entry-repository.ts";
import { compareHead, type HeadChange } from "./head-change.ts";
import type { RepositoryAccess } from "./repository-access.ts";
import type { TreeStore } from "./tree-store.ts";

/** Everything planning needs of an entry; no file is read for it. */
export interface PlanFacts {
  readonly entry: CatalogEntry;
  /** Hosts its plays address; null when only Ansible could tell. */
  readonly playHosts: readonly string[] | null;
  readonly files: readonly BlobRef[];
  readonly source: {
    readonly repositoryId: string;
    readonly repositoryName: string;
    readonly branch: string;
    readonly commit: string;
    readonly treeId: string;
    readonly treePath: string;
    readonly inventoryPath: string;
    readonly inventoryHash: string;
    readonly inventory: readonly InventoryHost[];
    readonly groups: Readonly<Record<string, readonly string[]>>;
    readonly remoteUser: string | null;
    readonly neverSend: boolean;
  };
}

/** Gives planning and dispatch what they need of a repository, from the last scan. */
export class PlanSources {
  private readonly deps: {
    readonly db: Database;
    readonly access: RepositoryAccess;
    readonly trees: TreeStore;
  };

  constructor(deps: PlanSources["deps"]) {
    this.deps = deps;
  }

  /** One entry with its files. @throws not_found */
  async entry(entryId: string): Promise<CatalogEntry> {
    const entry = await findEntry(this.deps.db, entryId);
    if (entry === null)
      throw new AppError("not_found", { message: "That playbook is no longer there." });
    return entry;
  }

  /**
   * Facts for a plan, from the last scan. The extracted tree is there already, except after its cache was cleared.
   *
   * @throws not_found, inventory_unusable, repository_unreadable
   */
  async planFacts(entryId: string): Promise<PlanFacts> {
    const entry = await this.entry(entryId);
    const repository = await this.repository(entry.repositoryId);
    const { commit, treeId, inventoryPath, scan } = repository;
    if (commit === null || treeId === null) {
      throw new AppError("repository_unreadable", {
        message: "The repository is not scanned yet.",
      });
    }
    if (inventoryPath === null || scan.refusals.length > 0) {
      throw new AppError("inventory_unusable", {
        message: scan.refusals[0] ?? `${repository.name} holds no inventory.`,
      });
    }
    await this.treePath(treeId, repository.id);
    const playHosts = hostsOf(entry, scan);
    return {
      entry,
      playHosts,
      files: entry.dynamicIncludes
        ? await this.allFiles(repository, treeId)
        : withInventory(entry.files, scan.files),
      source: {
        repositoryId: repository.id,
        repositoryName: repository.name,
        branch: repository.branch,
        commit,
        treeId,
        treePath: this.deps.trees.pathOf(treeId),
        inventoryPath,
        inventoryHash: sha256OfJson(scan.files),
        inventory: withImplicitLocal(scan.hosts, playHosts),
        groups: scan.groups,
        remoteUser: scan.remoteUser,
        neverSend: repository.neverSend,
      },
    };
  }

  /** Where an include is only known at run time, any file of the tree may be used: all of them stand in the plan. */
  private async allFiles(repository: StoredRepository, treeId: string): Promise<BlobRef[]> {
    const files = await (await this.deps.access.open(repository)).listTree(treeId);
    return files
      .filter(
        (file) => file.kind === "file" || file.kind === "executable" || file.kind === "symlink",
      )
      .map(({ path, blob }) => ({ path, blob }));
  }

  /**
   * Where a tree lies, extracted now if its copy is gone.
   *
   * @throws repository_unreadable when the repository no longer holds it
   */
  async treePath(treeId: string, repositoryId?: string): Promise<string> {
    if (repositoryId !== undefined && !(await this.deps.trees.has(treeId))) {
      const place = await findPlace(this.deps.db, repositoryId);
      if (place === null) throw new AppError("not_found");
      await this.deps.trees.extract(await this.deps.access.open(place), treeId);
    }
    return this.deps.trees.pathOf(treeId);
  }

  /**
   * Compares the branch as it is now with the files that a plan was made from. On the way from approval to run: equal
   * heads cost one database read and one ask to a standing process.
   *
   * @throws not_found, repository_unreadable
   */
  async headChange(
    repositoryId: string,
    plannedCommit: string,
    files: readonly BlobRef[],
    options: { dynamicIncludes?: boolean } = {},
  ): Promise<HeadChange> {
    const repository = await findPlace(this.deps.db, repositoryId);
    if (repository === null) {
      return {
        kind: "changed",
        head: plannedCommit,
        changedPaths: [],
        why: "its repository was removed",
      };
    }
    return compareHead(await this.deps.access.open(repository), plannedCommit, files, options);
  }

  private async repository(repositoryId: string): Promise<StoredRepository> {
    const repository = await findRepository(this.deps.db, { id: repositoryId });
    if (repository === null) {
      throw new AppError("not_found", { message: "That repository does not exist." });
    }
    return repository;
  }
}

function hostsOf(entry: CatalogEntry, scan: StoredRepository["scan"]): readonly string[] | null {
  const resolved = entry.hostPatterns.map((pattern) => resolveHosts(scan, pattern));
  if (resolved.some((result) => result.unresolved !== null)) return null;
  return [...new Set(resolved.flatMap((result) => result.hosts))];
}

/** Every plan reads the inventory; entries leave it out so that a change of it does not touch them all. */
function withInventory(own: readonly BlobRef[], inventory: readonly BlobRef[]): BlobRef[] {
  const byPath = new Map([...own, ...inventory].map((file) => [file.path, file]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Ansible knows localhost without an inventory; a plan that addresses it needs it named. */
function withImplicitLocal(
  hosts: readonly InventoryHost[],
  playHosts: readonly string[] | null,
): InventoryHost[] {
  const missing = (playHosts ?? []).filter(
    (name) => isImplicitLocal(name) && !hosts.some((host) => host.name === name),
  );
  return [
    ...hosts,
    ...missing.map((name) => ({
      name,
      groups: [],
      connection: "local" as const,
      address: null,
      port: null,
      user: null,
    })),
  ];
}
