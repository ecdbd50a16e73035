import type { AuditService } from "#server/audit/audit-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import { announceRequest } from "#server/platform/event-log.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import {
  type AgentIdentity,
  agentActor,
  fenced,
  type HeldRun,
  heldRun,
  leaseSeconds,
  silentAfterSeconds,
  taskSubject,
} from "./held-run.ts";
import {
  adoptRun,
  findGivenUpAmong,
  findOpenRuns,
  findSilentRuns,
  type OpenRun,
  renewLeases,
  transitionRun,
} from "./run-repository.ts";
import { findTask, transitionTask } from "./task-repository.ts";

/** Who holds a run: leases are renewed, lapse, and are taken up by the next process of the same agent. */
export class LeaseService {
  private readonly deps: { db: Database; audit: AuditService };

  constructor(deps: LeaseService["deps"]) {
    this.deps = deps;
  }

  /**
   * Extends the leases of what the agent runs; says what was lost to another process, what somebody wants to stop, and
   * what was given up while the agent was silent.
   */
  async renew(
    agentId: string,
    holds: readonly HeldRun[],
    seconds = leaseSeconds,
  ): Promise<{ lost: HeldRun[]; cancel: HeldRun[]; givenUp: HeldRun[] }> {
    if (holds.length === 0) return { lost: [], cancel: [], givenUp: [] };
    const renewed = await renewLeases(this.deps.db, agentId, holds, seconds);
    const byId = new Map(renewed.map((row) => [row.runId, row]));
    for (const row of renewed.filter((each) => each.status === "lost")) {
      const run = holds.find((hold) => hold.runId === row.runId);
      // Nobody took it meanwhile: the fence is still the agent's.
      if (run !== undefined) await inTransaction(this.deps.db, (tx) => this.recover(tx, run));
    }
    const gone = holds.filter((hold) => !byId.has(hold.runId));
    const givenUp = await findGivenUpAmong(this.deps.db, gone);
    return {
      lost: gone.filter((hold) => !givenUp.has(hold.runId)),
      givenUp: gone.filter((hold) => givenUp.has(hold.runId)),
      cancel: holds.filter((hold) => byId.get(hold.runId)?.cancelAsked === true),
    };
  }

  /** The agent's runs that are not over and whose former holder is gone: adopted under a new fence. */
  async adopt(agent: AgentIdentity, alreadyHeld: ReadonlySet<string>): Promise<HeldRun[]> {
    const open = await findOpenRuns(this.deps.db, agent.agentId);
    const adopted: HeldRun[] = [];
    for (const row of open.filter((each) => !alreadyHeld.has(each.id))) {
      const run = await this.adoptOne(row, agent, false);
      if (run !== null) adopted.push(run);
    }
    return adopted;
  }

  /**
   * The agent's open runs that it says it does not follow, whatever their leases: those that were claimed for it and have
   * not been spawned, to begin as they are, and the others under a new fence. Only for an agent of which there can be but
   * one process.
   */
  async takeUp(
    agent: AgentIdentity,
    alreadyHeld: ReadonlySet<string>,
  ): Promise<{ begin: HeldRun[]; resume: HeldRun[] }> {
    const open = await findOpenRuns(this.deps.db, agent.agentId);
    const left = open.filter((each) => !alreadyHeld.has(each.id));
    const begin = left.filter(({ status }) => status === "claimed").map(heldRunOf);
    await this.renew(agent.agentId, begin, agent.leaseSeconds);
    const resume: HeldRun[] = [];
    for (const row of left.filter(({ status }) => status !== "claimed")) {
      const run = await this.adoptOne(row, agent, true);
      if (run !== null) resume.push(run);
    }
    return { begin, resume };
  }

  private async adoptOne(
    row: OpenRun,
    agent: AgentIdentity,
    evenLeased: boolean,
  ): Promise<HeldRun | null> {
    const lease = { leaseSeconds: agent.leaseSeconds ?? leaseSeconds, evenLeased };
    return inTransaction(this.deps.db, async (tx) => {
      const fence = await adoptRun(tx, row.id, agent.agentId, lease);
      if (fence === null) return null;
      const run = { ...heldRunOf(row), fence };
      if (row.status === "lost") await this.recover(tx, run);
      await this.deps.audit.record(tx, {
        type: "run.adopted",
        actor: agentActor(agent),
        subject: { ...taskSubject(row.task), runId: row.id, agentId: agent.agentId },
        facts: { fence },
      });
      return run;
    });
  }

  /** A lost run whose agent answers again goes on as if nothing had been. */
  private async recover(tx: Tx, run: HeldRun): Promise<void> {
    if (!(await transitionRun(tx, fenced(run), "recover"))) return;
    await transitionTask(tx, { id: run.taskId, status: "paused" }, "reattach", {
      pausedReason: null,
    });
    await announceRequest(tx, run);
  }

  /** Marks runs of silent agents as lost and pauses their tasks; nothing is started elsewhere. Called by the sweep. */
  async markLost(): Promise<number> {
    const silent = await findSilentRuns(this.deps.db, silentAfterSeconds);
    for (const run of silent) {
      await inTransaction(this.deps.db, async (tx) => {
        if (!(await transitionRun(tx, run, "lose"))) return;
        const task = await findTask(tx, run.taskId);
        if (task === null) return;
        await transitionTask(tx, task, "lose", {
          pausedReason: "its agent is silent; the run is picked up again when it answers",
        });
        await this.deps.audit.record(tx, {
          type: "run.lost",
          actor: systemActor,
          subject: { ...taskSubject(task), runId: run.id },
          facts: { fence: run.fence },
        });
        await announceRequest(tx, task);
      });
    }
    return silent.length;
  }
}

function heldRunOf({ id: runId, task, fence, attempt, nonce, status, tail }: OpenRun): HeldRun {
  return heldRun(task, { runId, fence, attempt, nonce, status, tail });
}
