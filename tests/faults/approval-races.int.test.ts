import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "#server/contracts/plan.ts";
import { JobQueue } from "#server/platform/job-queue.ts";
import { type ChiffonClient, ReplyError } from "#tests/support/chiffon-client.ts";
import { tracesOfRuns, until, useInstallation } from "#tests/support/installation.ts";
import { EffectPlans } from "#tests/support/offer-effects.ts";
import { sweep } from "#workers/sweep.ts";

const chiffon = useInstallation({ config: { testWorkTypes: true } });
let plans: EffectPlans;
beforeAll(async () => {
  plans = await EffectPlans.open(chiffon.container);
});

/** 200 with what was decided, or the status and code of the refusal. */
async function decide(
  client: ChiffonClient,
  plan: Plan,
  decision: "approve" | "reject",
): Promise<{
  readonly status: number;
  readonly code?: unknown;
  readonly reply?: Record<string, unknown>;
  readonly decided?: Record<string, unknown>;
  readonly tasks?: readonly string[];
}> {
  try {
    const view = await client.decide(plan, decision);
    const body = view.plan as unknown as { decision: Record<string, unknown> };
    return { status: 200, decided: body.decision, tasks: view.tasks.map(({ id }) => id).sort() };
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error;
    // A machine that cannot serve so many at once says so, and the same decision may be sent again.
    if (error.reply["code"] === "database_unavailable") return decide(client, plan, decision);
    return { status: error.status, code: error.reply["code"], reply: error.reply };
  }
}

describe("one decision per plan (R4)", () => {
  it("gives 200 identical approvals at once one row and one answer", async () => {
    const plan = await plans.offer({}, {});
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => decide(chiffon.approver, plan, "approve")),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 200, decided: { decision: "approve" } });
    const { db } = chiffon;
    expect(await db.task.count({ where: { planId: plan.id } })).toBe(2);
    const approved = { planId: plan.id, type: "plan.approved" };
    expect(await db.auditEntry.count({ where: approved })).toBe(1);
    await until("both tasks ran", async () => {
      const tasks = await db.task.findMany({ where: { planId: plan.id } });
      return tasks.every(({ status }) => status === "succeeded");
    });
    expect(await db.run.count({ where: { task: { planId: plan.id } } })).toBe(2);
  });

  it("makes one request of 200 identical messages at once", async () => {
    const key = randomUUID();
    const send = async (): Promise<string> => {
      try {
        const { requestId, messageId } = await chiffon.operator.call(
          ...(["POST", "/api/chat", { message: "what can you do?" }] as const),
          { "idempotency-key": key },
        );
        return `${requestId} ${messageId}`;
      } catch (error) {
        const isBusy =
          error instanceof ReplyError && error.reply["code"] === "database_unavailable";
        if (isBusy) return send();
        throw error;
      }
    };
    const answers = await Promise.all(Array.from({ length: 200 }, send));
    expect(new Set(answers).size).toBe(1);
    expect(await chiffon.db.message.count({ where: { idempotencyKey: key } })).toBe(1);
  });

  it("never lets both sides of 200 races win, and runs nothing that was rejected", async () => {
    const outcomes = { approve: 0, reject: 0 };
    for (let round = 0; round < 200; round++) {
      const plan = await plans.offer();
      const [first, second] =
        round % 2 === 0 ? (["approve", "reject"] as const) : (["reject", "approve"] as const);
      const answers = await Promise.all([
        decide(chiffon.approver, plan, first),
        decide(round % 3 === 0 ? chiffon.approver : chiffon.admin, plan, second),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const winner = answers[0]?.status === 200 ? first : second;
      const loser = answers.find(({ status }) => status === 409);
      expect(loser?.reply).toMatchObject({ code: "already_decided", decision: winner });
      outcomes[winner] += 1;
    }
    const { db } = chiffon;
    const rejected = await db.plan.findMany({
      where: { status: "rejected" },
      select: { id: true },
    });
    const ids = rejected.map(({ id }) => id);
    expect(ids).toHaveLength(outcomes.reject);
    expect(await db.task.count({ where: { planId: { in: ids } } })).toBe(0);
    expect(await db.auditEntry.count({ where: { type: "plan.rejected" } })).toBe(outcomes.reject);
    expect(await db.auditEntry.count({ where: { type: "plan.approved" } })).toBe(
      outcomes.approve + 1,
    );
    await until(
      "what was approved has run",
      async () =>
        (await db.task.count({ where: { status: "succeeded" } })) === outcomes.approve + 2,
      600_000,
    );
  });
});

describe("what nobody may run (R4)", () => {
  it("rejected, expired, superseded and stale plans never become a process, whatever the queue says", async () => {
    const { db, services, container } = chiffon;
    const before = await tracesOfRuns(chiffon, plans.effectsDir);
    const past = new Date(Date.now() - 60_000);
    const rejected = await plans.offer();
    await decide(chiffon.approver, rejected, "reject");
    const expired = await plans.offer();
    await db.plan.update({ where: { id: expired.id }, data: { expiresAt: past } });
    const superseded = await plans.offer();
    await chiffon.operator.call("POST", `/api/v1/requests/${superseded.requestId}/cancel`, {});
    const stale = await plans.offer();
    await services.stalePlans.turnStale(stale.id, "a file changed");
    const agent = await db.agent.findFirstOrThrow();
    await services.agents.toggle(plans.principal, agent.id);
    const staleAfterApproval = await plans.offerApproved();
    await services.stalePlans.turnStale(staleAfterApproval.id, "a file changed");
    await services.agents.toggle(plans.principal, agent.id);

    const refused = [rejected, expired, superseded, stale, staleAfterApproval];
    const answers = await Promise.all(
      refused.map((plan) => decide(chiffon.approver, plan, "approve")),
    );
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409]);

    const queue = new JobQueue(container.config.redisUrl);
    const tasks = await db.task.findMany({ where: { planId: staleAfterApproval.id } });
    for (const { id } of refused) await queue.add({ name: "plan.dispatch", planId: id });
    for (const { id } of tasks) {
      await db.task.update({ where: { id }, data: { agentId: agent.id } });
      await queue.add({ name: "task.start", taskId: id, agentId: agent.id });
    }
    const canary = await plans.offerApproved();
    await until("what came after them has run", async () => {
      const [task] = await db.task.findMany({ where: { planId: canary.id } });
      return task?.status === "succeeded";
    });
    await queue.close();
    await sweep(services);
    const after = await tracesOfRuns(chiffon, plans.effectsDir);
    expect(after.runs).toBe(before.runs + 1);
    expect(after.runDirectories).toBe(before.runDirectories + 1);
  });
});
