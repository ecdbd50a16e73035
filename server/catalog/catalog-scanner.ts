import type { AuditService } from "#server/audit/audit-service.ts";
import type { Actor } from "#server/contracts/common.ts";
import type { ScanWarning } from "#server/contracts/playbook.ts";
import { isAppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { sha256OfJson } from "#server/platform/sha256.ts";
import {
  clearScanError,
  replaceEntries,
  type StoredRepository,
  saveScan,
  saveScanError,
} from "./catalog-repository.ts";
import type { CatalogScan } from "./domain/scan-types.ts";
import type { GitRepository, Head } from "./git-reader.ts";
import type { RepositoryAccess } from "./repository-access.ts";
import { ScanThread } from "./scan-thread.ts";
import type { TreeStore } from "./tree-store.ts";

/** Raised whenever scanning gives other entries for the same tree. */
export const scannerVersion = 1;

const maxStoredWarnings = 200;
const maxStoredSkipped = 200;

/** Brings the stored entries of a repository in line with its branch. */
export class CatalogScanner {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly access: RepositoryAccess;
    readonly trees: TreeStore;
  };
  private readonly thread = new ScanThread();
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(deps: CatalogScanner["deps"]) {
    this.deps = deps;
  }

  /**
   * Scans unless the branch stands where the last scan left it. One scan per repository at a time; who asks gets one
   * that began after the question, because what is being read may be older than the commit they ask about.
   */
  scan(repository: StoredRepository, options: { actor: Actor; asked: boolean }): Promise<void> {
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

  /** Ends the scanning thread. */
  async close(): Promise<void> {
    await this.thread.close();
  }

  private async attempt(
    repository: StoredRepository,
    { actor, asked }: { actor: Actor; asked: boolean },
  ): Promise<void> {
    const { db, access, log } = this.deps;
    try {
      const opened = await access.open(repository);
      await access.refresh(repository, { evenIfRecent: asked });
      const head = await opened.head();
      const current =
        head.commit === repository.commit && repository.scan.scannerVersion === scannerVersion;
      if (current && !asked) {
        if (repository.error !== null && (await clearScanError(db, repository.id))) {
          await this.announce(repository.id);
        }
        return;
      }
      await this.readAndStore(repository, opened, head, actor);
    } catch (error) {
      if (!isAppError(error, "repository_unreadable")) throw error;
      log.warn({ err: error, repositoryId: repository.id }, "repository could not be read");
      if (await saveScanError(db, repository.id, error.message)) await this.announce(repository.id);
    }
  }

  private async announce(repositoryId: string): Promise<void> {
    await inTransaction(this.deps.db, (tx) =>
      appendEvent(tx, "fleet", { type: "repository.changed", repositoryId }),
    );
  }

  private async readAndStore(
    repository: StoredRepository,
    opened: GitRepository,
    head: Head,
    actor: Actor,
  ): Promise<void> {
    const startedAt = performance.now();
    const [scan, extractionWarnings, uncommitted, changedFiles] = await Promise.all([
      this.thread.scan(opened, repository.name, head.treeId),
      this.deps.trees.extract(opened, head.treeId),
      uncommittedWarnings(opened),
      countChanged(opened, repository.commit, head.commit),
    ]);
    const warnings = [...uncommitted, ...uniqueWarnings([...extractionWarnings, ...scan.warnings])];
    const entries = scan.entries.map((entry) => ({ entry, fingerprint: sha256OfJson(entry) }));
    await inTransaction(this.deps.db, async (tx) => {
      const there = await saveScan(tx, repository.id, {
        commit: head.commit,
        treeId: head.treeId,
        inventoryPath: scan.inventory.path,
        scan: storedScan(scan),
        warnings: warnings.slice(0, maxStoredWarnings),
        scannedAt: this.deps.clock.now(),
      });
      if (!there) return;
      const outcome = await replaceEntries(tx, repository.id, entries);
      await this.deps.audit.record(tx, {
        type: "repository.scanned",
        actor,
        facts: {
          repositoryId: repository.id,
          name: repository.name,
          commit: head.commit,
          entries: entries.length,
          ...outcome,
          changedFiles,
          skipped: scan.skipped.length,
          warnings: warnings.length,
          durationMs: Math.round(performance.now() - startedAt),
        },
      });
      await appendEvent(tx, "fleet", { type: "repository.changed", repositoryId: repository.id });
    });
  }
}

function storedScan(scan: CatalogScan) {
  return {
    scannerVersion,
    hosts: [...scan.inventory.hosts],
    groups: Object.fromEntries(
      Object.entries(scan.inventory.groups).map(([name, hosts]) => [name, [...hosts]]),
    ),
    files: [...scan.inventory.files],
    refusals: [...scan.inventory.refusals],
    remoteUser: scan.remoteUser,
    ignoredSettings: [...scan.ignoredSettings],
    skipped: scan.skipped.slice(0, maxStoredSkipped),
    fileCount: scan.fileCount,
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

function uniqueWarnings(warnings: readonly ScanWarning[]): ScanWarning[] {
  const seen = new Map(warnings.map((warning) => [`${warning.path}\0${warning.message}`, warning]));
  return [...seen.values()];
}
