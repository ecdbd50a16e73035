import type { GatedPhase, Hold } from "#server/contracts/gate.ts";
import type { Plan } from "#server/contracts/plan.ts";
import { type ExecutionService, isTaskFinal } from "#server/execution/execution-service.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import type { Db } from "#server/platform/prisma.ts";
import type { GateFacts } from "./domain/gates.ts";
import { findArtifactKinds, findGateSettings } from "./gates-repository.ts";
import type { StoredRequest } from "./requests-repository.ts";

const dayMs = 24 * 3_600_000;
const none = { planning: [], approval: [], execution: [], verification: [] };

/** What gates decide by, but for the checks: those are made on the way. */
export type GateSight = Omit<GateFacts, "checks">;

/** Reads what gates decide by, once for all that a step asks them. */
export class GateKeeper {
  private readonly deps: {
    readonly plans: PlansService;
    readonly execution: Pick<ExecutionService, "tasksOf">;
  };

  constructor(deps: GateKeeper["deps"]) {
    this.deps = deps;
  }

  /**
   * What the gates of these phases decide by, as it is now.
   *
   * @param db the caller's transaction, where it is in one
   * @param known the request's newest plan, where the caller has it from there
   */
  async look(
    db: Db,
    request: Pick<StoredRequest, "id" | "purpose">,
    phases: readonly GatedPhase[],
    known?: Plan,
  ): Promise<GateSight> {
    const { plans } = this.deps;
    const plan = known ?? (await plans.newest(request.id, db));
    // A look at what a plan would do needs nobody's evidence.
    const required = request.purpose === "work" ? (await findGateSettings(db)).required : none;
    const isTold = phases.some((phase) => required[phase].length > 0);
    return {
      ...{ plan, required },
      digestFits: plan !== null && plans.digestFits(plan),
      tasks: phases.includes("execution") && plan !== null ? await this.tasksOf(db, plan.id) : [],
      artifacts: isTold ? await findArtifactKinds(db, request.id) : [],
    };
  }

  private async tasksOf(db: Db, planId: string) {
    const tasks = await this.deps.execution.tasksOf(planId, db);
    return tasks.map((task) => ({ ...task, isOver: isTaskFinal(task.status) }));
  }

  /** How a request is held for these kinds, from now on. */
  async holdFor(db: Db, phase: GatedPhase, kinds: readonly string[]): Promise<Hold> {
    const { blockedDays } = await findGateSettings(db);
    const since = new Date();
    const until = new Date(since.getTime() + blockedDays * dayMs);
    return { phase, kinds: [...kinds], since: since.toISOString(), until: until.toISOString() };
  }
}
