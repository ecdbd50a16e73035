import { expect, it } from "vitest";
import { planBodySchema } from "#server/contracts/plan.ts";
import { planFor } from "#tests/support/installation.ts";
import { useLab } from "./lab.ts";

const { chiffon } = useLab();

async function planned() {
  const view = await planFor(chiffon.operator, "Deploy the beacon");
  const row = await chiffon.db.plan.findUniqueOrThrow({ where: { id: view.plan.id } });
  return { ...view, body: planBodySchema.parse(row.body) };
}

it("estimates by the playbook's past runs once there are any, and hands the agent the context", async () => {
  const first = await planned();
  expect(first.body.tasks[0]?.estimateSource).toBe("default");
  await chiffon.approver.decide(first.plan);
  await chiffon.viewer.waitFor(first.request_id, ({ phase }) => phase === "done", 90_000);

  const run = await chiffon.db.run.findFirstOrThrow({ where: { status: "succeeded" } });
  const { durationMs } = run.outcome as { durationMs: number };
  const [task] = (await planned()).body.tasks;
  expect(task).toMatchObject({ estimateSource: "history", estimateRuns: 1 });
  expect(task?.estimatedSeconds).toBe(Math.max(1, Math.round(durationMs / 1000)));

  const { body } = await chiffon.db.task.findFirstOrThrow();
  const { context } = body as { context: string[] };
  expect(context).toEqual(expect.arrayContaining(["asked: Deploy the beacon", "approved by Abel"]));
});
