import { setTimeout as delay } from "node:timers/promises";
import type { Plan } from "#server/contracts/plan.ts";
import { type Approval, approve } from "./approvals.ts";
import { drawTasks, type EffectTask } from "./effect-plans.ts";
import { type Fault, planFaults } from "./fault-schedule.ts";
import { readTasks } from "./gather-facts.ts";
import { FaultInjector, type LandedFault } from "./inject-fault.ts";
import type { Installation } from "./installation.ts";
import { seededRandom } from "./random.ts";

/** How hard to torture. */
export interface TortureOptions {
  readonly seed: number;
  readonly faults: number;
  readonly plans: number;
  readonly note: (line: string) => void;
}

/** A plan of the torture with what its tasks do. */
export interface OfferedPlan {
  readonly plan: Plan;
  readonly tasks: readonly EffectTask[];
}

/** What was done to an installation. */
export interface TortureLog {
  readonly offered: readonly OfferedPlan[];
  readonly approvals: readonly Approval[];
  readonly landed: readonly LandedFault[];
}

/** Plans under way: never fewer while any wait, seldom more, and at the very end all that are left. */
const inHand = { least: 3, usual: 8, atTheEnd: 16 };
/** How long a fault waits for an active run, and how often one that finds no target is tried again after the others. */
const activeWaitMs = 6_000;
const maxTries = 8;
const tickMs = 100;

/** Approves plans over HTTP while faults land on everything below. Ends when all have landed and all is approved. */
export class TortureRun {
  readonly #installation: Installation;
  readonly #options: TortureOptions;
  readonly #injector: FaultInjector;
  readonly #landed: LandedFault[] = [];
  readonly #approvals: Promise<Approval>[] = [];
  #allLanded = false;
  #settledPlans = 0;

  constructor(installation: Installation, options: TortureOptions) {
    this.#installation = installation;
    this.#options = options;
    this.#injector = new FaultInjector(installation);
  }

  async run(): Promise<TortureLog> {
    const offered = await this.#offer();
    this.#options.note(`${offered.length} plans wait for approval`);
    try {
      await Promise.all([this.#approveAll(offered), this.#landAll()]);
    } finally {
      this.#injector.thaw();
    }
    return { offered, approvals: await Promise.all(this.#approvals), landed: this.#landed };
  }

  async #offer(): Promise<OfferedPlan[]> {
    const random = seededRandom(this.#options.seed + 1_000_003);
    const offered: OfferedPlan[] = [];
    for (let index = 0; index < this.#options.plans; index++) {
      const tasks = drawTasks(index, this.#options.plans, random);
      offered.push({ plan: await this.#installation.offer(tasks), tasks });
    }
    return offered;
  }

  async #approveAll(offered: readonly OfferedPlan[]): Promise<void> {
    for (const [index, { plan }] of offered.entries()) {
      while (!(await this.#isDue(index))) await delay(tickMs);
      // Every fourth person clicks twice.
      this.#approvals.push(approve(this.#installation.client, plan, index % 4 === 0));
    }
  }

  /** Approvals keep step with the faults, so that the last fault still meets an active run. */
  async #isDue(index: number): Promise<boolean> {
    await this.#countSettled();
    const open = this.#approvals.length - this.#settledPlans;
    if (this.#allLanded) return open < inHand.atTheEnd;
    const { faults, plans } = this.#options;
    const inStep = index <= (this.#landed.length / faults) * plans + 1;
    return open < (inStep ? inHand.usual : inHand.least);
  }

  async #countSettled(): Promise<void> {
    try {
      const tasks = await readTasks(this.#installation, null);
      const all = new Set(tasks.map(({ planId }) => planId));
      const moving = new Set(
        tasks
          .filter(({ status }) => ["pending", "paused", "running"].includes(status))
          .map(({ planId }) => planId),
      );
      const stuck = new Set(
        tasks.filter(({ status }) => status === "needs_review").map(({ planId }) => planId),
      );
      this.#settledPlans = [...all].filter((id) => !moving.has(id) || stuck.has(id)).length;
    } catch {
      // The database is away just now: the last count will do.
    }
  }

  async #landAll(): Promise<void> {
    const waiting = planFaults(this.#options.seed, this.#options.faults).map((fault) => ({
      fault,
      tries: 0,
    }));
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const landed = await this.#land(next.fault);
      if (landed === null && next.tries < maxTries)
        waiting.push({ ...next, tries: next.tries + 1 });
    }
    this.#allLanded = true;
  }

  /** Waits for its moment, preferably within a run. */
  async #land(fault: Fault): Promise<LandedFault | null> {
    await delay(fault.pauseMs);
    const deadline = performance.now() + activeWaitMs;
    while (this.#injector.liveRuns().length === 0 && performance.now() < deadline)
      await delay(tickMs / 4);
    // Somewhere in the run, not always at its first breath.
    await delay(fault.draw * 300);
    for (;;) {
      const landed = await this.#injector.land(fault);
      if (landed !== null) this.#note(landed);
      if (landed !== null || performance.now() > deadline) return landed;
      await delay(tickMs / 4);
    }
  }

  #note(landed: LandedFault): void {
    this.#landed.push(landed);
    const { fault, what, whileActive, atMs } = landed;
    const how = fault.action === "kill" ? "kill" : `freeze ${(fault.freezeMs / 1000).toFixed(1)} s`;
    this.#options.note(
      `${(atMs / 1000).toFixed(1).padStart(6)} s  fault ${this.#landed.length}/${this.#options.faults}: ` +
        `${what}, ${how}${whileActive ? ", a run is active" : ""}${landed.orphanedLabel === null ? "" : ", orphaned"}`,
    );
  }
}
