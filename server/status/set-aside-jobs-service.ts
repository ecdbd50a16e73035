import type { AuditService } from "#server/audit/audit-service.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { DecideSetAsideJobBody, SetAsideJob } from "#server/contracts/set-aside-job.ts";
import { AppError } from "#server/lib/app-error.ts";
import { plural } from "#server/lib/units.ts";
import {
  countJobs,
  discardSetAside,
  findSetAside,
  retrySetAside,
  type SetAsideRow,
} from "#server/platform/outbox.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";

/** Background work that could not be handed on: what there is of it, and what an admin decides about it. */
export class SetAsideJobsService {
  private readonly deps: { readonly db: Database; readonly audit: AuditService };

  constructor(deps: SetAsideJobsService["deps"]) {
    this.deps = deps;
  }

  /** Oldest first, at most 100. */
  async list(): Promise<SetAsideJob[]> {
    return (await findSetAside(this.deps.db)).map(toJob);
  }

  /**
   * Tries a job again, or drops it for good.
   *
   * @returns the jobs that are still set aside
   * @throws not_found when somebody else decided first
   */
  async decide(
    principal: Principal,
    { jobId, decision }: DecideSetAsideJobBody,
  ): Promise<SetAsideJob[]> {
    await inTransaction(this.deps.db, async (tx) => {
      const decide = decision === "retry" ? retrySetAside : discardSetAside;
      const row = await decide(tx, BigInt(jobId));
      if (row === null)
        throw new AppError("not_found", { message: "That job is not set aside any more." });
      await this.deps.audit.record(tx, {
        type: decision === "retry" ? "job.retried" : "job.discarded",
        actor: actorOf(principal),
        facts: { jobId, name: nameOf(row) },
        text: JSON.stringify(row.job),
      });
    });
    return this.list();
  }

  /** What the settings page says about it, in words. */
  async notices(): Promise<string[]> {
    const { setAside: count } = await countJobs(this.deps.db);
    if (count === 0) return [];
    const [were, them] = count === 1 ? ["was", "it"] : ["were", "them"];
    return [
      `${plural(count, "background job")} could not be read and ${were} set aside. An admin can try ${them} again or discard ${them} on this page.`,
    ];
  }
}

function toJob(row: SetAsideRow): SetAsideJob {
  return {
    jobId: String(row.id),
    name: nameOf(row),
    error: row.lastError ?? "",
    attempts: row.attempts,
    createdAt: row.createdAt.toISOString(),
    setAsideAt: (row.setAsideAt ?? row.createdAt).toISOString(),
  };
}

/** The job's name, if what was stored has one at all. */
function nameOf({ job }: SetAsideRow): string {
  const name = typeof job === "object" && job !== null && "name" in job ? job.name : null;
  return typeof name === "string" && name !== "" ? name.slice(0, 100) : "unknown";
}
