import { setTimeout as delay } from "node:timers/promises";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { Actor } from "#server/contracts/common.ts";
import type { ScanWarning } from "#server/contracts/playbook.ts";
import { isAppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import {
  clearScanError,
  findReadState,
  type ReadState,
  saveScan,
  saveScanError,
  saveWarnings,
} from "./catalog-repository.ts";
import type { DependencyStore } from "./dependencies/dependency-store.ts";
import { OverlaidTree, overlaidVersion } from "./dependencies/overlaid-tree.ts";
import { findEntryKeys, replaceEntries } from "./entry-repository.ts";
import { FetchTeller } from "./fetch-teller.ts";
import type { GitRepository, Head } from "./git-reader.ts";
import type { RepositoryAccess } from "./repository-access.ts";
import type { ScanOutcome } from "./scan-messages.ts";
import { ScanThread } from "./scan-thread.ts";
import type { TreeStore } from "./tree-store.ts";

/** Raised whenever scanning gives other entries for the same tree. */
export const scannerVersion = 11;

const maxStoredWarnings = 200;
const maxStoredSkipped = 200;
const maxOvertaken = 3;
/** Searching comes first after a scan, and a run of commits needs only its last tree. */
const extractAfterMs = 1_000;

/** A scan as it was stored. */
interface Stored {
  readonly scannedAt: Date;
  readonly warnings: readonly ScanWarning[];
}

/** Brings the stored entries of a repository in line with its branch. */
export class CatalogScanner {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly access: RepositoryAccess;
    readonly trees: TreeStore;
    readonly store: DependencyStore;
  };
  private readonly thread = new ScanThread();
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly extractions = new Map<string, { stop: AbortController; done: Promise<void> }>();
  private isClosed = false;

  constructor(deps: CatalogScanner["deps"]) {
    this.deps = deps;
  }

  /**
   * Scans unless the branch stands where the last scan left it. One scan per repository at a time; who asks gets one
   * that began after the question, because what is being read may be older than the commit they ask about.
   */
  scan(repository: ReadState, options: { actor: Actor; asked: boolean }): Promise<void> {
    const known = this.underWay.get(repository.id);
    if (known !== undefined && !options.asked) return known;
    const earlier = known?.catch(() => undefined) ?? Promise.resolve();
    const started = earlier
      .then(() => this.attempt(repository, options))
      .finally(() => {
        if (this.underWay.get(repository.id) === started) this.underWay.delete(repository.id);
      });
    this.underWay.set(repository.id, started);
    return started;
  }

  /**
   * Ends the scanning thread and what still writes trees, for good. A scan that this cuts short stores nothing: its
   * repository has no fault.
   */
  async close(): Promise<void> {
    this.isClosed = true;
    this.deps.access.interrupt();
    await this.thread.close();
    await Promise.allSettled(this.underWay.values());
    for (const { stop } of this.extractions.values()) stop.abort();
    await Promise.all([...this.extractions.values()].map(({ done }) => done));
  }

  private async attempt(
    repository: ReadState,
    options: { actor: Actor; asked: boolean },
  ): Promise<void> {
    if (this.isClosed) return;
    try {
      await this.scanIfMoved(repository, options);
    } catch (error) {
      if (this.isClosed) return;
      if (!isAppError(error, "repository_unreadable")) throw error;
      const { db, log } = this.deps;
      log.warn({ err: error, repositoryId: repository.id }, "repository could not be read");
      if (await saveScanError(db, repository.id, error.message)) await this.announce(repository.id);
    }
  }

  private async scanIfMoved(
    repository: ReadState,
    { actor, asked }: { actor: Actor; asked: boolean },
  ): Promise<void> {
    const { db } = this.deps;
    const opened = await this.fetch(repository, asked);
    if (this.isClosed) return;
    const head = await opened.head();
    const lock = await this.installedLock(repository);
    const isCurrent =
      head.commit === repository.commit &&
      repository.scannerVersion === scannerVersion &&
      repository.scannedLock === lock;
    if (!isCurrent || asked) {
      await this.readAndStore(repository, opened, head, actor);
      this.extractSoon(repository.id, opened, head.treeId);
      return;
    }
    const hadError = repository.error !== null && (await clearScanError(db, repository.id));
    if (hadError) await this.announce(repository.id);
  }

  /** The repository as it is now, with the word how far it is while git fetches. */
  private async fetch(repository: ReadState, evenIfRecent: boolean): Promise<GitRepository> {
    const { access } = this.deps;
    const teller = new FetchTeller(this.deps, repository.id);
    try {
      const opened = await access.open(repository, teller.hear);
      await access.refresh(repository, { evenIfRecent, onProgress: teller.hear });
      return opened;
    } finally {
      await teller.end();
    }
  }

  /** The lock in use while its content is there; without it the scan sees what the repository holds. */
  private async installedLock({ requirementsLock }: ReadState): Promise<string | null> {
    if (requirementsLock === null) return null;
    return (await this.deps.store.has(requirementsLock)) ? requirementsLock : null;
  }

  private async announce(repositoryId: string): Promise<void> {
    await inTransaction(this.deps.db, (tx) =>
      appendEvent(tx, "fleet", { type: "repository.changed", repositoryId }),
    );
  }

  /** Another process may store a scan of the same repository meanwhile: then what is stored is read again. */
  private async readAndStore(
    repository: ReadState,
    opened: GitRepository,
    head: Head,
    actor: Actor,
  ): Promise<void> {
    let current: ReadState | null = repository;
    for (let attempt = 0; attempt < maxOvertaken && current !== null; attempt++) {
      const stored = await this.tryStore(current, opened, head, actor);
      if (stored !== "overtaken") {
        if (stored !== "missing") await this.addWarnings(repository.id, stored, opened);
        return;
      }
      current = await findReadState(this.deps.db, repository.id);
    }
  }

  private async tryStore(
    repository: ReadState,
    opened: GitRepository,
    head: Head,
    actor: Actor,
  ): Promise<"missing" | "overtaken" | Stored> {
    const startedAt = performance.now();
    const stored = await findEntryKeys(this.deps.db, repository.id);
    const known = new Map(stored.map(({ key, fingerprint }) => [key, fingerprint]));
    const lock = await this.installedLock(repository);
    const tree = new OverlaidTree(opened, this.deps.store);
    const version = overlaidVersion(head.treeId, lock);
    const scan = await this.thread.scanNews(tree, repository.name, version, known);
    const changedFiles =
      scan.changedFiles ?? (await countChanged(opened, repository.treeId, head.treeId));
    const { warnings } = scan;
    const scannedAt = this.deps.clock.now();
    return inTransaction(this.deps.db, async (tx) => {
      const saved = await saveScan(tx, repository.id, repository.scannedAt, {
        commit: head.commit,
        treeId: head.treeId,
        inventoryPath: scan.inventories[0]?.path ?? null,
        scan: { ...storedScan(scan), requirementsLock: lock },
        warnings: warnings.slice(0, maxStoredWarnings),
        scannedAt,
      });
      if (saved !== "saved") return saved;
      const outcome = await replaceEntries(tx, repository.id, stored, scan.entries);
      await this.deps.audit.record(tx, {
        type: "repository.scanned",
        actor,
        facts: {
          repositoryId: repository.id,
          name: repository.name,
          commit: head.commit,
          entries: scan.entries.length,
          ...outcome,
          changedFiles,
          skipped: scan.skipped.length,
          warnings: warnings.length,
          durationMs: Math.round(performance.now() - startedAt),
        },
      });
      await appendEvent(tx, "fleet", { type: "repository.changed", repositoryId: repository.id });
      return { scannedAt, warnings };
    });
  }

  /** Looking for uncommitted files takes git longer than the scan itself, so entries do not wait for it. */
  private async addWarnings(
    repositoryId: string,
    stored: Stored,
    opened: GitRepository,
  ): Promise<void> {
    const uncommitted = await uncommittedWarnings(opened);
    if (uncommitted.length === 0) return;
    const warnings = [...uncommitted, ...stored.warnings].slice(0, maxStoredWarnings);
    if (await saveWarnings(this.deps.db, repositoryId, stored.scannedAt, warnings))
      await this.announce(repositoryId);
  }

  /**
   * Writes the tree out for the next plan, without anybody waiting for it; a plan that comes sooner writes it itself.
   * A newer tree ends the writing of an older one.
   */
  private extractSoon(repositoryId: string, opened: GitRepository, treeId: string): void {
    const { log, trees } = this.deps;
    const earlier = this.extractions.get(repositoryId);
    earlier?.stop.abort();
    const stop = new AbortController();
    const done = (earlier?.done ?? Promise.resolve())
      .then(() => delay(extractAfterMs, undefined, { signal: stop.signal, ref: false }))
      .then(() => trees.extract(opened, treeId, stop.signal))
      .catch((err: unknown) => {
        if (!stop.signal.aborted) log.warn({ err, repositoryId }, "tree could not be written out");
      })
      .finally(() => {
        if (this.extractions.get(repositoryId)?.stop === stop)
          this.extractions.delete(repositoryId);
      });
    this.extractions.set(repositoryId, { stop, done });
  }
}

function storedScan(scan: ScanOutcome) {
  return {
    scannerVersion,
    inventories: scan.inventories.map((inventory) => ({
      ...inventory,
      hosts: [...inventory.hosts],
      groups: Object.fromEntries(
        Object.entries(inventory.groups).map(([name, hosts]) => [name, [...hosts]]),
      ),
      files: [...inventory.files],
      refusals: [...inventory.refusals],
      environment: [...inventory.environment],
    })),
    projects: scan.projects.map(({ folder, remoteUser, ignored, offers }) => ({
      folder,
      remoteUser,
      ignored: ignored.map(({ name, value, why }) => ({
        setting: `${name.replace(/^defaults\./, "")} = ${value}`.slice(0, 120),
        why,
      })),
      offers: [...offers],
    })),
    skipped: scan.skipped.slice(0, maxStoredSkipped),
    skippedCount: scan.skipped.length,
    fileCount: scan.fileCount,
    dependencies: {
      requirements: [...scan.dependencies.requirements],
      ownRoles: [...scan.dependencies.ownRoles],
      ownCollections: [...scan.dependencies.ownCollections],
    },
  };
}

async function uncommittedWarnings(repository: GitRepository): Promise<ScanWarning[]> {
  const { count, paths } = await repository.uncommitted(10);
  if (count === 0) return [];
  const more = count > paths.length ? ` (${count} files in all)` : "";
  return paths.map((path) => ({ path, line: null, message: `Not committed, so not used${more}.` }));
}

async function countChanged(
  repository: GitRepository,
  from: string | null,
  to: string,
): Promise<number | null> {
  if (from === null) return null;
  return repository.changedPaths(from, to).then(
    (changes) => changes.length,
    () => null,
  );
}
