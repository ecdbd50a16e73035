import type { AuditService } from "#server/audit/audit-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { Cause, PostMortem, PostMortemReport } from "#server/contracts/post-mortem.ts";
import { isAppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { sha256 } from "#server/platform/sha256.ts";
import { assembleReport, type FailureRecord } from "./domain/assemble-report.ts";
import { findCauses } from "./domain/causes.ts";
import { toMarkdown } from "./domain/markdown.ts";
import { signatureOf } from "./domain/signature.ts";
import { type RecordSources, readFailure, readOutput } from "./failure-record.ts";
import {
  compareWithLastGood,
  endingAfter,
  type PastSources,
  type PlannedRun,
} from "./past-runs.ts";
import {
  findPostMortem,
  findSimilar,
  findUnrecorded,
  insertPostMortem,
} from "./post-mortem-repository.ts";

const mostSimilar = 5;
const nudgeAfterMs = 30_000;
const nudgeUntilMs = 3_600_000;

/** What went wrong in a failed request: worked out from the record, and written down once when it ended. */
export class PostMortemsService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly catalog: PastSources["catalog"];
    readonly execution: RecordSources["execution"] & PastSources["execution"];
    readonly requestViews: RecordSources["requestViews"];
  };

  constructor(deps: PostMortemsService["deps"]) {
    this.deps = deps;
  }

  /** The stored report; where there is none yet, what it would say now. @throws not_found for what did not fail */
  async view(requestId: string): Promise<PostMortem> {
    const stored = await findPostMortem(this.deps.db, requestId);
    const report = stored?.report ?? (await this.makeReport(requestId)).report;
    const record =
      stored === null
        ? null
        : { recordedAt: stored.createdAt.toISOString(), sha256: stored.sha256 };
    return { ...report, record };
  }

  /** The report as Markdown: byte for byte what the audit has the hash of. @throws not_found for what did not fail */
  async markdown(requestId: string): Promise<string> {
    const stored = await findPostMortem(this.deps.db, requestId);
    return stored?.markdown ?? toMarkdown((await this.makeReport(requestId)).report);
  }

  /**
   * Job `post_mortem.record`: stores the report, and its hash in the audit. Idempotent; keyed by request, of which the
   * first report counts.
   */
  async record(requestId: string): Promise<void> {
    const { db, audit } = this.deps;
    if ((await findPostMortem(db, requestId)) !== null) return;
    const found = await this.makeReport(requestId).catch((error: unknown) => {
      if (isAppError(error, "not_found")) return null;
      throw error;
    });
    if (found === null) return;
    const { report, signature, view } = found;
    const markdown = toMarkdown(report);
    const hash = sha256(markdown);
    const { cause } = report;
    await inTransaction(db, async (tx) => {
      if (!(await insertPostMortem(tx, { report, markdown, sha256: hash, signature }))) return;
      const isCause = ({ taskKey }: { taskKey: string }) => taskKey === cause.taskKey;
      await audit.record(tx, {
        type: "post_mortem.recorded",
        actor: systemActor,
        subject: {
          requestId,
          planId: view.plan?.id ?? null,
          taskId: view.tasks.find(isCause)?.id ?? null,
          runId: cause.runId,
          service: view.plan?.body.tasks.find(isCause)?.service ?? null,
          host: cause.host,
          status: view.phase,
        },
        facts: { sha256: hash, cause: cause.kind, similar: report.similar.length },
      });
    });
  }

  /** Nudges what ended within the last hour and was not written down: its job was lost. */
  async sweep(): Promise<void> {
    const { db, clock } = this.deps;
    const now = clock.now().getTime();
    const span = { from: new Date(now - nudgeUntilMs), to: new Date(now - nudgeAfterMs) };
    const requestIds = await findUnrecorded(db, span);
    if (requestIds.length === 0) return;
    const jobs = requestIds.map((requestId) => ({
      ...{ name: "post_mortem.record" as const, requestId },
    }));
    await inTransaction(db, (tx) => enqueue(tx, jobs));
  }

  private async makeReport(requestId: string) {
    const record = await readFailure(this.deps, requestId);
    const { view } = record;
    const { phase, reason, plan, checks } = view;
    const causes = findCauses({ phase, reason, plan, checks, tasks: record.tasks });
    const [cause] = causes;
    const failed = plannedOf(record, cause);
    const signature =
      failed === null ? null : hashed(signatureOf(failed.plan.body.repositoryId, cause));
    const [output, comparison, similar] = await Promise.all([
      readOutput(this.deps.execution, cause.runId),
      failed === null
        ? ({ kind: "nothing_ran" } as const)
        : compareWithLastGood(this.deps, failed, new Date(record.endedAt)),
      this.similarTo(record, signature),
    ]);
    const report = assembleReport(record, { causes, output, comparison, similar });
    return { report, signature, view };
  }

  private async similarTo(
    { view: { requestId }, endedAt }: FailureRecord,
    signature: string | null,
  ): Promise<PostMortemReport["similar"]> {
    if (signature === null) return [];
    const before = new Date(endedAt);
    const limit = mostSimilar;
    const earlier = await findSimilar(this.deps.db, { requestId, signature, before, limit });
    return Promise.all(
      earlier.map(async (report) => ({
        requestId: report.requestId,
        at: report.endedAt,
        host: report.cause.host,
        ended: await endingAfter(this.deps, report),
      })),
    );
  }
}

/** The task that failed first, as it was planned; null where no playbook ran. */
function plannedOf({ view: { plan }, tasks }: FailureRecord, cause: Cause): PlannedRun | null {
  const facts = tasks.find(({ planned }) => planned.taskKey === cause.taskKey);
  if (plan === null || facts === undefined) return null;
  return { plan, planned: facts.planned, agentName: facts.task.agentName };
}

function hashed(signature: string | null): string | null {
  return signature === null ? null : sha256(signature);
}
