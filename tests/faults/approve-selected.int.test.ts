import { beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "#server/contracts/plan.ts";
import { type ChiffonClient, ReplyError } from "#tests/support/chiffon-client.ts";
import { until, useInstallation } from "#tests/support/installation.ts";
import { EffectPlans } from "#tests/support/offer-effects.ts";

const chiffon = useInstallation({ config: { testWorkTypes: true } });
let plans: EffectPlans;
beforeAll(async () => {
  plans = await EffectPlans.open(chiffon.container);
});

/** Approves a plan, or those of its tasks that are named: 200 with what was decided, or the refusal. */
async function approve(
  client: ChiffonClient,
  plan: Plan,
  keptTasks?: readonly string[],
  changed: Record<string, unknown> = {},
) {
  const body = {
    plan_version: plan.version,
    plan_digest: plan.digest,
    decision: "approve",
    ...(keptTasks === undefined ? {} : { kept_tasks: keptTasks }),
    ...changed,
  };
  try {
    const view = await client.call<{
      plan: { id: string; version: number; decision: unknown };
      tasks: { task_key: string }[];
    }>("POST", `/api/v1/plan/${plan.id}/approve`, body);
    const { id, version, decision } = view.plan;
    return { status: 200, id, version, decision, tasks: view.tasks.map((task) => task.task_key) };
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error;
    return { status: error.status, code: error.reply["code"] };
  }
}

/** Every version of a request's plan with the tasks that were made of it. */
async function versionsOf({ requestId }: Plan) {
  const rows = await chiffon.db.plan.findMany({
    where: { requestId },
    orderBy: { version: "asc" },
  });
  return Promise.all(
    rows.map(async ({ id, version, status }) => ({
      version,
      status,
      tasks: await chiffon.db.task.count({ where: { planId: id } }),
    })),
  );
}

async function auditOf({ requestId }: Plan) {
  const rows = await chiffon.db.auditEntry.findMany({
    where: { requestId },
    orderBy: { ordinal: "asc" },
  });
  return rows.map(({ type, actorName, facts }) => ({ type, by: actorName, facts }));
}

const onlyTheOldOne = [{ version: 1, status: "awaiting_approval", tasks: 0 }];

describe("approving a selection (R4)", () => {
  it("stores and approves exactly the named tasks in one request, both in the history", async () => {
    const plan = await plans.offer({}, {});
    const before = (await auditOf(plan)).length;
    const answer = await approve(chiffon.approver, plan, ["t2"]);
    expect(answer).toMatchObject({
      status: 200,
      version: 2,
      decision: { decision: "approve", decided_by: "Abel" },
      tasks: ["t2"],
    });
    expect(await versionsOf(plan)).toEqual([
      { version: 1, status: "superseded", tasks: 0 },
      { version: 2, status: "approved", tasks: 1 },
    ]);
    const written = (await auditOf(plan)).slice(before).filter(({ by }) => by === "Abel");
    for (const type of ["plan.proposed", "plan.approved"]) {
      expect(written.filter((entry) => entry.type === type)).toMatchObject([
        { facts: { version: 2 } },
      ]);
    }
    await until("the kept task ran", async () => {
      const tasks = await chiffon.db.task.findMany({
        where: { plan: { requestId: plan.requestId } },
      });
      return tasks.length === 1 && tasks[0]?.status === "succeeded";
    });
    expect(await approve(chiffon.approver, plan, ["t2"])).toEqual(answer);
    expect(await approve(chiffon.admin, plan, ["t2"])).toMatchObject({ code: "already_decided" });
    expect(await approve(chiffon.approver, plan, ["t1"])).toMatchObject({ code: "plan_changed" });
  });

  it("approves the shown version itself when every task is named, in any order", async () => {
    const plan = await plans.offer({}, {});
    expect(await approve(chiffon.approver, plan, ["t2", "t1"])).toMatchObject({
      id: plan.id,
      version: 1,
      tasks: ["t1", "t2"],
    });
  });

  it("gives 50 identical selections at once one version and one answer", async () => {
    const plan = await plans.offer({}, {}, {});
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => approve(chiffon.approver, plan, ["t3", "t1"])),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 200, version: 2, tasks: ["t1", "t3"] });
    expect(await versionsOf(plan)).toEqual([
      { version: 1, status: "superseded", tasks: 0 },
      { version: 2, status: "approved", tasks: 2 },
    ]);
  });

  it("never lets two tabs both win, whatever each of them approves", async () => {
    const winners = new Set<string>();
    for (let round = 0; round < 24; round++) {
      const plan = await plans.offer({}, {});
      const tabs = [["t1"], round % 2 === 0 ? undefined : ["t2"]];
      if (round % 4 > 1) tabs.reverse();
      const answers = await Promise.all(
        tabs.map((kept, tab) =>
          approve(tab === 0 || round % 3 === 0 ? chiffon.approver : chiffon.admin, plan, kept),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const lost = answers.find(({ status }) => status === 409);
      expect(["plan_changed", "already_decided"]).toContain(lost?.code);
      const winner = answers.findIndex(({ status }) => status === 200);
      winners.add(tabs[winner]?.join() ?? "all");
      const approved = (await versionsOf(plan)).filter(({ tasks }) => tasks > 0);
      expect(approved).toMatchObject([
        { status: "approved", tasks: tabs[winner] === undefined ? 2 : 1 },
      ]);
    }
    expect(winners.size).toBeGreaterThan(1);
  });

  it("leaves the shown version waiting when something fails half way", async () => {
    const plan = await plans.offer({}, {});
    const before = await auditOf(plan);
    await chiffon.asOwner(`
      CREATE FUNCTION refuse_tasks() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no tasks today'; END $$;
      CREATE TRIGGER refuse_tasks BEFORE INSERT ON task FOR EACH ROW EXECUTE FUNCTION refuse_tasks()`);
    expect(await approve(chiffon.approver, plan, ["t1"])).toMatchObject({ status: 500 });
    await chiffon.asOwner("DROP TRIGGER refuse_tasks ON task; DROP FUNCTION refuse_tasks()");
    expect(await versionsOf(plan)).toEqual(onlyTheOldOne);
    expect(await auditOf(plan)).toEqual(before);
    expect(await approve(chiffon.approver, plan, ["t1"])).toMatchObject({
      status: 200,
      version: 2,
    });
  });

  it.each<[string, string[], Record<string, unknown>, object]>([
    ["a task that is not there", ["t1", "t9"], {}, { code: "plan_invalid" }],
    ["a task without the one it needs", ["t2"], {}, { code: "plan_invalid" }],
    ["a task named twice", ["t1", "t1"], {}, { code: "plan_invalid" }],
    ["no task at all", [], {}, { status: 400 }],
    [
      "a digest nobody was shown",
      ["t1"],
      { plan_digest: "0".repeat(64) },
      { code: "plan_changed" },
    ],
    ["a version nobody was shown", ["t1"], { plan_version: 2 }, { code: "plan_changed" }],
    ["the rejection of some tasks", ["t1"], { decision: "reject" }, { status: 400 }],
  ])("refuses %s and leaves the plan waiting", async (_what, kept, changed, refused) => {
    const plan = await plans.offer({}, { dependsOn: ["t1"] });
    expect(await approve(chiffon.approver, plan, kept, changed)).toMatchObject(refused);
    expect(await versionsOf(plan)).toEqual(onlyTheOldOne);
  });

  it("takes the role that approving takes", async () => {
    const plan = await plans.offer({}, {});
    for (const client of [chiffon.viewer, chiffon.operator]) {
      expect(await approve(client, plan, ["t1"])).toMatchObject({ code: "not_allowed" });
    }
    expect(await versionsOf(plan)).toEqual(onlyTheOldOne);
  });
});
