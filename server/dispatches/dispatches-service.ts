import { randomUUID } from "node:crypto";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { ChatService } from "#server/chat/chat-service.ts";
import {
  type DispatchBody,
  type Dispatched,
  dispatchedWorkTypes,
} from "#server/contracts/dispatch.ts";
import type { Principal } from "#server/contracts/people.ts";
import type { RequestView, TaskView } from "#server/contracts/plan.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Answers } from "#server/contracts/question-key.ts";
import { questionKey } from "#server/contracts/question-key.ts";
import type { TaskStatus } from "#server/contracts/task.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import { openPriority, usualPriority } from "#server/lib/priorities.ts";
import { type Database, inTransaction, isUniqueViolation } from "#server/platform/prisma.ts";
import type { RequestViewService } from "#server/requests/request-view-service.ts";
import type { DispatchedWork, RequestsService } from "#server/requests/requests-service.ts";
import { findDispatched, type StoredDispatch } from "./dispatches-repository.ts";

/** One task, asked for by a program: its playbook is named, and it passes the same gate as what is said in the chat. */
export class DispatchesService {
  private readonly deps: {
    readonly db: Database;
    readonly catalog: Pick<CatalogService, "playbooksAt">;
    readonly chat: Pick<ChatService, "askFor">;
    readonly execution: Pick<ExecutionService, "taskView" | "cancelTask">;
    readonly requests: Pick<RequestsService, "cancel">;
    readonly views: Pick<RequestViewService, "view">;
    readonly assertMay: (principal: Principal, action: "plan.decide") => void;
  };

  constructor(deps: DispatchesService["deps"]) {
    this.deps = deps;
  }

  /**
   * Makes a request for one playbook. The same person's same task id, with the same parameters, is the same request.
   *
   * @throws unknown_work_type, invalid_input naming the parameter, idempotency_conflict, not_allowed
   */
  async dispatch(principal: Principal, body: DispatchBody): Promise<Dispatched> {
    if (!dispatchedWorkTypes.some((known) => known === body.workType))
      throw new AppError("unknown_work_type", {
        message: `There is no work of the type "${body.workType}". Known: ${dispatchedWorkTypes.join(", ")}.`,
      });
    const priority = body.priority ?? usualPriority;
    if (priority < openPriority) this.deps.assertMay(principal, "plan.decide");
    const taskId = body.taskId ?? randomUUID();
    const entry = await this.playbook(body.parameters);
    const dispatched = { answers: answersOf(entry, body.parameters), taskId, priority };
    const text = `Run ${entry.path}`;
    const earlier = await this.earlier(principal, { ...dispatched, text });
    if (earlier !== null) return earlier;
    try {
      const { requestId } = await inTransaction(this.deps.db, (tx) =>
        this.deps.chat.askFor(tx, principal, {
          ...{ conversationId: null, title: text, text, askedByTokensOf: [], dispatched },
        }),
      );
      return { requestId, taskId, status: "pending" };
    } catch (error) {
      const first = isUniqueViolation(error)
        ? await this.earlier(principal, { ...dispatched, text })
        : null;
      if (first !== null) return first;
      throw error;
    }
  }

  /** Where a task stands, also before there is one. @throws task_not_found */
  async taskView(taskId: string): Promise<TaskView> {
    try {
      return await this.deps.execution.taskView(taskId);
    } catch (error) {
      const dispatched = isAppError(error, "task_not_found")
        ? await findDispatched(this.deps.db, taskId)
        : null;
      if (dispatched === null) throw error;
      return waitingTask(taskId, await this.deps.views.view(dispatched.requestId));
    }
  }

  /** Stops a task, or withdraws the request for one that does not exist yet. @throws task_not_found, invalid_state */
  async cancelTask(principal: Principal, taskId: string): Promise<TaskView> {
    try {
      return await this.deps.execution.cancelTask(principal, taskId);
    } catch (error) {
      const dispatched = isAppError(error, "task_not_found")
        ? await findDispatched(this.deps.db, taskId)
        : null;
      if (dispatched === null) throw error;
      await this.deps.requests.cancel(principal, dispatched.requestId, {});
      return this.taskView(taskId);
    }
  }

  private async earlier(
    { personId }: Principal,
    { taskId, ...asked }: DispatchedWork & { readonly text: string },
  ): Promise<Dispatched | null> {
    const found = await findDispatched(this.deps.db, taskId);
    if (found === null) return null;
    if (found.personId !== personId || !isSame(found, asked))
      throw new AppError("idempotency_conflict");
    const { status } = await this.taskView(taskId);
    return { requestId: found.requestId, taskId, status };
  }

  private async playbook({
    playbook,
    repository,
    variables = [],
  }: DispatchBody["parameters"]): Promise<CatalogEntry> {
    const found = await this.deps.catalog.playbooksAt(playbook, repository ?? null);
    const [first] = found;
    if (first === undefined)
      throw refused(
        `No playbook lies at ${playbook}${repository === undefined ? "" : ` in ${repository}`}.`,
      );
    if (found.length > 1)
      throw refused(
        `Several repositories have ${playbook}: name one of ${found.map(({ repositoryName }) => repositoryName).join(", ")}.`,
      );
    const { entry } = first;
    const strange = variables.find(({ name }) => !entry.variables.some((one) => one.name === name));
    if (strange !== undefined) throw refused(`${playbook} declares no variable ${strange.name}.`);
    return entry;
  }
}

function refused(message: string): AppError {
  return new AppError("invalid_input", { message });
}

/** Whether it is what was asked for before, whatever people have answered since. */
function isSame(found: StoredDispatch, asked: Omit<StoredDispatch, "requestId" | "personId">) {
  const stored = new Map(Object.entries(found.answers));
  return (
    found.text === asked.text &&
    found.priority === asked.priority &&
    Object.entries(asked.answers).every(([key, value]) => stored.get(key) === value)
  );
}

/** What the chat would ask, answered beforehand. */
function answersOf(
  entry: CatalogEntry,
  { hosts, tag, variables = [] }: DispatchBody["parameters"],
): Answers {
  const intent = 0;
  return {
    [questionKey({ about: "entry", intent })]: entry.id,
    ...(hosts === undefined ? {} : { [questionKey({ about: "host", intent })]: hosts.join(", ") }),
    ...(tag === undefined ? {} : { [questionKey({ about: "tags", intent })]: tag }),
    ...Object.fromEntries(
      variables.map(({ name, value }) => [
        questionKey({ about: "variable", intent, name }),
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
  };
}

const endedAs: Partial<Record<RequestView["phase"], TaskStatus>> = {
  cancelled: "cancelled",
  rejected: "cancelled",
  timed_out: "cancelled",
  failed: "failed",
  // Nothing was planned, or the plan went on without this task.
  done: "failed",
};

/** A task that does not exist yet, by the request it waits with. */
function waitingTask(taskId: string, view: RequestView): TaskView {
  const ended = endedAs[view.phase] ?? null;
  const planned = view.plan?.body.tasks[0];
  return {
    ...{ id: taskId, taskKey: planned?.taskKey ?? "t1", name: planned?.name ?? view.text },
    status: ended ?? "pending",
    pausedReason: ended === null ? waitWords(view) : null,
    ...{ agentName: null, attempts: 0, startedAt: null, finishedAt: null },
    message: ended === null ? null : view.reason,
    runs: [],
  };
}

function waitWords({ phase, plan }: RequestView): string {
  if (plan?.status === "awaiting_approval") return "It waits for an approval.";
  return phase === "blocked" ? "It is held for evidence." : "It is being planned.";
}
