import type { Actor } from "#server/contracts/common.ts";
import type { RunStatus } from "#server/contracts/run.ts";
import { type TaskBody, taskBodySchema } from "./task-body.ts";
import type { TaskRow } from "./task-repository.ts";

/** How long a claim holds without renewal, on database time. */
export const leaseSeconds = 5;

/** Silence beyond the lease after which an agent is not believed to be at a run any more. */
export const silentAfterSeconds = 8;

/** Who runs things. */
export interface AgentIdentity {
  readonly agentId: string;
  readonly name: string;
  /** How long its claims hold without renewal; absent: {@link leaseSeconds}. */
  readonly leaseSeconds?: number;
}

/** A run that an agent holds. Every later write carries the fence. */
export interface HeldRun {
  readonly runId: string;
  readonly fence: number;
  readonly nonce: string;
  readonly taskId: string;
  readonly attempt: number;
  readonly requestId: string;
  readonly conversationId: string;
  readonly status: RunStatus;
  readonly cancelAsked: boolean;
  readonly tail: unknown;
  readonly body: TaskBody;
}

/** Puts a run together with what its task says. */
export function heldRun(
  task: TaskRow,
  run: {
    runId: string;
    fence: number;
    attempt: number;
    nonce: string;
    status: RunStatus;
    tail: unknown;
  },
): HeldRun {
  return {
    ...run,
    taskId: task.id,
    requestId: task.requestId,
    conversationId: task.conversationId,
    cancelAsked: task.cancelAskedAt !== null,
    body: taskBodySchema.parse(task.body),
  };
}

/** The run as every write of its holder names it. */
export function fenced(run: HeldRun) {
  return { id: run.runId, fence: run.fence };
}

/** The agent as the history names it. */
export function agentActor(agent: AgentIdentity): Actor {
  return { kind: "agent", id: agent.agentId, name: agent.name };
}

/** The hosts of a task, as they are stored. */
export function hostsOf({ hosts }: Pick<TaskRow, "hosts">): string[] {
  return Array.isArray(hosts) ? hosts.map(String) : [];
}

/** What an entry about a task is about. */
export function taskSubject(task: TaskRow) {
  const [host] = Array.isArray(task.hosts) ? task.hosts : [];
  return {
    requestId: task.requestId,
    planId: task.planId,
    taskId: task.id,
    service: task.service,
    host: typeof host === "string" ? host : null,
  };
}
