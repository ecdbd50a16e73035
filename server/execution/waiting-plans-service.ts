import type { Database } from "#server/platform/prisma.ts";
import type { RoutingService } from "#server/routing/routing-service.ts";
import type { DispatchService } from "./dispatch-service.ts";
import { findHeld, findNextWaiting, findWaitingPlans } from "./placement-repository.ts";

/** Waiting plans that are looked at. */
const maxBacklog = 200;
/** Those that have waited longest: a sweep tries them every time. */
const headSize = 8;
/** Plans that may find no agent one after the other before a pass gives up. */
const maxMisses = 16;

/** The backlog of plans that wait for a free slot or lock: who is tried next, and when it is not worth trying. */
export class WaitingPlansService {
  private readonly deps: {
    readonly db: Database;
    readonly routing: RoutingService;
    readonly dispatch: DispatchService;
  };

  /** Where in the backlog, behind its head, the last sweep began. */
  #offset = 0;

  constructor(deps: WaitingPlansService["deps"]) {
    this.deps = deps;
  }

  /** Gives a slot that has just become free to what has waited longest. @throws the first failure, after all were tried */
  async backfill(): Promise<void> {
    const next = await findNextWaiting(this.deps.db, maxBacklog);
    await this.tryInOrder(next, () => this.hasRoom());
  }

  /**
   * Dispatches plans whose nudge was lost: first those that have waited longest, then the others, each time from
   * another place in the backlog, so that a head that can't move passes nobody over for ever. Goes on while it finds
   * free slots; without any, it looks only at those that nobody has looked at yet.
   *
   * @throws the first failure, after every other plan was tried
   */
  async tryEach(): Promise<void> {
    const backlog = await findWaitingPlans(this.deps.db, maxBacklog, {
      paused: await this.hasRoom(),
    });
    const rest = backlog.slice(headSize);
    this.#offset = rest.length === 0 ? 0 : (this.#offset + headSize) % rest.length;
    const inOrder = [
      ...backlog.slice(0, headSize),
      ...rest.slice(this.#offset),
      ...rest.slice(0, this.#offset),
    ];
    await this.tryInOrder(inOrder, async () => true);
  }

  private async hasRoom(): Promise<boolean> {
    return this.deps.routing.hasRoom(await findHeld(this.deps.db));
  }

  /** Dispatches plan after plan while `goOn` says so, until too many one after the other found no agent. */
  private async tryInOrder(
    planIds: readonly string[],
    goOn: () => Promise<boolean>,
  ): Promise<void> {
    const failures: unknown[] = [];
    let misses = 0;
    for (const planId of planIds) {
      if (misses >= maxMisses || !(await goOn())) break;
      const placed = await this.deps.dispatch.dispatch(planId).catch((error: unknown) => {
        failures.push(error);
        return 0;
      });
      misses = placed > 0 ? 0 : misses + 1;
    }
    if (failures.length > 0) throw failures[0];
  }
}
