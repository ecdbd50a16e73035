import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import type { Plan } from "#server/contracts/plan.ts";
import type { AgentIdentity, HeldRun } from "#server/execution/run-service.ts";
import { required } from "#server/lib/assert.ts";
import { EffectPlans, enrolSilentAgent } from "./offer-effects.ts";
import { useDatabase } from "./postgres.ts";
import { useRedis } from "./redis.ts";

/** Dispatching without processes: one agent of which nothing is started, and plans of scripts to give it. */
export class DispatchLab {
  readonly container: Container;
  readonly plans: EffectPlans;
  readonly agent: AgentIdentity;

  constructor(container: Container, plans: EffectPlans, agent: AgentIdentity) {
    this.container = container;
    this.plans = plans;
    this.agent = agent;
  }

  get services(): Container["services"] {
    return this.container.services;
  }

  get db(): Container["db"] {
    return this.container.db;
  }

  /** A plan's tasks in their order. */
  tasksOf(plan: Plan) {
    return this.db.task.findMany({ where: { planId: plan.id }, orderBy: { ordinal: "asc" } });
  }

  /** Claims the plan's first task, as the agent would. */
  async claim(plan: Plan): Promise<HeldRun> {
    const [task] = await this.tasksOf(plan);
    const id = required(task, "a task").id;
    return required(await this.services.runs.claim(id, this.agent), "a run that is claimed");
  }

  /** A run whose process is there. */
  async spawn(plan: Plan): Promise<HeldRun> {
    const run = await this.claim(plan);
    if (!(await this.services.runs.markSpawned(run, this.agent))) throw new Error("not spawned");
    return run;
  }
}

/** Gives a test file a laboratory whose agent has `slots`; no task, lock or nudge is left over from the test before. */
export function useDispatchLab(slots: number): () => DispatchLab {
  const database = useDatabase();
  const redis = useRedis();
  let lab: DispatchLab | null = null;
  beforeAll(async () => {
    const config = loadConfig({
      CHIFFON_DATA_DIR: mkdtempSync(path.join(tmpdir(), "chiffon-dispatch-")),
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      AGENT_OFFLINE_SECONDS: "3600",
    });
    const container = createContainer({ ...config, logLevel: "silent" }, { process: "dispatch" });
    const { id, name } = await enrolSilentAgent(container, slots);
    lab = new DispatchLab(container, await EffectPlans.open(container), { agentId: id, name });
  });
  afterAll(async () => {
    const container = lab?.container;
    await container?.close();
    if (container) rmSync(container.config.dataDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const { db } = required(lab, "the laboratory");
    await db.task.deleteMany();
    await db.hostLock.deleteMany();
    await db.outbox.deleteMany();
  });
  return () => required(lab, "the laboratory");
}
