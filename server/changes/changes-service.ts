import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { ChangeStage, ChangeStep, RepositoryChange } from "#server/contracts/change.ts";
import type { Actor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Logger } from "#server/platform/logger.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { unifiedDiff } from "#server/platform/unified-diff.ts";
import { ChangeWorker } from "./change-worker.ts";
import {
  type ChangeRow,
  findChange,
  findUnattended,
  insertChange,
  lockChange,
  type NewChange,
  saveAsked,
} from "./changes-repository.ts";
import { changeMachine } from "./domain/change-state.ts";

const unattendedSeconds = 5;

/** One line of a file and what it shall read. */
export interface LineEdit {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** As it is, without its end. */
  readonly text: string;
  readonly replacement: string;
}

/** Changes to an owner's repository that people asked for: on a branch, applied, taken back. */
export class ChangesService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly log: Logger;
    readonly catalog: Pick<
      CatalogService,
      "playbookSource" | "readFile" | "putOnBranch" | "commitEdit"
    >;
  };
  private readonly worker: ChangeWorker;

  constructor(deps: ChangesService["deps"]) {
    this.deps = deps;
    this.worker = new ChangeWorker(deps);
  }

  /**
   * Notes a change and asks for its branch, in the transaction of whoever proposes it.
   *
   * @param change `branch` is what the name of its branch begins with
   * @returns its id
   */
  async propose(tx: Tx, actor: Actor, change: Omit<NewChange, "id" | "actor">): Promise<string> {
    const id = randomUUID();
    const branch = `${change.branch}-${id.slice(0, 8)}`;
    await insertChange(tx, { ...change, id, branch, actor });
    await this.record(tx, actor, { ...change, id }, "put");
    return id;
  }

  /**
   * Notes that one line of a file shall read otherwise, and asks for its branch.
   *
   * @throws invalid_state where it does not read as it is thought to
   */
  async proposeLine(
    actor: Actor,
    change: Omit<NewChange, "id" | "actor" | "files">,
    { path, line, text, replacement }: LineEdit,
  ): Promise<RepositoryChange> {
    const { db, catalog } = this.deps;
    const before = await catalog.readFile(change.repositoryId, change.commit, path);
    const lines = before?.split("\n") ?? [];
    const [held = "", end = ""] = (lines[line - 1] ?? "").split(/(\r?)$/);
    if (before === null || held !== text)
      throw new AppError("invalid_state", { message: `${path} does not read so any more.` });
    const after = lines.with(line - 1, replacement + end).join("\n");
    const files = [{ path, before, after }];
    const id = await inTransaction(db, (tx) => this.propose(tx, actor, { ...change, files }));
    return this.view(id);
  }

  /** @throws not_found */
  async view(changeId: string): Promise<RepositoryChange> {
    const change = await findChange(this.deps.db, changeId);
    if (change === null) throw new AppError("not_found", { message: gone });
    const source = await this.deps.catalog.playbookSource(change.repositoryId);
    const { actor, files, commit, createdAt, ...rest } = change;
    return {
      ...rest,
      ...{ repositoryName: source.name, repositoryBranch: source.branch },
      isRemote: source.isRemote,
      askedBy: actor.name,
      createdAt: createdAt.toISOString(),
      diff: files.map(({ path, before, after }) => unifiedDiff(path, before, after)).join(""),
    };
  }

  /** Has it committed onto the branch that plans are made from. @throws not_found, invalid_state */
  apply(principal: Principal, changeId: string): Promise<RepositoryChange> {
    return this.ask(principal, changeId, "apply");
  }

  /** Has it taken out again, by a commit. @throws not_found, invalid_state */
  revert(principal: Principal, changeId: string): Promise<RepositoryChange> {
    return this.ask(principal, changeId, "revert");
  }

  /** Asks once more for the branch that could not be made. @throws not_found, invalid_state */
  put(principal: Principal, changeId: string): Promise<RepositoryChange> {
    return this.ask(principal, changeId, "put");
  }

  private async ask(
    principal: Principal,
    changeId: string,
    step: ChangeStep,
  ): Promise<RepositoryChange> {
    await inTransaction(this.deps.db, async (tx) => {
      const change = await lockChange(tx, changeId);
      if (change === null) throw new AppError("not_found", { message: gone });
      if (change.pending === step) return;
      if (change.pending !== null || !changeMachine.can(change.stage, step))
        throw new AppError("invalid_state", { message: inTheWay[change.stage] });
      await this.record(tx, actorOf(principal), change, step);
    });
    return this.view(changeId);
  }

  private async record(
    tx: Tx,
    actor: Actor,
    { id, repositoryId, title }: Pick<ChangeRow, "id" | "repositoryId" | "title">,
    step: ChangeStep,
  ): Promise<void> {
    await saveAsked(tx, id, step);
    const facts = { changeId: id, repositoryId, title, step };
    await this.deps.audit.record(tx, { type: "change.asked", actor, facts });
    await enqueue(tx, [{ name: "change.make", changeId: id }]);
  }

  /** Job `change.make`. Idempotent: one worker at a time, and what is done already is found. */
  run(changeId: string): Promise<void> {
    return this.worker.run(changeId);
  }

  /** Nudges changes that nobody attends to: their job was lost, or their worker died. */
  async sweep(): Promise<void> {
    const stuck = await findUnattended(this.deps.db, unattendedSeconds);
    if (stuck.length === 0) return;
    const jobs = stuck.map((changeId) => ({ name: "change.make" as const, changeId }));
    await inTransaction(this.deps.db, (tx) => enqueue(tx, jobs));
  }
}

const gone = "That change is not kept any more.";

const inTheWay: Readonly<Record<ChangeStage, string>> = {
  none: "It is not on a branch yet.",
  on_branch: "It is on its branch already.",
  applied: "It is applied already.",
  reverted: "It was taken back already.",
};
