import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { z } from "zod";
import type { AuditService } from "#server/audit/audit-service.ts";
import { type Actor, systemActor } from "#server/contracts/common.ts";
import type { LockChange } from "#server/contracts/dependency.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type {
  addInventoryBodySchema,
  addRepositoryBodySchema,
  BlobRef,
  CatalogEntry,
  changeRepositoryBodySchema,
  Repository,
} from "#server/contracts/playbook.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { lastSeq } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { Database, Tx } from "#server/platform/prisma.ts";
import { ensureSshKey } from "#server/platform/ssh-key.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import {
  catalogVersion,
  findNeverSent,
  findOwn,
  findPreviewRule,
  findReadState,
  findReadStates,
  findRepositories,
  findRepository,
  findUnreadRepositories,
  hasOfferedInventory,
  type PreviewRule,
  type StoredRepository,
} from "./catalog-repository.ts";
import { CatalogScanner } from "./catalog-scanner.ts";
import { DependencyStore } from "./dependencies/dependency-store.ts";
import { DynamicInventories } from "./dynamic-inventories.ts";
import {
  findEntries,
  findEntryKeys,
  findEntryVersions,
  findPlaybooksAt,
} from "./entry-repository.ts";
import { FileEdits, isRemote, type RepositoryEdit } from "./file-edits.ts";
import type { CommitLine } from "./git-reader.ts";
import type { HeadChange } from "./head-change.ts";
import { hasHomelab, homelabBranch, makeHomelab } from "./homelab.ts";
import {
  type HeadOptions,
  type InventoryWanted,
  inventoryRefOf,
  type PlanFacts,
  PlanSources,
} from "./plan-sources.ts";
import {
  findPreviewObstacles,
  type PreviewedFiles,
  type PreviewObstacle,
} from "./preview-obstacles.ts";
import { Repositories, toRepositoryView } from "./repositories.ts";
import { RepositoryAccess } from "./repository-access.ts";
import { countTasksNamed } from "./task-names.ts";
import { TreeStore } from "./tree-store.ts";

export type { HeadChange, PlanFacts, PreviewRule, RepositoryEdit };
export { inventoryRefOf };

/** Places below the data directory that the catalog uses. */
export interface CatalogPaths {
  readonly homelab: string;
  readonly hosts: string;
  readonly inventoryCopies: string;
  readonly apps: string;
  readonly clones: string;
  readonly trees: string;
  /** Folders of installed roles and collections. */
  readonly dependencies: string;
  readonly sshKey: string;
  readonly knownHosts: string;
  readonly tokens: string;
}

/** What looking at a repository's playbooks, and changing them, needs to know of it. */
export interface PlaybookSource {
  readonly name: string;
  readonly branch: string;
  readonly commit: string;
  readonly treeId: string;
  /** It lies elsewhere: changes are pushed to it. */
  readonly isRemote: boolean;
  /** Nothing of it may be sent to an external model. */
  readonly neverSend: boolean;
  /** Folders of installed roles and collections. */
  readonly contentDirs: readonly string[];
}

/** Hosts that a repository's inventory names, and who logs in to them unless they say otherwise. */
export interface RepositoryInventory {
  readonly repositoryId: string;
  readonly repositoryName: string;
  /** Of the hosts that are kept in Chiffon. */
  readonly isKept: boolean;
  readonly hosts: readonly InventoryHost[];
  readonly remoteUser: string | null;
}

/** A playbook and the repository that it lies in. */
export interface PlaybookAt {
  readonly repositoryName: string;
  readonly entry: CatalogEntry;
}

const treeDays = 14;
const mostEntriesLookedAt = 5_000;
/** How long a request waits for a repository that was just added. */
const firstReadMs = 60_000;
/** How long a request waits for branches that moved since they were read. */
const movedReadMs = 20_000;
const homelabName = "Homelab";

/** What can be run and where it comes from: repositories, their trees, entries and inventories as scanned. */
export class CatalogService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly paths: CatalogPaths;
    readonly secrets: Pick<SecretsService, "forget" | "usable" | "open">;
    readonly examplesDir: string;
    /** More of Chiffon's own: no folder of somebody's around or below them is committed or copied. */
    readonly ownPlaces: readonly string[];
    /** What no program of a repository may see. */
    readonly hiddenPaths: readonly string[];
  };
  private readonly access: RepositoryAccess;
  private readonly repositories: Repositories;
  private readonly trees: TreeStore;
  private readonly scanner: CatalogScanner;
  private readonly sources: PlanSources;
  private readonly dynamic: DynamicInventories;
  private readonly edits: FileEdits;

  constructor(deps: CatalogService["deps"]) {
    this.deps = deps;
    const { paths } = deps;
    const ownPlaces = [
      ...[paths.clones, paths.trees, paths.dependencies, paths.inventoryCopies, paths.hosts],
      ...[paths.tokens, paths.sshKey, paths.knownHosts, ...deps.ownPlaces],
    ];
    this.access = new RepositoryAccess({
      ownPlaces,
      clones: paths.clones,
      keyFile: paths.sshKey,
      knownHosts: paths.knownHosts,
      tokens: paths.tokens,
    });
    this.edits = new FileEdits(this.access);
    this.repositories = new Repositories({ ...deps, access: this.access, ownPlaces });
    this.trees = new TreeStore(paths.trees);
    const store = new DependencyStore(paths.dependencies);
    this.scanner = new CatalogScanner({ ...deps, access: this.access, trees: this.trees, store });
    this.sources = new PlanSources({
      db: deps.db,
      access: this.access,
      trees: this.trees,
      store,
      chooseInventory: (repositoryId, choice) =>
        this.repositories.chooseInventory(systemActor, repositoryId, choice),
    });
    this.dynamic = new DynamicInventories({
      ...{ repositories: this.repositories, paths, hiddenPaths: deps.hiddenPaths },
      secrets: deps.secrets,
      treePath: (treeId, repositoryId) => this.treePath(treeId, repositoryId),
      scan: (repositoryId) => this.scan(repositoryId),
    });
  }

  /** Every repository, with the `seq` of the fleet topic to follow changes from. */
  async listRepositories(): Promise<{ repositories: Repository[]; seq: number }> {
    const seq = await lastSeq(this.deps.db, "fleet");
    const repositories = await findRepositories(this.deps.db);
    return { repositories: repositories.map(toRepositoryView), seq };
  }

  /**
   * Adds a repository and has it scanned by the orchestrator.
   *
   * @throws repository_unreadable, name_taken
   */
  async addRepository(
    principal: Principal,
    body: z.infer<typeof addRepositoryBodySchema>,
  ): Promise<Repository> {
    const repositoryId = await this.repositories.add(actorOf(principal), body);
    return toRepositoryView(await this.repositories.get(repositoryId));
  }

  /**
   * Copies an inventory that lies outside git, and keeps the copy equal to it.
   *
   * @throws repository_unreadable, name_taken
   */
  async addInventory(
    principal: Principal,
    body: z.infer<typeof addInventoryBodySchema>,
  ): Promise<Repository> {
    const { inventoryCopies } = this.deps.paths;
    const repositoryId = await this.repositories.addCopy(actorOf(principal), body, inventoryCopies);
    await this.scan(repositoryId);
    return toRepositoryView(await this.repositories.get(repositoryId));
  }

  /** The repository of the hosts that are kept in Chiffon; the first call makes it known. */
  async keptHosts(actor: Actor): Promise<{ readonly id: string }> {
    return this.repositories.hosts(actor, this.deps.paths.hosts);
  }

  /** Reads the hosts that are kept in Chiffon, as they are now. */
  async readKeptHosts(actor: Actor): Promise<void> {
    const { id } = await this.repositories.hosts(actor, this.deps.paths.hosts);
    await this.read(id, { actor, asked: true });
  }

  /** By which person's order plans of a repository are previewed unasked; null where it is nobody's. */
  previewRule(repositoryId: string, tx: Tx | Database = this.deps.db): Promise<PreviewRule | null> {
    return findPreviewRule(tx, repositoryId);
  }

  /** Changes what may be done with a repository's content. @throws not_found */
  async changeRepository(
    principal: Principal,
    repositoryId: string,
    body: z.infer<typeof changeRepositoryBodySchema>,
  ): Promise<Repository> {
    await this.repositories.change(principal, repositoryId, body);
    return toRepositoryView(await this.repositories.get(repositoryId));
  }

  /** Keeps the inventory that a project uses from now on. @throws not_found */
  async chooseInventory(
    actor: Actor,
    repositoryId: string,
    choice: { readonly project: string; readonly path: string },
  ): Promise<void> {
    await this.repositories.chooseInventory(actor, repositoryId, choice);
  }

  /**
   * Runs a dynamic inventory once, in the sandbox, and keeps the hosts that it named as the inventory of its project.
   *
   * @throws not_found, inventory_unusable with what the program said
   */
  async listInventory(
    principal: Principal,
    repositoryId: string,
    inventoryPath: string,
  ): Promise<void> {
    await this.dynamic.refresh(actorOf(principal), repositoryId, inventoryPath);
  }

  /** Removes a repository with its entries. @throws not_found, repository_in_use */
  async removeRepository(principal: Principal, repositoryId: string): Promise<void> {
    await this.repositories.remove(actorOf(principal), repositoryId);
  }

  /** Reads a repository again because a person asks: its remote is asked now. @throws not_found, repository_unreadable */
  async scanRepository(principal: Principal, repositoryId: string): Promise<Repository> {
    await this.read(repositoryId, { actor: actorOf(principal), asked: true });
    const after = await this.repositories.get(repositoryId);
    if (after.error !== null) {
      throw new AppError("repository_unreadable", { message: after.error });
    }
    return toRepositoryView(after);
  }

  /**
   * Reads a repository if its branch moved since the last scan; a repository that is missing is passed over. What cannot
   * be read is stored with the repository instead of thrown: the last good entries stay.
   */
  async scan(repositoryId: string): Promise<void> {
    await this.read(repositoryId, { actor: systemActor, asked: false });
  }

  private async read(repositoryId: string, by: { actor: Actor; asked: boolean }): Promise<void> {
    const state = await findReadState(this.deps.db, repositoryId);
    if (state !== null) await this.scanner.scan(state, by);
  }

  /**
   * Reads what was added and never read yet, so that whoever asks for its playbooks a moment later finds them.
   *
   * @param onWait told the names once, where there is something to wait for
   * @param waitMs how long at most
   * @returns the names of those that are not read by then; they are being read on
   */
  async readNew(onWait: (names: string[]) => void, waitMs = firstReadMs): Promise<string[]> {
    const names = async () => (await findUnreadRepositories(this.deps.db)).map(({ name }) => name);
    const unread = await findUnreadRepositories(this.deps.db);
    if (unread.length === 0) return [];
    onWait(unread.map(({ name }) => name));
    const enough = new AbortController();
    await Promise.race([
      Promise.allSettled(unread.map(({ id }) => this.scan(id))),
      delay(waitMs, undefined, { signal: enough.signal }).catch(() => undefined),
    ]);
    enough.abort();
    return names();
  }

  /**
   * Brings what is known in line with the branches as they stand now: of repositories on this machine, which costs one
   * ask each while nothing moved, and of those that are named.
   *
   * @param waitMs how long at most; what is not read by then is being read on
   */
  async readMoved(repositoryIds: readonly string[], waitMs = movedReadMs): Promise<void> {
    const moved = (await findReadStates(this.deps.db)).filter(
      (one) => repositoryIds.includes(one.id) || (one.kind === "git" && !isRemote(one)),
    );
    const enough = new AbortController();
    await Promise.race([
      Promise.allSettled(
        moved.map((one) => this.scanner.scan(one, { actor: systemActor, asked: false })),
      ),
      delay(waitMs, undefined, { signal: enough.signal }).catch(() => undefined),
    ]);
    enough.abort();
  }

  /** A value that changes whenever any repository's entries may have changed. One indexed read. */
  version(): Promise<string> {
    return catalogVersion(this.deps.db);
  }

  /** Identity and fingerprint of every entry: enough to tell which ones have to be read again. */
  async entryVersions(): Promise<{ id: string; version: string }[]> {
    const { db } = this.deps;
    const [versions, isOffered] = await Promise.all([
      findEntryVersions(db),
      hasOfferedInventory(db),
    ]);
    return isOffered
      ? versions.map(({ id, version }) => ({ id, version: `${version}+inventory` }))
      : versions;
  }

  /** The entries with these ids; file lists are left empty. */
  async entries(entryIds: readonly string[]): Promise<CatalogEntry[]> {
    const { db } = this.deps;
    const [entries, isOffered] = await Promise.all([
      findEntries(db, entryIds),
      hasOfferedInventory(db),
    ]);
    return isOffered ? entries.map(withoutInventoryNeed) : entries;
  }

  /** Playbooks of that path, in all repositories or in the one of that name; at most 20. */
  async playbooksAt(path: string, repositoryName: string | null): Promise<PlaybookAt[]> {
    const found = await findPlaybooksAt(this.deps.db, path, repositoryName);
    const entries = await this.entries(found.map(({ id }) => id));
    return found.flatMap(({ id, repositoryName: name }) => {
      const entry = entries.find((each) => each.id === id);
      return entry === undefined ? [] : [{ repositoryName: name, entry }];
    });
  }

  /** Repositories of which nothing may be sent to a model. */
  neverSent(): Promise<ReadonlySet<string>> {
    return findNeverSent(this.deps.db);
  }

  /** Repositories that people added, beside the example that comes along. */
  ownRepositories(): Promise<ReadonlySet<string>> {
    return findOwn(this.deps.db);
  }

  /** What the last scan of each repository found of its inventory. */
  async inventories(): Promise<RepositoryInventory[]> {
    return (await findRepositories(this.deps.db)).map(inventoryOf);
  }

  /** The same of one repository alone; null where there is none. On the way from approval to run. */
  async inventory(repositoryId: string): Promise<RepositoryInventory | null> {
    const repository = await findRepository(this.deps.db, { id: repositoryId });
    return repository === null ? null : inventoryOf(repository);
  }

  /** One entry with its files. @throws not_found */
  entry(entryId: string): Promise<CatalogEntry> {
    return this.sources.entry(entryId);
  }

  /**
   * Facts for a plan, from the last scan.
   *
   * @param inventory path that a person answered with; it is kept for the entry's project
   * @throws not_found, inventory_unusable, repository_unreadable
   */
  planFacts(entryId: string, wanted?: InventoryWanted): Promise<PlanFacts> {
    return this.sources.planFacts(entryId, wanted);
  }

  /**
   * Compares the branch as it is now with the files that a plan was made from. On the way from approval to run: equal
   * heads cost one database read and one ask to a standing process.
   *
   * @throws repository_unreadable
   */
  headChange(
    repositoryId: string,
    plannedCommit: string,
    files: readonly BlobRef[],
    options: HeadOptions = {},
  ): Promise<HeadChange> {
    return this.sources.headChange(repositoryId, plannedCommit, files, options);
  }

  /** Commits between two that touched any of the paths, newest first, at most 20; empty where git no longer tells. */
  commitsBetween(
    repositoryId: string,
    range: { readonly from: string; readonly to: string; readonly paths: readonly string[] },
  ): Promise<CommitLine[]> {
    return this.sources.commitsBetween(repositoryId, range);
  }

  /** Which roles and collections differ between two locks. */
  lockChanges(before: string | null, after: string | null): Promise<LockChange[]> {
    return this.sources.lockChanges(before, after);
  }

  /** How many ansibleTasks of a playbook's files have a name, handlers left out. */
  countTasksNamed(treePath: string, files: readonly BlobRef[], name: string): Promise<number> {
    return countTasksNamed(treePath, files, name);
  }

  /** What a preview of a plan's files would run for real. @param lock of what is installed for the repository */
  previewObstacles(
    { treeId, lock }: { readonly treeId: string; readonly lock: string | null },
    files: Pick<PreviewedFiles, "paths" | "isOpen">,
  ): Promise<PreviewObstacle[]> {
    const { trees, dependencies } = this.deps.paths;
    const contentDir = lock === null ? null : path.join(dependencies, lock);
    return findPreviewObstacles({ treePath: path.join(trees, treeId), contentDir, ...files });
  }

  /**
   * A repository whose playbooks are looked at or added to: the last scan's commit and tree, and the folders of what is installed.
   *
   * @throws not_found, invalid_state where it holds no playbooks or was never read
   */
  async playbookSource(repositoryId: string): Promise<PlaybookSource> {
    const repository = await this.repositories.get(repositoryId);
    const { name, branch, commit, treeId, kind, neverSend, requirementsLock: lock } = repository;
    if (kind !== "git")
      throw new AppError("invalid_state", { message: `${name} has no playbooks to look at.` });
    if (commit === null || treeId === null)
      throw new AppError("invalid_state", {
        message: `${name} was not read yet. Try again once its first scan is done.`,
      });
    return {
      ...{ name, branch, commit, treeId, neverSend, isRemote: isRemote(repository) },
      contentDirs: lock === null ? [] : [path.join(this.deps.paths.dependencies, lock)],
    };
  }

  /** Entries and inventories of a repository as last scanned, at most 5,000 entries: how its owner writes. @throws not_found */
  async repositoryLook(
    repositoryId: string,
  ): Promise<{ entries: CatalogEntry[]; inventories: StoredRepository["scan"]["inventories"] }> {
    const { scan } = await this.repositories.get(repositoryId);
    const keys = await findEntryKeys(this.deps.db, repositoryId);
    const ids = keys.slice(0, mostEntriesLookedAt).map(({ id }) => id);
    return { entries: await findEntries(this.deps.db, ids), inventories: scan.inventories };
  }

  /** The text of a repository's file at a commit; null where there is none. @throws not_found, repository_unreadable */
  async readFile(repositoryId: string, commit: string, file: string): Promise<string | null> {
    return this.edits.read(await this.repositories.get(repositoryId), commit, file);
  }

  /** As {@link FileEdits.putOnBranch}. @throws not_found, invalid_state, repository_unwritable */
  async putOnBranch(
    repositoryId: string,
    {
      branch,
      base,
      edit,
    }: { readonly branch: string; readonly base: string; readonly edit: RepositoryEdit },
  ): Promise<string> {
    return this.edits.putOnBranch(await this.repositories.get(repositoryId), branch, base, edit);
  }

  /** As {@link FileEdits.commit}. @throws not_found, invalid_state, repository_unwritable */
  async commitEdit(repositoryId: string, edit: RepositoryEdit): Promise<string> {
    return this.edits.commit(await this.repositories.get(repositoryId), edit);
  }

  /** Where a tree lies, extracted now if its copy is missing and the repository is named. */
  treePath(treeId: string, repositoryId?: string): Promise<string> {
    return this.sources.treePath(treeId, repositoryId);
  }

  /** First start: makes the SSH key, the example homelab and its entries. Safe to call at every start. */
  async seedHomelab(): Promise<void> {
    const { paths, examplesDir, db } = this.deps;
    await ensureSshKey(paths.sshKey);
    // The row comes before the folder: a crash in between is made good at the next start, while a homelab that its
    // owner removed from Chiffon (the folder stays) is not added again.
    if (!(await hasHomelab(paths.homelab))) {
      if ((await findRepository(db, { location: paths.homelab })) === null) {
        await this.repositories.insert(systemActor, {
          name: homelabName,
          location: paths.homelab,
          branch: homelabBranch,
          builtin: true,
          neverSend: false,
          credential: null,
        });
      }
      await makeHomelab({ examplesDir, target: paths.homelab, appsDir: paths.apps });
    }
    const repository = await findRepository(db, { location: paths.homelab });
    if (repository !== null) await this.scan(repository.id);
    await this.pruneTrees();
  }

  private async pruneTrees(): Promise<void> {
    const repositories = await findRepositories(this.deps.db);
    const keep = new Set(repositories.flatMap((repository) => repository.treeId ?? []));
    await this.trees.prune(keep, treeDays, this.deps.clock.now());
  }

  /** Ends what is being scanned, then the standing processes that it reads from. */
  async close(): Promise<void> {
    await this.scanner.close();
    this.access.close();
  }
}

/** An entry whose repository brings no inventory, where another one's can be used. */
function withoutInventoryNeed(entry: CatalogEntry): CatalogEntry {
  const needs = entry.needs.filter(({ kind }) => kind !== "inventory");
  return needs.length === entry.needs.length ? entry : { ...entry, needs };
}

function inventoryOf({ id, name, kind, scan }: StoredRepository): RepositoryInventory {
  return {
    repositoryId: id,
    repositoryName: name,
    isKept: kind === "hosts",
    hosts: uniqueHosts(scan),
    remoteUser: scan.projects[0]?.remoteUser ?? null,
  };
}

/** Hosts of every inventory that may be used, each name once: the likeliest inventory's come first. */
function uniqueHosts({ inventories }: StoredRepository["scan"]): InventoryHost[] {
  const usable = inventories.filter(({ kind }) => kind !== "sample");
  const byName = new Map<string, InventoryHost>();
  for (const host of usable.flatMap(({ hosts }) => hosts))
    if (!byName.has(host.name)) byName.set(host.name, host);
  return [...byName.values()];
}
