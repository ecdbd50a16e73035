import type { Database } from "#server/platform/prisma.ts";
import type { RoutingService } from "#server/routing/routing-service.ts";
import { countSlotsTaken, findWaitingPlans } from "./placement-repository.ts";

/** Plans in the row that are looked at, those a sweep always tries first, and how many in vain before it gives up. */
const longestRow = 200;
const headOfRow = 8;
const triesInVain = 16;

/** Places what a plan has ready; resolves with how many it placed. */
type Dispatch = (planId: string) => Promise<number>;

/** The row of plans that wait for room: who is tried next, and when it is not worth trying. */
export class WaitingPlansService {
  private readonly deps: { readonly db: Database; readonly routing: RoutingService };

  /** Where in the row the last sweep began. */
  #turn = 0;

  constructor(deps: WaitingPlansService["deps"]) {
    this.deps = deps;
  }

  /** Gives room that has just become free to what has waited longest. @throws the first failure, after all were tried */
  async fillRoom(dispatch: Dispatch): Promise<void> {
    const row = await findWaitingPlans(this.deps.db, longestRow);
    await tryInTurn(row, dispatch, () => this.hasRoom());
  }

  /**
   * Dispatches plans whose nudge was lost: first those that have waited longest, then the others, each time from
   * another place in the row, so that a head that can't move passes nobody over for ever. Goes on while it finds room;
   * without any, it looks only at those that nobody has looked at yet.
   *
   * @throws the first failure, after every other plan was tried
   */
  async tryEach(dispatch: Dispatch): Promise<void> {
    const row = await findWaitingPlans(this.deps.db, longestRow, {
      paused: await this.hasRoom(),
    });
    const rest = row.slice(headOfRow);
    this.#turn = rest.length === 0 ? 0 : (this.#turn + headOfRow) % rest.length;
    const inTurn = [
      ...row.slice(0, headOfRow),
      ...rest.slice(this.#turn),
      ...rest.slice(0, this.#turn),
    ];
    await tryInTurn(inTurn, dispatch, async () => true);
  }

  private async hasRoom(): Promise<boolean> {
    return this.deps.routing.hasRoom(await countSlotsTaken(this.deps.db));
  }
}

/** Dispatches plan after plan while `goOn` says so, until too many in a row found no place. */
async function tryInTurn(
  planIds: readonly string[],
  dispatch: Dispatch,
  goOn: () => Promise<boolean>,
): Promise<void> {
  const failures: unknown[] = [];
  let inVain = 0;
  for (const planId of planIds) {
    if (inVain >= triesInVain || !(await goOn())) break;
    const placed = await dispatch(planId).catch((error: unknown) => {
      failures.push(error);
      return 0;
    });
    inVain = placed > 0 ? 0 : inVain + 1;
  }
  if (failures.length > 0) throw failures[0];
}
