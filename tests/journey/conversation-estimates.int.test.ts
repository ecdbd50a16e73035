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

it("reserves what earlier runs used at most, once three were measured (ORCH-06)", async () => {
  const usual = (await planned()).body.tasks[0]?.resources;
  expect(usual).toEqual({ cpuCores: 1, memoryMb: 256, gpuVramMb: 0 });
  for (const _again of [2, 3]) {
    const next = await planned();
    await chiffon.approver.decide(next.plan);
    await chiffon.viewer.waitFor(next.request_id, ({ phase }) => phase === "done", 90_000);
  }
  const runs = await chiffon.db.run.findMany({ where: { status: "succeeded" } });
  const peaks = runs.map(
    ({ outcome }) => runOutcomeSchema.parse(outcome).resources.peakMemoryMib ?? 0,
  );
  const most = Math.max(...peaks);
  const memoryMb = Math.max(64, Math.ceil(most + most / 10));
  const learned = await planned();
  const reserved = { cpuCores: 1, memoryMb, gpuVramMb: 0, learnedFrom: 3 };
  expect(learned.body.tasks[0]?.resources).toEqual(reserved);
  await chiffon.approver.decide(learned.plan);
  await chiffon.viewer.waitFor(learned.request_id, ({ phase }) => phase === "done", 90_000);
  const { id } = await chiffon.db.task.findFirstOrThrow({ where: { planId: learned.plan.id } });
  const { decision } = await chiffon.services.placements.routingOf(id);
  expect(decision?.reserved).toEqual(reserved);
}, 240_000);

it("keeps what the run used, in numbers, with its end", async () => {
  const { outcome } = await chiffon.db.run.findFirstOrThrow({ where: { status: "succeeded" } });
  const { resources } = runOutcomeSchema.parse(outcome);
  expect(resources).toMatchObject({ memoryOf: "tree", sshBytes: 0 });
  expect(resources.peakMemoryMib).toBeGreaterThan(20);
  const ended = await chiffon.db.auditEntry.findFirstOrThrow({ where: { type: "run.finished" } });
  const { cpuSeconds, peakMemoryMib } = resources;
  expect(ended.facts).toMatchObject({ cpuSeconds, peakMemoryMib, sshBytes: 0 });
});
