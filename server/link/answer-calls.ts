import type { AgentsService } from "#server/agents/agents-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { LinkCall, LinkPayload, LinkReply } from "#server/contracts/link.ts";
import type { LeaseService } from "#server/execution/lease-service.ts";
import type { LostRunsService } from "#server/execution/lost-runs-service.ts";
import type { NamedRun, Orders, RemoteRunsService } from "#server/execution/remote-runs-service.ts";
import type { RunMaterialsService } from "#server/execution/run-materials-service.ts";
import type { HeldRun, RunService } from "#server/execution/run-service.ts";
import { isAppError } from "#server/lib/app-error.ts";
import { timeLimit } from "#server/lib/time-limit.ts";
import type { EventWatch } from "#server/platform/event-watch.ts";
import { sealTo } from "#server/platform/link-keys.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import type { KeptLogs } from "./kept-logs.ts";
import type { LinkCaller, Told } from "./link-caller.ts";
import { LinkError } from "./link-error.ts";
import type { RunFolders } from "./run-folders.ts";
import { wakeTopic } from "./wake-topic.ts";

/** What is said to each thing that an agent may ask. */
export type Answerers = {
  readonly [Name in LinkCall]: (
    caller: LinkCaller,
    said: LinkPayload<Name>,
    signal: AbortSignal,
  ) => Promise<Told[]>;
};

/** What answers are made of. */
export interface AnswerParts {
  readonly db: Database;
  readonly audit: Pick<AuditService, "record">;
  readonly agents: Pick<AgentsService, "register" | "heartbeat" | "noteTools">;
  readonly runs: Pick<RunService, "markSpawned" | "report" | "finish" | "openAmong">;
  readonly leases: Pick<LeaseService, "renew">;
  readonly lostRuns: Pick<LostRunsService, "givenUp">;
  readonly remoteRuns: Pick<RemoteRunsService, "orders" | "find">;
  readonly runMaterials: Pick<RunMaterialsService, "open">;
  readonly folders: RunFolders;
  readonly logs: KeptLogs;
  readonly eventWatch: EventWatch;
  /** Whether the agent was not revoked meanwhile. */
  readonly isWelcome: (agentId: string) => Promise<boolean>;
}

type Named = { readonly runId: string; readonly fence: number };

/** Answers agents on other machines, each about its own runs only. */
export function answerers(parts: AnswerParts): Answerers {
  return { ...machineAnswers(parts), ...workAnswers(parts), ...runAnswers(parts) };
}

function machineAnswers({ agents, runs, lostRuns }: AnswerParts) {
  return {
    hello: async ({ agentId, identity }, { self }) => {
      // What was left out says nothing, which is another thing than undefined.
      const { name } = await agents.register({ ...self, identity: agentId });
      return heartbeat<"hello">({ agentId, name, leaseSeconds: identity.leaseSeconds ?? 0 });
    },
    beat: async ({ agentId }, { metrics, activeRuns }) => {
      await agents.heartbeat(agentId, metrics, activeRuns);
      return heartbeat<"beat">({});
    },
    tools: async ({ agentId }, { tools }) => {
      await agents.noteTools(agentId, tools);
      return heartbeat<"tools">({});
    },
    open: async (_caller, { runIds }) =>
      heartbeat<"open">({ open: [...(await runs.openAmong(runIds))] }),
    givenUp: async ({ agentId }, { taskId }) =>
      heartbeat<"givenUp">({ runIds: await lostRuns.givenUp(agentId, taskId) }),
  } satisfies Partial<Answerers>;
}

function workAnswers(parts: AnswerParts) {
  const waits = new Map<string, AbortController>();
  return {
    renew: async (caller, { holds }) => {
      const held = await heldOf(parts, caller, holds);
      const seconds = caller.identity.leaseSeconds;
      const told = await parts.leases.renew(caller.agentId, held.runs, seconds);
      return heartbeat<"renew">({
        lost: [...idsOf(told.lost), ...held.lost],
        cancel: idsOf(told.cancel),
        givenUp: idsOf(told.givenUp),
      });
    },
    poll: async (caller, said, signal) => {
      // An agent that asks anew does not hear what an older ask is answered: that one must give nothing away.
      waits.get(caller.agentId)?.abort();
      const mine = new AbortController();
      waits.set(caller.agentId, mine);
      try {
        return await waitForWork(parts, caller, said, AbortSignal.any([signal, mine.signal]));
      } finally {
        if (waits.get(caller.agentId) === mine) waits.delete(caller.agentId);
      }
    },
  } satisfies Partial<Answerers>;
}

function runAnswers(parts: AnswerParts) {
  const { runs, runMaterials, folders } = parts;
  return {
    materials: async (caller, named) => {
      const { run } = await ownRun(parts, caller, named, "held");
      const materials = await refusing(() => runMaterials.open(run, caller.identity));
      const sealed = sealTo(caller.boxKey, `materials ${run.runId}`, packMaterials(materials));
      return [{ type: "work_request", payload: { sealed } satisfies LinkReply<"materials"> }];
    },
    folder: async (caller, { folder, ...named }) => {
      const { run } = await ownRun(parts, caller, named, "held");
      const files = await folders.list(run.body, folder);
      return [{ type: "work_request", payload: { files } satisfies LinkReply<"folder"> }];
    },
    files: async (caller, { folder, blobs, ...named }) => {
      const { run } = await ownRun(parts, caller, named, "held");
      const contents = await folders.contents(run.body, folder, blobs);
      return [{ type: "work_request", payload: { contents } satisfies LinkReply<"files"> }];
    },
    spawned: async (caller, named) => {
      const { run, isHeld } = await ownRun(parts, caller, named);
      // Said before, and the answer was lost: it is still so.
      const isRepeated = isHeld && run.status === "spawned";
      const isNow = isHeld && (isRepeated || (await runs.markSpawned(run, caller.identity)));
      return status<"spawned">({ isHeld: isNow });
    },
    progress: (caller, said) => parts.logs.oneByOne(said.runId, () => told(parts, caller, said)),
    result: (caller, said) => parts.logs.oneByOne(said.runId, () => ended(parts, caller, said)),
  } satisfies Partial<Answerers>;
}

/** Waits until there is something to do, at most as long as the agent wants to. */
async function waitForWork(
  parts: AnswerParts,
  caller: LinkCaller,
  said: LinkPayload<"poll">,
  signal: AbortSignal,
): Promise<Told[]> {
  const { agentId, identity } = caller;
  let orders: Orders = { begin: [], resume: [], cancel: [] };
  const isThere = async () => {
    if (!(await parts.isWelcome(agentId))) throw new LinkError("agent_revoked");
    const { runs: holds } = await heldOf(parts, caller, said.holds);
    orders = await parts.remoteRuns.orders(identity, { ...said, holds });
    return orders.begin.length + orders.resume.length + orders.cancel.length > 0;
  };
  // One that does not want to wait is told what there is all the same.
  if (!(await isThere()) && said.waitSeconds > 0) {
    const late = AbortSignal.any([signal, timeLimit(said.waitSeconds * 1000)]);
    await parts.eventWatch.until(wakeTopic(agentId), isThere, late);
  }
  return [
    { type: "heartbeat", payload: {} },
    ...orders.begin.map((run) => workRequest(caller, run, "begin")),
    ...orders.resume.map((run) => workRequest(caller, run, "resume")),
    ...orders.cancel.map((taskId): Told => ({ type: "cancel", payload: { taskId } })),
  ];
}

/** All that a run is made of is sealed: what it does, its hosts, and the secret that its shim signs with. */
function workRequest(caller: LinkCaller, run: HeldRun, how: "begin" | "resume"): Told {
  const { runId } = run;
  const sealed = sealTo(caller.boxKey, `run ${runId}`, JSON.stringify(run));
  return { type: "work_request", payload: { runId, how, sealed } };
}

/** Stores progress once, however often it is sent. */
async function told(
  parts: AnswerParts,
  caller: LinkCaller,
  said: LinkPayload<"progress">,
): Promise<Told[]> {
  const named = await ownRun(parts, caller, said);
  if (!named.isHeld) return status<"progress">({ isHeld: false });
  if (isSamePlace(named.told, said.tail)) return status<"progress">({ isHeld: true });
  if (!isSamePlace(named.told, said.from)) throw new LinkError("progress_gap", { at: named.told });
  checkProgress(said);
  parts.logs.append(said.runId, said.from.line, said.lines);
  const isHeld = await parts.runs.report(named.run, {
    ...{ events: said.events, lines: said.lines, cutLines: said.cutLines },
    ...{ lineCount: said.tail.line, tail: said.tail, from: said.from },
  });
  return status<"progress">({ isHeld });
}

const isSamePlace = (a: NamedRun["told"], b: NamedRun["told"]): boolean =>
  a.line === b.line && a.eventCount === b.eventCount;

/** Lines are numbered without a gap, and end where the place says. @throws LinkError message_invalid */
function checkProgress({ from, tail, lines }: LinkPayload<"progress">): void {
  const isInOrder = lines.every(({ line, text }, at) => {
    return line === from.line + at + 1 && !text.includes("\n");
  });
  if (!isInOrder || tail.line !== from.line + lines.length || tail.eventCount < from.eventCount)
    throw new LinkError("message_invalid", { message: "The lines are not in order." });
}

async function ended(
  parts: AnswerParts,
  caller: LinkCaller,
  { outcome, neverStarted, vanished, problem, ...named }: LinkPayload<"result">,
): Promise<Told[]> {
  const { run, isHeld } = await ownRun(parts, caller, named);
  if (isHeld) {
    // One that was lost meanwhile is found again before it ends, as with every agent that answers.
    await parts.leases.renew(caller.agentId, [run], caller.identity.leaseSeconds);
    await parts.runs.finish(run, caller.identity, { outcome, neverStarted, vanished, problem });
  }
  return [{ type: "work_result", payload: {} satisfies LinkReply<"result"> }];
}

/** The runs of a list that are the agent's under the fences that it names, and the ids of the rest. */
async function heldOf(
  { remoteRuns }: AnswerParts,
  { agentId }: LinkCaller,
  holds: readonly Named[],
): Promise<{ runs: HeldRun[]; lost: string[] }> {
  const found = await Promise.all(holds.map((hold) => remoteRuns.find(agentId, hold)));
  const isHeld = (named: NamedRun | null): named is NamedRun => named?.isHeld === true;
  return {
    runs: found.filter(isHeld).map(({ run }) => run),
    lost: holds.filter((_hold, at) => found[at]?.isHeld !== true).map(({ runId }) => runId),
  };
}

/**
 * A run that the agent names. One that is not its own is refused, and that stands in the history (AGENT-05).
 *
 * @throws LinkError run_not_yours
 */
async function ownRun(
  { remoteRuns, audit, db }: AnswerParts,
  { agentId, name }: LinkCaller,
  named: Named,
  must?: "held",
): Promise<NamedRun> {
  const found = await remoteRuns.find(agentId, named);
  if (found !== null && (must === undefined || found.isHeld)) return found;
  if (found === null)
    await inTransaction(db, (tx) =>
      audit.record(tx, {
        type: "agent.refused",
        actor: { kind: "agent", id: agentId, name },
        subject: { agentId },
        facts: { why: "it named a run that is not its own", runId: named.runId },
      }),
    );
  throw new LinkError("run_not_yours");
}

/** @throws LinkError work_refused in place of an error with a meaning: the run is what is wrong */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isAppError(error) || error.retryable) throw error;
    throw new LinkError("work_refused", { message: error.message });
  }
}

/** Sets and maps become lists, which is how the agent's side reads them. */
function packMaterials({
  values,
  access,
}: Awaited<ReturnType<RunMaterialsService["open"]>>): string {
  const keys = access.keys.map(({ machines, ...key }) => ({
    ...key,
    machines: machines === null ? null : [...machines],
  }));
  return JSON.stringify({ values: [...values], access: { ...access, keys } });
}

const idsOf = (runs: readonly HeldRun[]): string[] => runs.map(({ runId }) => runId);

function heartbeat<Name extends LinkCall>(payload: LinkReply<Name>): Told[] {
  return [{ type: "heartbeat", payload }];
}

function status<Name extends "spawned" | "progress">(payload: LinkReply<Name>): Told[] {
  return [{ type: "work_status", payload }];
}
