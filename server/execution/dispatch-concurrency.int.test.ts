import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { effectPlan, labelOf } from "#scripts/torture/effect-plans.ts";
import { type Container, createContainer } from "#server/container.ts";
import type { Plan } from "#server/contracts/plan.ts";
import { required } from "#server/lib/assert.ts";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { effectScript, noPlaybook } from "#tests/support/offer-effects.ts";
import { succeeded } from "#tests/support/run-endings.ts";
import { taskStatuses } from "./domain/task-state.ts";

const slots = 5;
const memoryMb = 4_096;
const dispatcherCount = 4;
const lab = useDispatchLab(slots);
let dispatchers: Container[] = [];

beforeAll(() => {
  dispatchers = Array.from({ length: dispatcherCount }, (_, at) =>
    createContainer(lab().container.config, { process: `dispatcher-${at}` }),
  );
});
afterAll(async () => {
  await Promise.all(dispatchers.map((each) => each.close()));
});

/** Plans of ten tasks that need nothing of each other, of which several want the same host. */
async function offer(planCount: number): Promise<Plan[]> {
  const { container, plans } = lab();
  const { id: conversationId } = await container.db.conversation.findFirstOrThrow();
  const offered: Plan[] = [];
  for (let number = 0; number < planCount; number++) {
    const tasks = Array.from({ length: 10 }, (_, at) => ({
      ...{ label: labelOf(`c${number}.t${at + 1}`, true), taskKey: `t${at + 1}`, dependsOn: [] },
      ...{ idempotent: true, seconds: 0, ansible: false },
      service: at % 3 === 0 ? `shared${at % 2}` : null,
    }));
    const places = { effectsDir: plans.effectsDir, script: effectScript };
    const body = effectPlan(tasks, noPlaybook, places);
    const sized = body.tasks.map((task, at) => ({
      ...task,
      resources: { cpuCores: 0, memoryMb: 300 + 100 * (at % 8), gpuVramMb: 0 },
    }));
    const plan = await container.services.requests.submitPrepared(plans.principal, {
      ...{ conversationId, text: `plan ${number}`, body: { ...body, tasks: sized } },
    });
    await plans.approve(plan);
    offered.push(plan);
  }
  return offered;
}

/** What the agent holds in one look, and which tasks share a host that only one may have. */
async function overbooked(): Promise<string[]> {
  const { db } = lab();
  const held = await db.task.findMany({
    where: { agentId: { not: null }, status: { in: [...taskStatuses.live] } },
    select: { service: true, body: true },
  });
  const memory = held.reduce((sum, { body }) => sum + memoryOf(body), 0);
  const services = held.flatMap(({ service }) => service ?? []);
  return [
    ...(held.length > slots ? [`${held.length} of ${slots} slots`] : []),
    ...(memory > memoryMb ? [`${memory} of ${memoryMb} MiB`] : []),
    ...(new Set(services).size < services.length ? [`two at once on ${services.join()}`] : []),
  ];
}

function memoryOf(body: unknown): number {
  const { task } = body as { task: { resources: { memoryMb: number } } }; // as it was stored
  return task.resources.memoryMb;
}

/** Ends whatever is placed, one after the other, as the agent would. */
async function work(isOver: () => Promise<boolean>): Promise<number> {
  const { db, services, agent } = lab();
  let done = 0;
  for (const until = Date.now() + 300_000; !(await isOver()); ) {
    if (Date.now() > until) throw new Error(`only ${done} ended in time`);
    const placed = await db.task.findMany({
      where: { agentId: agent.agentId, status: "pending" },
      take: slots,
    });
    for (const { id } of placed) {
      const run = await services.runs.claim(id, agent);
      if (run === null) continue;
      await services.runs.markSpawned(run, agent);
      await services.runs.finish(run, agent, succeeded);
      done += 1;
    }
  }
  return done;
}

describe("four dispatchers and two hundred tasks", () => {
  it("never give out more than there is, nor one task twice", async () => {
    const { db } = lab();
    const plans = await offer(20);
    const where = { planId: { in: plans.map(({ id }) => id) } };
    let isOver = false;
    const finished = async () =>
      (await db.task.count({ where: { ...where, status: "succeeded" } })) === 200;
    const seen: string[] = [];
    let looks = 0;
    const watch = async () => {
      for (; !isOver; looks++) seen.push(...(await overbooked()));
    };
    const dispatchAll = async ({ services }: Container, first: number) => {
      for (let at = first; !isOver; at++)
        await services.dispatch.dispatch(required(plans[at % plans.length], "a plan").id);
    };
    const [done] = await Promise.all([
      work(finished).finally(() => {
        isOver = true;
      }),
      watch(),
      ...dispatchers.map((each, at) => dispatchAll(each, at * 5)),
    ]);
    expect(seen).toEqual([]);
    expect(looks).toBeGreaterThan(100);
    expect(done).toBe(200);
    expect(await db.run.count({ where: { task: where } })).toBe(200);
    expect(await db.hostLock.count()).toBe(0);
  }, 400_000);

  it("would be seen, did one of them not look before it gives", async () => {
    const { db, agent } = lab();
    const [plan] = await offer(1);
    const { id: planId } = required(plan, "a plan");
    await db.task.updateMany({ where: { planId }, data: { agentId: agent.agentId } });
    expect(await overbooked()).toEqual([
      expect.stringContaining("of 5 slots"),
      expect.stringContaining("MiB"),
      expect.stringContaining("two at once"),
    ]);
  });
});
