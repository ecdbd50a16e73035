import { homedir } from "node:os";
import path from "node:path";
import type { z } from "zod";
import type { AuditService } from "#server/audit/audit-service.ts";
import type {
  DependenciesView,
  decideInstallBodySchema,
  giveSourceBodySchema,
  InstallKind,
  RequirementView,
  withdrawSourceQuerySchema,
} from "#server/contracts/dependency.ts";
import type { OutputLine } from "#server/contracts/events.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent, lastSeq } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { enqueue } from "#server/platform/outbox.ts";
import {
  type Database,
  inTransaction,
  isUniqueViolation,
  type Tx,
} from "#server/platform/prisma.ts";
import { readRunLog } from "#server/runner/run-log.ts";
import { findRepository, type StoredRepository } from "./catalog-repository.ts";
import {
  declineOffered,
  findInstall,
  findLockItems,
  type InstallRow,
  insertInstall,
  liveInstall,
  lockHistory,
  lockRepository,
  neededLocks,
  newestInstall,
  putInUse,
  transitionInstall,
  unattendedInstalls,
} from "./dependencies/dependency-repository.ts";
import { DependencyStore } from "./dependencies/dependency-store.ts";
import { GivenSources, givenOf, requirementsOf, sayerOf } from "./dependencies/given-sources.ts";
import { InstallWorker } from "./dependencies/install-worker.ts";
import { MachineContent } from "./dependencies/machine-content.ts";
import { describeChanges } from "./domain/lock-diff.ts";
import { type PresentItem, refusalOf, standingOf } from "./domain/requirement-state.ts";

const keptDays = 14;
const unattendedSeconds = 5;
const systemSearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Where roles and collections come from, and how much of them is taken. */
export interface DependencySettings {
  readonly galaxyServer: string | null;
  readonly stepSeconds: number;
  readonly maxMib: number;
  /** Whose roles and collections count as this machine's; the user's own when left out. */
  readonly home?: string;
  /** Where ansible-galaxy is looked for; the system's usual folders when left out. */
  readonly searchPath?: string;
}

/** What repositories need from elsewhere: what is asked for, what is there, and how it gets there. */
export class DependenciesService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly paths: { readonly dependencies: string; readonly installLogs: string };
    /** The repository's tree, written out. */
    readonly treePath: (treeId: string, repositoryId: string) => Promise<string>;
    readonly dataDir: string;
    readonly settings: DependencySettings;
  };
  private readonly store: DependencyStore;
  private readonly machine: MachineContent;
  private readonly worker: InstallWorker;
  private readonly sources: GivenSources;

  constructor(deps: DependenciesService["deps"]) {
    this.deps = deps;
    const { settings, paths, ...rest } = deps;
    this.sources = new GivenSources(deps);
    this.store = new DependencyStore(paths.dependencies);
    const searchPath = settings.searchPath ?? systemSearchPath;
    this.machine = new MachineContent({
      home: settings.home ?? homedir(),
      root: "/",
      searchPath,
      now: () => deps.clock.now().getTime(),
    });
    this.worker = new InstallWorker({
      ...rest,
      store: this.store,
      logs: paths.installLogs,
      machine: this.machine,
      ownItems,
      searchPath,
      galaxyServer: settings.galaxyServer,
      limits: { stepSeconds: settings.stepSeconds, maxMib: settings.maxMib },
    });
  }

  /** What a repository asks for, with where each stands, and the newest press of a button. @throws not_found */
  async view(repositoryId: string): Promise<DependenciesView> {
    const { db } = this.deps;
    const { store } = this;
    // Read first: an install that is told as over has put its lock in use by the time that the lock is read.
    const install = await newestInstall(db, repositoryId);
    const repository = await this.repository(repositoryId);
    const hash = repository.requirementsLock;
    // What a lock promises counts only while its content is there.
    const items = hash !== null && (await store.has(hash)) ? await findLockItems(db, hash) : [];
    const [history, present] = await Promise.all([
      lockHistory(db, repositoryId),
      this.present(repository),
    ]);
    const holdings = { lock: items, present };
    return {
      repositoryId,
      requirements: requirementsOf(repository).map(
        (requirement): RequirementView => ({
          ...requirement,
          ...standingOf(requirement, holdings),
          refusal: refusalOf(requirement)?.message ?? null,
          saidBy: sayerOf(repository, requirement),
        }),
      ),
      given: givenOf(repository),
      lock: hash === null ? null : { hash, items },
      install: install === null ? null : toInstallView(install),
      history: history.map(({ at, actor, ...rest }) => ({
        ...rest,
        at: at.toISOString(),
        by: actor.name,
      })),
    };
  }

  /** Roles and collections that Ansible on this machine finds without being given them. */
  machineContent(): Promise<PresentItem[]> {
    return this.machine.list();
  }

  private async present(repository: StoredRepository): Promise<PresentItem[]> {
    return [...ownItems(repository), ...(await this.machineContent())];
  }

  /**
   * A press of *Install* or *Update*: recorded, and handed to a worker. While one waits or runs, a second press is that
   * one.
   *
   * @throws not_found
   */
  async start(
    principal: Principal,
    repositoryId: string,
    kind: InstallKind,
  ): Promise<DependenciesView> {
    const repository = await this.repository(repositoryId);
    try {
      await this.record(principal, repository, kind);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    return this.view(repositoryId);
  }

  private async record(
    principal: Principal,
    { id: repositoryId, name }: StoredRepository,
    kind: InstallKind,
  ): Promise<void> {
    const { db, audit, clock } = this.deps;
    const actor = actorOf(principal);
    await inTransaction(db, async (tx) => {
      if ((await liveInstall(tx, repositoryId)) !== null) return;
      await declineOffered(tx, repositoryId, clock.now());
      const installId = await insertInstall(tx, { repositoryId, kind, actor });
      await audit.record(tx, {
        type: "dependencies.asked",
        actor,
        facts: { repositoryId, name, kind, installId },
      });
      await enqueue(tx, [{ name: "dependencies.install", installId }]);
      await appendEvent(tx, "fleet", { type: "dependencies.changed", repositoryId });
    });
  }

  /** Keeps where a role or collection is that the repository does not say the source of. @throws not_found, invalid_input */
  async giveSource(
    principal: Principal,
    repositoryId: string,
    body: z.infer<typeof giveSourceBodySchema>,
  ): Promise<DependenciesView> {
    await this.sources.give(principal, await this.repository(repositoryId), body);
    return this.view(repositoryId);
  }

  /** Forgets where one was said to be. @throws not_found */
  async withdrawSource(
    principal: Principal,
    repositoryId: string,
    query: z.infer<typeof withdrawSourceQuerySchema>,
  ): Promise<DependenciesView> {
    await this.sources.withdraw(principal, await this.repository(repositoryId), query);
    return this.view(repositoryId);
  }

  /** Takes an offered update into use, or keeps what there is. @throws not_found, invalid_state */
  async decide(
    principal: Principal,
    repositoryId: string,
    { installId, decision }: z.infer<typeof decideInstallBodySchema>,
  ): Promise<DependenciesView> {
    const install = await findInstall(this.deps.db, installId);
    if (install === null || install.repositoryId !== repositoryId) throw new AppError("not_found");
    const { lockHash } = install;
    if (decision === "use" && lockHash !== null && !(await this.store.has(lockHash)))
      throw new AppError("invalid_state", {
        message: "What was fetched is gone. Press Update again.",
      });
    await inTransaction(this.deps.db, (tx) =>
      decision === "use" ? this.use(tx, principal, install) : this.keep(tx, principal, install),
    );
    return this.view(repositoryId);
  }

  private async use(tx: Tx, principal: Principal, install: InstallRow): Promise<void> {
    const { audit, clock } = this.deps;
    const { repositoryId, lockHash: hash } = install;
    const repository = await lockRepository(tx, repositoryId);
    if (repository === undefined || hash === null) throw new AppError("invalid_state");
    const finishedAt = clock.now();
    if (!(await transitionInstall(tx, install, "take", { finishedAt })))
      throw new AppError("invalid_state");
    const actor = actorOf(principal);
    const text = describeChanges(install.changes);
    await putInUse(tx, { repositoryId, hash, actor, text });
    const facts = {
      repositoryId,
      name: repository.name,
      lock: hash,
      before: repository.requirementsLock,
    };
    await audit.record(tx, { type: "dependencies.used", actor, facts, text });
    await enqueue(tx, [{ name: "repository.scan", repositoryId }]);
    await appendEvent(tx, "fleet", { type: "dependencies.changed", repositoryId });
  }

  private async keep(tx: Tx, principal: Principal, install: InstallRow): Promise<void> {
    const { audit, clock } = this.deps;
    const { repositoryId } = install;
    if (!(await transitionInstall(tx, install, "decline", { finishedAt: clock.now() })))
      throw new AppError("invalid_state");
    await audit.record(tx, {
      type: "dependencies.declined",
      actor: actorOf(principal),
      facts: { repositoryId, lock: install.lockHash },
    });
    await appendEvent(tx, "fleet", { type: "dependencies.changed", repositoryId });
  }

  /** Lines of an install's output, with the `seq` of its topic to follow it from. @throws not_found */
  async log(
    installId: string,
    { fromLine, count }: { fromLine: number; count: number },
  ): Promise<{ lines: OutputLine[]; lineCount: number; seq: number }> {
    const seq = await lastSeq(this.deps.db, `install:${installId}`);
    if ((await findInstall(this.deps.db, installId)) === null) throw new AppError("not_found");
    const range = { fromLine, count };
    const { lines, lastLine } = readRunLog(
      path.join(this.deps.paths.installLogs, installId),
      range,
    );
    return { lines: lines.map(({ n, text }) => ({ line: n, text })), lineCount: lastLine, seq };
  }

  /** Job `dependencies.install`. Idempotent; keyed by install: one worker at a time, over once is over. */
  run(installId: string): Promise<void> {
    return this.worker.run(installId);
  }

  /** Nudges installs that nobody attends to: their job was lost, or their worker died. */
  async sweep(): Promise<void> {
    const stuck = await unattendedInstalls(this.deps.db, unattendedSeconds);
    if (stuck.length === 0) return;
    await inTransaction(this.deps.db, (tx) =>
      enqueue(
        tx,
        stuck.map((installId) => ({ name: "dependencies.install", installId })),
      ),
    );
  }

  /** Removes content that nothing needs and nothing used for two weeks, and what killed installs left. */
  async prune(): Promise<number> {
    const { db, clock } = this.deps;
    return this.store.prune(await neededLocks(db), keptDays, clock.now());
  }

  /** Stops what runs here; another worker, or the next start, takes it up. */
  close(): Promise<void> {
    return this.worker.close();
  }

  private async repository(repositoryId: string): Promise<StoredRepository> {
    const repository = await findRepository(this.deps.db, { id: repositoryId });
    if (repository === null)
      throw new AppError("not_found", { message: "That repository does not exist." });
    return repository;
  }
}

/** Roles and collections that lie in the tree itself. */
export function ownItems({ scan }: Pick<StoredRepository, "scan">): PresentItem[] {
  const where = "repository";
  return [
    ...scan.dependencies.ownRoles.map(
      (name) => ({ kind: "role" as const, name, version: null, where }) as const,
    ),
    ...scan.dependencies.ownCollections.map(
      (name) => ({ kind: "collection" as const, name, version: null, where }) as const,
    ),
  ];
}

function toInstallView(install: InstallRow): NonNullable<DependenciesView["install"]> {
  const { id, kind, status, actor, createdAt, finishedAt, progress, problems, changes } = install;
  return {
    id,
    kind,
    status,
    startedBy: actor.name,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    progress,
    problems: [...problems],
    changes: [...changes],
  };
}
