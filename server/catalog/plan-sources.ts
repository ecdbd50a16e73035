import { resolveHosts } from "#server/ansible/host-pattern.ts";
import { isImplicitLocal } from "#server/ansible/inventory.ts";
import type { AnsibleProgram } from "#server/contracts/agent.ts";
import type { LockChange } from "#server/contracts/dependency.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import type { InventorySource } from "#server/contracts/plan.ts";
import type { BlobRef, CatalogEntry } from "#server/contracts/playbook.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import { fromElsewherePath, isElsewherePath, toElsewherePath } from "#server/lib/elsewhere-path.ts";
import { isInstalledPath } from "#server/lib/installed-path.ts";
import type { Database } from "#server/platform/prisma.ts";
import { sha256OfJson } from "#server/platform/sha256.ts";
import {
  findPlace,
  findRepository,
  type RepositoryPlace,
  type StoredInventory,
  type StoredRepository,
} from "./catalog-repository.ts";
import { findLockItems } from "./dependencies/dependency-repository.ts";
import { type DependencyStore, isReserved } from "./dependencies/dependency-store.ts";
import { actsHereOnly } from "./domain/entry-needs.ts";
import { describeChanges, diffLocks } from "./domain/lock-diff.ts";
import { projectOf } from "./domain/pick-inventory.ts";
import { findEntry } from "./entry-repository.ts";
import type { CommitLine } from "./git-reader.ts";
import { compareHead, type HeadChange } from "./head-change.ts";
import { type ChosenInventory, chooseInventory, isOffered } from "./inventory-choice.ts";
import type { RepositoryAccess } from "./repository-access.ts";
import { findSecretSigns, type SecretSigns } from "./secret-signs.ts";
import type { TreeStore } from "./tree-store.ts";

const mostCommits = 20;

/** Everything planning needs of an entry; no file is read for it. */
export interface PlanFacts {
  readonly entry: CatalogEntry;
  /** Hosts its plays address; null when only Ansible could tell. */
  readonly playHosts: readonly string[] | null;
  readonly files: readonly BlobRef[];
  readonly secretSigns: SecretSigns;
  readonly source: {
    readonly repositoryId: string;
    readonly repositoryName: string;
    readonly branch: string;
    readonly commit: string;
    readonly treeId: string;
    readonly treePath: string;
    readonly inventoryPath: string;
    readonly inventoryHash: string;
    /** The repository that the inventory lies in where it is another one. */
    readonly inventorySource: InventorySource | null;
    /** Lock of the installed roles and collections that the entry was read with; null for none. */
    readonly requirementsLock: string | null;
    readonly inventory: readonly InventoryHost[];
    readonly groups: Readonly<Record<string, readonly string[]>>;
    /** Inventories of which a person must choose one first; the plan's would be the first. Empty: it is clear. */
    readonly inventoryChoices: ChosenInventory["choices"];
    /** Why none of the repository's own is used, a sentence; null where one is. */
    readonly inventoryLack: string | null;
    /** The repository's own inventories, the plan's among them where it is one of these. */
    readonly ownInventories: readonly OwnInventory[];
    readonly remoteUser: string | null;
    /** Chosen for the repository; null: the newest there is. */
    readonly ansible: AnsibleProgram | null;
    readonly neverSend: boolean;
  };
}

/** An inventory of the repository itself, with what {@link InventoryWanted} calls it by. */
export interface OwnInventory {
  readonly ref: string;
  readonly hosts: readonly InventoryHost[];
}

/** Which inventory a plan is to have; what is no longer there counts as not said. */
export interface InventoryWanted {
  /** A person said it just now; it is kept for the entry's project where that was the question. */
  readonly answered?: string | undefined;
  /** For this plan alone. */
  readonly named?: string | undefined;
}

/** What {@link InventoryWanted} calls the inventory of a plan by. */
export function inventoryRefOf({
  inventoryPath,
  inventorySource,
}: {
  readonly inventoryPath: string;
  readonly inventorySource?: Pick<InventorySource, "repositoryId"> | null | undefined;
}): string {
  return inventorySource == null
    ? inventoryPath
    : `${inventorySource.repositoryId}:${fromElsewherePath(inventoryPath)}`;
}

/** What a plan says of itself that a comparison goes by. */
export interface HeadOptions {
  readonly dynamicIncludes?: boolean;
  /** Lock that the plan was made with; left out: not compared. */
  readonly requirementsLock?: string | null;
  /** The repository and commit that the plan's inventory comes from where it is another one. */
  readonly inventorySource?: Pick<InventorySource, "repositoryId" | "commit"> | null;
}

/** Gives planning and dispatch what they need of a repository, from the last scan. */
export class PlanSources {
  private readonly deps: {
    readonly db: Database;
    readonly access: RepositoryAccess;
    readonly trees: TreeStore;
    readonly store: DependencyStore;
    /** Keeps the inventory that a person chose for a project. */
    readonly chooseInventory: (
      repositoryId: string,
      choice: { readonly project: string; readonly path: string },
    ) => Promise<void>;
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
  async planFacts(entryId: string, wanted: InventoryWanted = {}): Promise<PlanFacts> {
    const entry = await this.entry(entryId);
    const repository = await this.repository(entry.repositoryId);
    const { commit, treeId, scan } = repository;
    if (commit === null || treeId === null) {
      throw new AppError("repository_unreadable", {
        message: "The repository is not scanned yet.",
      });
    }
    const { inventory, inventorySource, project, choices, lack } = await this.inventoryFor(
      entry,
      repository,
      wanted,
    );
    await this.treePath(treeId, repository.id);
    const playHosts = hostsOf(entry, inventory);
    const own = entry.dynamicIncludes ? await this.allFiles(repository, treeId) : entry.files;
    const files = withInventory(own, inventory.files);
    return {
      entry,
      playHosts,
      files,
      secretSigns: await this.secretSigns(treeId, inventorySource, files),
      source: {
        repositoryId: repository.id,
        repositoryName: repository.name,
        branch: repository.branch,
        commit,
        treeId,
        treePath: this.deps.trees.pathOf(treeId),
        inventoryPath: inventory.path,
        inventoryHash: sha256OfJson(inventory.files),
        inventorySource,
        requirementsLock: await this.usableLock(repository),
        inventory: withImplicitLocal(inventory.hosts, playHosts),
        groups: inventory.groups,
        inventoryChoices: choices,
        inventoryLack: lack,
        ownInventories: scan.inventories
          .filter(({ kind }) => kind === "static")
          .map(({ path, hosts }) => ({ ref: path, hosts })),
        remoteUser: scan.projects.find(({ folder }) => folder === project)?.remoteUser ?? null,
        ansible: repository.ansible,
        neverSend: repository.neverSend,
      },
    };
  }

  private async inventoryFor(
    entry: CatalogEntry,
    repository: StoredRepository,
    wanted: InventoryWanted,
  ) {
    const { id, scan, chosenInventories } = repository;
    const project = projectOf(entry.path, scan.projects);
    const offered = async (ref: string | undefined) =>
      ref !== undefined && (await isOffered(this.deps.db, repository, ref)) ? ref : null;
    const choose = (chosen: string | null) =>
      chooseInventory(this.deps.db, repository, {
        ...{ project, chosen, isLocalOnly: actsHereOnly(entry) },
      });
    const kept = chosenInventories[project] ?? null;
    const answered = await offered(wanted.answered);
    // Who may only ask changes nothing that is clear: what is kept otherwise is the choice of who manages the repository.
    if (answered !== null && answered !== kept && (await choose(kept)).choices.length > 0)
      await this.deps.chooseInventory(id, { project, path: answered });
    const chosen = answered ?? (await offered(wanted.named)) ?? kept;
    const { source, choices, lack, ...picked } = await choose(chosen);
    if (source !== null) await this.treePath(source.treeId, source.repositoryId);
    const inventory = source === null ? picked.inventory : seenFromElsewhere(picked.inventory);
    return { inventory, inventorySource: source, project, choices, lack };
  }

  private async secretSigns(
    treeId: string,
    inventorySource: InventorySource | null,
    files: readonly BlobRef[],
  ): Promise<SecretSigns> {
    const { trees } = this.deps;
    const own = files.filter(({ path }) => !isElsewherePath(path));
    const signs = await findSecretSigns(trees.pathOf(treeId), own);
    if (inventorySource === null) return signs;
    const theirs = files
      .filter(({ path }) => isElsewherePath(path))
      .map((file) => ({ ...file, path: fromElsewherePath(file.path) }));
    const more = await findSecretSigns(trees.pathOf(inventorySource.treeId), theirs);
    return { ...signs, vaultFiles: [...signs.vaultFiles, ...more.vaultFiles] };
  }

  /** @throws dependencies_missing when what the entries were read with is gone */
  private async usableLock({ name, scan }: StoredRepository): Promise<string | null> {
    const lock = scan.requirementsLock;
    if (lock === null || (await this.deps.store.has(lock))) return lock;
    throw new AppError("dependencies_missing", {
      message: `What was installed for ${name} is gone from this machine.`,
    });
  }

  /** Where an include is only known at run time, any file of the tree may be used: all of them stand in the plan. */
  private async allFiles(repository: StoredRepository, treeId: string): Promise<BlobRef[]> {
    const files = await (await this.deps.access.open(repository)).listTree(treeId);
    return files
      .filter(
        (file) =>
          !isReserved(file) &&
          (file.kind === "file" || file.kind === "executable" || file.kind === "symlink"),
      )
      .map(({ path, blob }) => ({ path, blob }));
  }

  /**
   * Where a tree lies, extracted now if its copy is missing.
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
    options: HeadOptions = {},
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
    const { requirementsLock: planned } = options;
    const inUse = repository.requirementsLock;
    if (planned !== undefined && planned !== inUse) {
      const why = await this.describeLocks(planned, inUse);
      return { kind: "changed", head: plannedCommit, changedPaths: [], why };
    }
    // What is installed is none of the branch's: its lock was compared, and the agent computes it anew.
    const inGit = files.filter(({ path }) => !isInstalledPath(path) && !isElsewherePath(path));
    const opened = await this.deps.access.open(repository);
    const change = await compareHead(opened, plannedCommit, inGit, options);
    if (change.kind === "changed") return change;
    return (await this.inventoryChange(options.inventorySource ?? null, files)) ?? change;
  }

  /** What became of an inventory that lies in another repository; null while it is as it was planned. */
  private async inventoryChange(
    planned: Pick<InventorySource, "repositoryId" | "commit"> | null,
    files: readonly BlobRef[],
  ): Promise<HeadChange | null> {
    if (planned === null) return null;
    const place: RepositoryPlace | null = await findPlace(this.deps.db, planned.repositoryId);
    if (place === null) {
      const why = "the repository of its inventory was removed";
      return { kind: "changed", head: planned.commit, changedPaths: [], why };
    }
    const opened = await this.deps.access.open(place);
    if (place.copiedFrom !== null) await this.deps.access.refresh(place, { evenIfRecent: false });
    const theirs = files
      .filter(({ path }) => isElsewherePath(path))
      .map((file) => ({ ...file, path: fromElsewherePath(file.path) }));
    const change = await compareHead(opened, planned.commit, theirs);
    return change.kind === "changed" ? { ...change, why: `its inventory: ${change.why}` } : null;
  }

  /**
   * Commits of the branch between two that touched any of the paths, newest first; empty where the repository or one of
   * them is gone.
   */
  async commitsBetween(
    repositoryId: string,
    { from, to, paths }: { from: string; to: string; paths: readonly string[] },
  ): Promise<CommitLine[]> {
    const place = await findPlace(this.deps.db, repositoryId);
    if (place === null || from === to || paths.length === 0) return [];
    try {
      const opened = await this.deps.access.open(place);
      return await opened.commitsBetween(from, to, { paths, limit: mostCommits });
    } catch (error) {
      if (isAppError(error, "repository_unreadable")) return [];
      throw error;
    }
  }

  /** What differs between two locks; null stands for nothing installed. */
  async lockChanges(before: string | null, after: string | null): Promise<LockChange[]> {
    if (before === after) return [];
    const { db } = this.deps;
    return diffLocks(await findLockItems(db, before), await findLockItems(db, after));
  }

  private async describeLocks(planned: string | null, inUse: string | null): Promise<string> {
    const [before, after] = await Promise.all(
      [planned, inUse].map((hash) => findLockItems(this.deps.db, hash)),
    );
    return describeChanges(diffLocks(before ?? [], after ?? []));
  }

  private async repository(repositoryId: string): Promise<StoredRepository> {
    const repository = await findRepository(this.deps.db, { id: repositoryId });
    if (repository === null) {
      throw new AppError("not_found", { message: "That repository does not exist." });
    }
    return repository;
  }
}

/** Its files as they are named beside those of the repository whose plays use it. */
function seenFromElsewhere(inventory: StoredInventory): StoredInventory {
  const files = inventory.files.map((file) => ({ ...file, path: toElsewherePath(file.path) }));
  return { ...inventory, path: toElsewherePath(inventory.path), files };
}

function hostsOf(entry: CatalogEntry, inventory: StoredInventory): readonly string[] | null {
  const resolved = entry.hostPatterns.map((pattern) => resolveHosts(inventory, pattern));
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
