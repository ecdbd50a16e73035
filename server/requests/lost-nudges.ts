import type { Job } from "#server/contracts/jobs.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { requestPhases } from "./domain/request-state.ts";
import { findStuck } from "./requests-repository.ts";

/** A request that should move on by itself is nudged again after standing still for so long. */
const stuckAfterSeconds = 5;

/** Nudges requests that stand still although nothing holds them back: their job was lost, with Redis or a process. */
export class LostNudges {
  private readonly deps: { db: Database; execution: ExecutionService };

  constructor(deps: LostNudges["deps"]) {
    this.deps = deps;
  }

  /** Part of the sweep. A nudge too many does nothing: its handler looks at the row first. */
  async repeat(): Promise<void> {
    const { db, execution } = this.deps;
    const stuck = await findStuck(db, requestPhases.planning, stuckAfterSeconds);
    const unsettled = await execution.finishedUnsettled(requestPhases.executing);
    const nudges: Job[] = [
      ...stuck.map((requestId) => ({ name: "request.plan" as const, requestId })),
      ...unsettled.map((requestId) => ({ name: "request.settle" as const, requestId })),
    ];
    if (nudges.length > 0) await inTransaction(db, (tx) => enqueue(tx, nudges));
  }
}
