import type { TailPlace } from "#server/contracts/link.ts";
import { runStatusSchema } from "#server/contracts/run.ts";
import type { Database, Tx } from "#server/platform/prisma.ts";
import { type AgentIdentity, type HeldRun, heldRun } from "./held-run.ts";
import type { LeaseService } from "./lease-service.ts";
import { endLeases, findGivenUpTasks, findPlacedOn, findRun } from "./run-repository.ts";
import type { RunService } from "./run-service.ts";
import { toTaskRow } from "./task-repository.ts";

/** What an agent is told to do. */
export interface Orders {
  readonly begin: readonly HeldRun[];
  readonly resume: readonly HeldRun[];
  /** Tasks that somebody wants to stop. */
  readonly cancel: readonly string[];
}

/** What is known of a run that an agent names. */
export interface NamedRun {
  readonly run: HeldRun;
  /** The fence that it named is the present one. */
  readonly isHeld: boolean;
  /** Where the run was told of so far. */
  readonly told: Pick<TailPlace, "line" | "eventCount">;
}

/** The agent's side of execution for agents that share no database: what they are to do, and whose a run is. */
export class RemoteRunsService {
  private readonly deps: {
    readonly db: Database;
    readonly runs: Pick<RunService, "claim">;
    readonly leases: Pick<LeaseService, "renew" | "takeUp">;
  };

  constructor(deps: RemoteRunsService["deps"]) {
    this.deps = deps;
  }

  /**
   * What the agent is to do now: what of its runs it does not follow, what is placed on it, what is to be stopped. A run
   * that it was told of and never heard of is among the first the next time.
   *
   * @param about.holds the runs that it follows
   */
  async orders(
    agent: AgentIdentity,
    about: {
      readonly holds: readonly HeldRun[];
      readonly takesWork: boolean;
      readonly isFirst: boolean;
    },
  ): Promise<Orders> {
    const { db, runs, leases } = this.deps;
    const { holds, takesWork, isFirst } = about;
    const { cancel } = await leases.renew(agent.agentId, holds, agent.leaseSeconds);
    const held = new Set(holds.map(({ runId }) => runId));
    const left = takesWork ? await leases.takeUp(agent, held) : { begin: [], resume: [] };
    const begin = [...left.begin];
    const placed = takesWork ? await findPlacedOn(db, agent.agentId) : [];
    for (const taskId of placed) {
      const run = await runs.claim(taskId, agent);
      if (run !== null) begin.push(run);
    }
    const givenUp = isFirst ? await findGivenUpTasks(db, agent.agentId) : [];
    return {
      ...{ begin, resume: left.resume },
      cancel: [...cancel.map(({ taskId }) => taskId), ...givenUp],
    };
  }

  /** A run of this agent by id; null where it is another's, or none. */
  async find(
    agentId: string,
    named: { readonly runId: string; readonly fence: number },
  ): Promise<NamedRun | null> {
    const row = await findRun(this.deps.db, named.runId);
    if (row === null || row.agentId !== agentId) return null;
    const { id: runId, fence, attempt, nonce, tail, lines } = row;
    const status = runStatusSchema.parse(row.status);
    const { eventCount } = Object(tail) as { eventCount?: number };
    return {
      run: heldRun(toTaskRow(row.task), { runId, fence, attempt, nonce, status, tail }),
      isHeld: fence === named.fence,
      told: { line: lines, eventCount: eventCount ?? 0 },
    };
  }

  /** Nothing that the agent holds is renewed any more: its runs are lost at the next sweep. */
  async release(tx: Tx, agentId: string): Promise<void> {
    await endLeases(tx, agentId);
  }
}
