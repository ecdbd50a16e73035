import { setTimeout as delay } from "node:timers/promises";
import type { AuditService } from "#server/audit/audit-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import type { Clock } from "#server/platform/clock.ts";
import { emptyOldEvents, maxEventDays } from "#server/platform/event-log.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { listIds, removeFolder, sizeOf } from "./kept-folders.ts";

const dayMs = 86_400_000;
/** Runs that are asked for at once; between two such lots whatever works goes first. */
const lot = 500;
const restMs = 50;
/** A run that ended within it stays, however much room is missing: somebody may be reading it. */
const youngDays = 1;

/** How much stays. */
export interface RetentionSettings {
  /** Output and live events of what ended longer ago go. */
  readonly days: number;
  /** Beyond it the oldest output goes earlier. Bytes. */
  readonly maxBytes: number;
}

/** What went. */
export interface Removed {
  readonly events: number;
  readonly runs: number;
  readonly bytes: number;
}

/**
 * Removes what nobody needs any more: output of runs and live events. Requests, plans, tasks, runs with their outcome and
 * the history stay for good.
 */
export class RetentionService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly execution: Pick<ExecutionService, "endedBefore">;
    /** Where each run has a folder of its own. */
    readonly runs: string;
    readonly settings: RetentionSettings;
  };

  constructor(deps: RetentionService["deps"]) {
    this.deps = deps;
  }

  /** Removes what is too old, and then what is too much. Repeatable at any time. */
  async prune(): Promise<Removed> {
    const { db, audit, settings, runs } = this.deps;
    const events = await emptyOldEvents(db, this.before(Math.min(settings.days, maxEventDays)));
    const old = await this.removeRuns(this.before(settings.days), Number.POSITIVE_INFINITY);
    const over = (await listIds(runs)).length === 0 ? 0 : (await sizeOf(runs)) - settings.maxBytes;
    const surplus =
      over <= 0 ? { runs: 0, bytes: 0 } : await this.removeRuns(this.before(youngDays), over);
    const removed = { events, runs: old.runs + surplus.runs, bytes: old.bytes + surplus.bytes };
    if (removed.events + removed.runs > 0)
      await inTransaction(db, (tx) =>
        audit.record(tx, {
          type: "retention.pruned",
          actor: systemActor,
          facts: { ...removed, days: settings.days },
        }),
      );
    return removed;
  }

  private before(days: number): Date {
    return new Date(this.deps.clock.now().getTime() - days * dayMs);
  }

  /** Removes folders of runs that ended before, the longest ended first, until `bytes` are free. */
  private async removeRuns(before: Date, bytes: number): Promise<Omit<Removed, "events">> {
    const { execution, runs } = this.deps;
    const ids = await listIds(runs);
    const ended: { runId: string; finishedAt: Date }[] = [];
    for (let from = 0; from < ids.length; from += lot) {
      ended.push(...(await execution.endedBefore(ids.slice(from, from + lot), before)));
      await delay(restMs);
    }
    ended.sort((left, right) => left.finishedAt.getTime() - right.finishedAt.getTime());
    const removed = { runs: 0, bytes: 0 };
    for (const { runId } of ended) {
      if (removed.bytes >= bytes) break;
      removed.bytes += await removeFolder(runs, runId);
      removed.runs += 1;
      if (removed.runs % lot === 0) await delay(restMs);
    }
    return removed;
  }
}
