import { expect, it } from "vitest";
import { planBodySchema } from "#server/contracts/plan.ts";
import { runOutcomeSchema } from "#server/contracts/runner.ts";
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
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  expect(task).toMatchObject({
    ...{ estimateSource: "history", estimateRuns: 1, estimatedSeconds: seconds },
    estimateSpread: { leastSeconds: seconds, mostSeconds: seconds, isOfSameHosts: true },
  });

  const { body } = await chiffon.db.task.findFirstOrThrow();
  const { context } = body as { context: string[] };
  expect(context).toEqual(expect.arrayContaining(["asked: Deploy the beacon", "approved by Abel"]));
});

it("keeps what the run used, in numbers, with its end", async () => {
  const { outcome } = await chiffon.db.run.findFirstOrThrow({ where: { status: "succeeded" } });
  const { resources } = runOutcomeSchema.parse(outcome);
  expect(resources).toMatchObject({ memoryOf: "tree", sshBytes: 0 });
  expect(resources.peakMemoryMib).toBeGreaterThan(20);
  const ended = await chiffon.db.auditEntry.findFirstOrThrow({ where: { type: "run.finished" } });
  const { cpuSeconds, peakMemoryMib } = resources;
  expect(ended.facts).toMatchObject({ cpuSeconds, peakMemoryMib, sshBytes: 0 });
});
