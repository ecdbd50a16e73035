import type { AuditService } from "#server/audit/audit-service.ts";
import type { ChatService } from "#server/chat/chat-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { Principal } from "#server/contracts/people.ts";
import type { Plan, RequestView } from "#server/contracts/plan.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import type { PreviewsService } from "#server/previews/previews-service.ts";
import type { RequestViewService } from "#server/requests/request-view-service.ts";
import type { RequestsService } from "#server/requests/requests-service.ts";
import { type DriftFinding, driftOf } from "./domain/drift-words.ts";
import type { FireSchedules } from "./fire-schedules.ts";
import { findOpenChecks, type OpenCheck, saveResult } from "./schedules-repository.ts";

const atOnce = 20;
const lookBackMs = 2 * 86_400_000;

/**
 * Takes drift checks to their finding: the plan that a firing made is previewed by the standing order of whoever made the
 * schedule, and withdrawn where nothing would change. A plan that would change something waits for a decision.
 */
export class DriftChecks {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly chat: Pick<ChatService, "tell">;
    readonly previews: Pick<PreviewsService, "view" | "start">;
    readonly requests: Pick<RequestsService, "cancel">;
    readonly requestViews: Pick<RequestViewService, "view">;
    readonly firing: Pick<FireSchedules, "principalOf">;
  };

  constructor(deps: DriftChecks["deps"]) {
    this.deps = deps;
  }

  /** Part of the sweep: takes each check as far as it goes by now. */
  async sweep(): Promise<void> {
    const since = new Date(this.deps.clock.now().getTime() - lookBackMs);
    for (const check of await findOpenChecks(this.deps.db, since, atOnce)) {
      try {
        await this.advance(check);
      } catch (err) {
        this.deps.log.error({ err, firingId: check.firingId }, "a drift check could not go on");
      }
    }
  }

  private async advance(check: OpenCheck): Promise<void> {
    const request = await this.deps.requestViews.view(check.requestId);
    const found = await this.look(check, request);
    if (found === null) return;
    await this.report(check, request, found);
    if (found.hasDrift || request.phase !== "approval") return;
    const principal = await this.deps.firing.principalOf(check.schedule);
    if (typeof principal !== "string") await this.withdraw(principal, check.requestId);
  }

  /** @returns null while it is not known yet */
  private async look(check: OpenCheck, request: RequestView): Promise<DriftFinding | null> {
    const { plan, phase, reason } = request;
    if (phase === "blocked")
      return nothingSeen("There is a question to answer before that can be planned.");
    if (request.end !== null && plan === null)
      return nothingSeen(reason ?? "Nothing came of that.");
    if (plan === null) return null;
    const { preview } = await this.deps.previews.view(plan.id);
    if (preview !== null) return driftOf(preview);
    return plan.status === "awaiting_approval"
      ? this.begin(check, plan)
      : nothingSeen("The plan was decided before it was previewed.");
  }

  private async begin({ schedule }: OpenCheck, plan: Plan): Promise<DriftFinding | null> {
    const principal = await this.deps.firing.principalOf(schedule);
    if (typeof principal === "string") return nothingSeen(principal);
    try {
      const shown = { planVersion: plan.version, planDigest: plan.digest };
      await this.deps.previews.start(principal, plan.id, shown);
      return null;
    } catch (error) {
      if (!isAppError(error)) throw error;
      return nothingSeen(error.message);
    }
  }

  private async report(
    { firingId, requestId, schedule }: OpenCheck,
    { conversationId }: RequestView,
    { words, hasDrift }: DriftFinding,
  ): Promise<void> {
    const told = `Drift check "${schedule.text.slice(0, 80)}": ${words}`;
    const { id: scheduleId } = schedule;
    await inTransaction(this.deps.db, async (tx) => {
      await this.deps.chat.tell(tx, conversationId, told);
      if (!(await saveResult(tx, firingId, words.slice(0, 1_000))))
        throw new AppError("invalid_state");
      await this.deps.audit.record(tx, {
        type: "drift.reported",
        actor: systemActor,
        subject: { requestId },
        facts: { scheduleId, hasDrift },
        text: words,
      });
      await appendEvent(tx, "inbox", { type: "schedule.changed", scheduleId });
    });
  }

  private async withdraw(principal: Principal, requestId: string): Promise<void> {
    await this.deps.requests.cancel(principal, requestId, {
      reason: "The drift check found no change.",
    });
  }
}

function nothingSeen(words: string): DriftFinding {
  return { words: `The hosts were not looked at: ${words}`, hasDrift: false };
}
