import { homedir } from "node:os";
import path from "node:path";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { InstallProblem, InstallProgress, LockItem } from "#server/contracts/dependency.ts";
import type { OutputLine } from "#server/contracts/events.ts";
import { isAppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { ProgramLimits } from "#server/platform/fenced-program.ts";
import type { Logger } from "#server/platform/logger.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { lockHash } from "#server/runner/content-lock.ts";
import { detectSandbox } from "#server/runner/sandbox.ts";
import { findRepository, type StoredRepository } from "../catalog-repository.ts";
import { orderInstall } from "../domain/install-order.ts";
import { describeChanges, diffLocks } from "../domain/lock-diff.ts";
import type { PresentItem } from "../domain/requirement-state.ts";
import {
  claimInstall,
  findLockItems,
  type InstallRow,
  lockRepository,
  putInUse,
  renewInstall,
  saveInstallProgress,
  saveLock,
  transitionInstall,
} from "./dependency-repository.ts";
import type { DependencyStore } from "./dependency-store.ts";
import { type FetchedContent, fetchContent } from "./fetch-content.ts";
import { requirementsOf } from "./given-sources.ts";
import { InstallOutput } from "./install-output.ts";
import type { MachineContent } from "./machine-content.ts";
import type { GalaxySetting } from "./run-galaxy.ts";

/** What installing needs of its surroundings. */
export interface InstallWorkerDeps {
  readonly db: Database;
  readonly audit: AuditService;
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: DependencyStore;
  readonly machine: MachineContent;
  /** The repository's tree, written out. */
  readonly treePath: (treeId: string, repositoryId: string) => Promise<string>;
  readonly ownItems: (repository: StoredRepository) => PresentItem[];
  readonly logs: string;
  readonly dataDir: string;
  readonly galaxyServer: string | null;
  readonly searchPath: string;
  readonly limits: ProgramLimits;
}

const leaseSeconds = 20;
const renewMs = 5_000;
const maxAttempts = 3;
const interrupted: InstallProblem = {
  requirement: null,
  message: "It was interrupted several times.",
  fix: "Check the space and memory of this machine, then press Install again.",
};

/** Takes an install from its job to its end: claim, fetch in the sandbox, seal, take into use or offer. */
export class InstallWorker {
  private readonly deps: InstallWorkerDeps;
  private readonly stop = new AbortController();
  private readonly underWay = new Set<Promise<void>>();

  constructor(deps: InstallWorkerDeps) {
    this.deps = deps;
  }

  /** Does an install unless somebody else has it or it is over. Nothing of it is in use before its end. */
  async run(installId: string): Promise<void> {
    if (this.stop.signal.aborted) return;
    const install = await inTransaction(this.deps.db, (tx) =>
      claimInstall(tx, installId, leaseSeconds),
    );
    if (install === null) return;
    const done = this.attempt(install);
    this.underWay.add(done);
    await done.finally(() => this.underWay.delete(done));
  }

  /** Ends what runs here; it is taken up again by whoever comes next. */
  async close(): Promise<void> {
    this.stop.abort();
    await Promise.allSettled(this.underWay);
  }

  private async attempt(install: InstallRow): Promise<void> {
    const { db, log, store } = this.deps;
    if (install.attempts > maxAttempts) return this.fail(install, [interrupted]);
    const lost = new AbortController();
    const renewing = setInterval(() => {
      renewInstall(db, install, leaseSeconds).then(
        (isOurs) => isOurs || lost.abort(),
        (err: unknown) => log.warn({ err, installId: install.id }, "lease could not be renewed"),
      );
    }, renewMs);
    const signal = AbortSignal.any([this.stop.signal, lost.signal]);
    try {
      await this.install(install, signal);
    } catch (error) {
      if (lost.signal.aborted) return;
      if (this.stop.signal.aborted) await renewInstall(db, install, 0);
      else await this.fail(install, [problemOf(error)], error);
    } finally {
      clearInterval(renewing);
      await store.clearWork(install.id);
    }
  }

  private async install(install: InstallRow, signal: AbortSignal): Promise<void> {
    const { db, store } = this.deps;
    const repository = await findRepository(db, { id: install.repositoryId });
    if (repository === null) return;
    const output = new InstallOutput(path.join(this.deps.logs, install.id), (lines, lineCount) =>
      this.tell(install, lines, lineCount),
    );
    try {
      const current = await this.current(repository);
      const fetched = await this.fetch(install, repository, { current, output, signal });
      signal.throwIfAborted();
      if (fetched.items.length === 0 || (fetched.succeeded === 0 && fetched.problems.length > 0)) {
        await this.finishWithout(install, fetched.problems);
        return;
      }
      const items = await store.seal(fetched.content, fetched.items);
      await this.finish(install, items, { current: current?.items ?? [], ...fetched });
    } finally {
      await output.end();
    }
  }

  /** The lock in use, if its content is still there. */
  private async current(repository: StoredRepository) {
    const { db, store } = this.deps;
    const hash = repository.requirementsLock;
    if (hash === null || !(await store.has(hash))) return null;
    return { folder: store.pathOf(hash), items: await findLockItems(db, hash) };
  }

  private async fetch(
    install: InstallRow,
    repository: StoredRepository,
    use: {
      current: { folder: string; items: readonly LockItem[] } | null;
      output: InstallOutput;
      signal: AbortSignal;
    },
  ): Promise<FetchedContent> {
    const { store, machine, treePath, ownItems } = this.deps;
    const { treeId } = repository;
    const found = await machine.list();
    const holdings = {
      lock: use.current?.items ?? [],
      present: [...ownItems(repository), ...found],
    };
    const order = orderInstall(install.kind, requirementsOf(repository), holdings, found);
    return fetchContent(order, {
      setting: await this.setting(),
      work: await store.openWork(install.id),
      current: use.current,
      treePath: treeId === null ? store.directory : await treePath(treeId, repository.id),
      onOutput: (chunk) => use.output.push(chunk),
      onProgress: (progress) => this.progress(install, progress),
      signal: use.signal,
    });
  }

  private async setting(): Promise<GalaxySetting> {
    const { searchPath, galaxyServer, limits, dataDir } = this.deps;
    const ownSecrets = [
      ...[".ssh", ".netrc", ".git-credentials", ".config", ".ansible", ".aws", ".kube", ".docker"],
      ...[".gnupg", ".vault_pass", ".bash_history"],
    ];
    return {
      searchPath,
      galaxyServer,
      limits,
      support: await detectSandbox(),
      hiddenPaths: [dataDir, ...ownSecrets.map((name) => path.join(homedir(), name))],
    };
  }

  private async tell(
    { id: installId }: InstallRow,
    lines: readonly OutputLine[],
    lineCount: number,
  ): Promise<void> {
    await inTransaction(this.deps.db, (tx) =>
      appendEvent(tx, `install:${installId}`, {
        type: "install.output",
        installId,
        lines: [...lines],
        lineCount,
      }),
    );
  }

  private async progress(install: InstallRow, progress: InstallProgress): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      if (await saveInstallProgress(tx, install, progress)) await announce(tx, install);
    });
  }

  /** Nothing came of it, or there was nothing to do: what is in use stays in use. */
  private async finishWithout(
    install: InstallRow,
    problems: readonly InstallProblem[],
  ): Promise<void> {
    if (problems.length > 0) return this.fail(install, problems);
    await inTransaction(this.deps.db, async (tx) => {
      const finishedAt = this.deps.clock.now();
      if (await transitionInstall(tx, install, "take", { finishedAt })) await announce(tx, install);
    });
  }

  private async finish(
    install: InstallRow,
    items: readonly LockItem[],
    { current, problems }: { current: readonly LockItem[]; problems: readonly InstallProblem[] },
  ): Promise<void> {
    const { db, clock } = this.deps;
    const hash = lockHash(items);
    const changes = diffLocks(current, items);
    const patch = { problems, changes, lockHash: hash };
    await inTransaction(db, async (tx) => {
      const repository = await lockRepository(tx, install.repositoryId);
      if (repository === undefined) return;
      const isOffer = install.kind === "update" && repository.requirementsLock !== hash;
      await saveLock(tx, hash, items);
      const done = isOffer
        ? await transitionInstall(tx, install, "offer", patch)
        : await transitionInstall(tx, install, "take", { ...patch, finishedAt: clock.now() });
      if (!done) return;
      const isNew = !isOffer && repository.requirementsLock !== hash;
      const text = describeChanges(changes);
      if (isNew) await this.use(tx, install, { hash, text });
      await this.deps.audit.record(tx, {
        type: "dependencies.installed",
        actor: install.actor,
        facts: {
          repositoryId: install.repositoryId,
          name: repository.name,
          kind: install.kind,
          lock: hash,
          items: items.length,
          problems: problems.length,
          inUse: !isOffer,
        },
        text,
      });
      await announce(tx, install);
    });
  }

  private async use(
    tx: Tx,
    { repositoryId, actor }: InstallRow,
    { hash, text }: { hash: string; text: string },
  ): Promise<void> {
    await putInUse(tx, { repositoryId, hash, actor, text });
    await enqueue(tx, [{ name: "repository.scan", repositoryId }]);
  }

  private async fail(
    install: InstallRow,
    problems: readonly InstallProblem[],
    cause?: unknown,
  ): Promise<void> {
    const { db, audit, clock, log } = this.deps;
    if (cause !== undefined) log.warn({ err: cause, installId: install.id }, "install failed");
    await inTransaction(db, async (tx) => {
      const patch = { problems, finishedAt: clock.now() };
      if (!(await transitionInstall(tx, install, "fail", patch))) return;
      await audit.record(tx, {
        type: "dependencies.failed",
        actor: install.actor,
        facts: {
          repositoryId: install.repositoryId,
          kind: install.kind,
          problems: problems.length,
        },
        text: problems
          .slice(0, 5)
          .map(({ requirement, message }) => [requirement, message].filter(Boolean).join(": "))
          .join("\n"),
      });
      await announce(tx, install);
    });
  }
}

async function announce(tx: Tx, { repositoryId }: InstallRow): Promise<void> {
  await appendEvent(tx, "fleet", { type: "dependencies.changed", repositoryId });
}

function problemOf(error: unknown): InstallProblem {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC" || code === "EDQUOT")
    return {
      requirement: null,
      message: "There is no space left on this machine's disk.",
      fix: "Free some space, then press Install again.",
    };
  const message = isAppError(error) ? error.message : "It could not be stored.";
  return { requirement: null, message, fix: "Press Install again; if it stays, see the log." };
}
