import { randomUUID } from "node:crypto";
import { utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Plan, PlanTask } from "#server/contracts/plan.ts";
import type { AgentIdentity } from "#server/execution/run-service.ts";
import { required } from "#server/lib/assert.ts";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { enrolSilentAgent } from "#tests/support/offer-effects.ts";
import { succeeded } from "#tests/support/run-endings.ts";
import { taskBodySchema } from "./task-body.ts";

const lab = useDispatchLab(3);
const memoryMb = 4096;

beforeEach(async () => {
  const { db, container, agent } = lab();
  await db.agent.deleteMany({ where: { id: { not: agent.agentId } } });
  await db.routingRules.deleteMany();
  await enrolSilentAgent(container, 3);
  await db.agent.update({
    where: { id: agent.agentId },
    data: { enabled: true, reaches: ["*"] },
  });
});

/** Changes what an approved plan's first task asks for: routing reads it from there. */
async function reshape(plan: Plan, change: Partial<PlanTask>): Promise<void> {
  const task = required((await lab().tasksOf(plan))[0], "a task");
  const body = taskBodySchema.parse(task.body);
  const changed = { ...body, task: { ...body.task, ...change } };
  await lab().db.task.update({
    where: { id: task.id },
    data: { body: JSON.parse(JSON.stringify(changed)) },
  });
}

async function dispatched(change: Partial<PlanTask> = {}) {
  return dispatchedFrom(await lab().plans.offerApproved({}), change);
}

async function dispatchedFrom(plan: Plan, change: Partial<PlanTask>) {
  await reshape(plan, change);
  await lab().services.dispatch.dispatch(plan.id);
  const task = required((await lab().tasksOf(plan))[0], "a task");
  return { plan, task };
}

const needs = (change: Partial<PlanTask["resources"]>) => ({
  resources: { cpuCores: 1, memoryMb: 64, gpuVramMb: 0, ...change },
});

/** Another agent of which nothing is started. */
async function enrolOther(name: string): Promise<AgentIdentity> {
  const { id } = await lab().services.agents.register({
    ...{ identity: randomUUID(), name, agentType: "infra", domains: [], slots: 3, version: "0" },
    workTypes: ["effect.script"],
    tools: {
      ...{ ansible: null, ansibleLint: null, bubblewrap: null, ssh: null, git: null },
      ansibles: [],
    },
    metrics: {
      ...{ cpuCores: 2, memoryTotalMb: memoryMb, memoryAvailableMb: memoryMb },
      load: [0, 0, 0],
    },
  });
  return { agentId: id, name };
}

function beat(change: { memoryAvailableMb?: number; overloadedSeconds?: number } = {}) {
  const { services, agent } = lab();
  const machine = { cpuCores: 2, memoryTotalMb: memoryMb, memoryAvailableMb: memoryMb };
  return services.agents.heartbeat(agent.agentId, { ...machine, load: [0, 0, 0], ...change }, 0);
}

const resume = () => lab().services.backlog.tryEach();
const taskOf = (plan: Plan) => lab().db.task.findFirstOrThrow({ where: { planId: plan.id } });

describe("work is paused with the reason, and goes on by itself,", () => {
  it("while too little memory is free", async () => {
    await beat({ memoryAvailableMb: 800 });
    const { plan, task } = await dispatched();
    expect(task).toMatchObject({
      status: "paused",
      pausedReason: "silent: less than 20 % of its memory is free",
    });
    await resume();
    expect(await taskOf(plan)).toMatchObject({ status: "paused", agentId: null });
    await beat();
    await resume();
    expect(await taskOf(plan)).toMatchObject({ status: "pending", agentId: lab().agent.agentId });
  });

  it("while what others were promised leaves too little, though nothing uses it yet", async () => {
    await dispatched(needs({ memoryMb: 3000 }));
    const { task } = await dispatched(needs({ memoryMb: 1500 }));
    expect(task.pausedReason).toBe("silent: its memory is in use");
  });

  it("while what earlier runs of its playbook used is not free, and is alone where no agent has as much (ORCH-06)", async () => {
    const { services, agent } = lab();
    const heavy = needs({ memoryMb: 3000, learnedFrom: 5 });
    // An agent that does nothing is asked for no more than is usual: nothing there would end.
    await beat({ memoryAvailableMb: 2000 });
    const first = await dispatched(heavy);
    expect(first.task.agentId).toBe(agent.agentId);
    await beat();
    const second = await dispatched(heavy);
    const inUse = "its memory is in use: earlier runs used 3,000 MB";
    expect(second.task).toMatchObject({ status: "paused", pausedReason: `silent: ${inUse}` });
    const { decision: waits } = await services.placements.routingOf(second.task.id);
    expect(waits).toMatchObject({ reserved: heavy.resources, chosenAgentId: null });
    const run = await lab().spawn(first.plan);
    await services.runs.finish(run, agent, succeeded);
    await resume();
    expect((await taskOf(second.plan)).agentId).toBe(agent.agentId);

    const huge = await dispatched(needs({ memoryMb: 9000, learnedFrom: 3 }));
    expect(huge.task.pausedReason).toContain("needs one that does nothing else");
    await services.runs.finish(await lab().spawn(second.plan), agent, succeeded);
    await resume();
    expect((await taskOf(huge.plan)).agentId).toBe(agent.agentId);
    const { decision } = await services.placements.routingOf(huge.task.id);
    expect(decision?.notes.join()).toContain(
      "no agent has 9000 MB of memory, as earlier runs used",
    );
    const small = await dispatched(needs({ memoryMb: 64 }));
    expect(small.task.pausedReason).toContain("its memory is in use");
  });

  it("while the machine is overloaded", async () => {
    await beat({ overloadedSeconds: 61 });
    const { plan, task } = await dispatched();
    expect(task.pausedReason).toBe("silent: overloaded for more than a minute");
    await beat();
    await resume();
    expect((await taskOf(plan)).agentId).not.toBeNull();
  });

  it("where no agent has the card that it needs, or reaches its hosts", async () => {
    const { task } = await dispatched(needs({ gpuVramMb: 1 }));
    expect(task.pausedReason).toBe("silent: no GPU known");
    const { db, agent, plans } = lab();
    const plan = await plans.offerApproved({});
    await db.agent.update({ where: { id: agent.agentId }, data: { reaches: ["attic"] } });
    const away = await dispatchedFrom(plan, {
      hosts: ["nas1"],
      hostGroups: [{ host: "nas1", groups: ["nas"] }],
    });
    expect(away.task.pausedReason).toBe("silent: does not reach nas1");
    await db.agent.update({ where: { id: agent.agentId }, data: { reaches: ["nas"] } });
    await resume();
    expect((await taskOf(away.plan)).agentId).toBe(agent.agentId);
  });

  it("and says why for whoever asks about the task", async () => {
    await beat({ overloadedSeconds: 61 });
    const { task } = await dispatched();
    const { decision } = await lab().services.placements.routingOf(task.id);
    expect(decision).toMatchObject({
      ...{ method: "capability", chosenAgentId: null },
      candidates: [{ name: "silent", obstacle: { code: "overloaded", kind: "exhausted" } }],
    });
    await beat();
    await resume();
    const after = await lab().services.placements.routingOf(task.id);
    expect(after.decision).toMatchObject({
      chosenAgentId: lab().agent.agentId,
      candidates: [{ parts: { success: expect.any(Number), load: 10 }, obstacle: null }],
    });
  });
});

describe("an agent that changed after it was chosen", () => {
  it.each([
    ["disabled", { enabled: false }],
    ["offline", { lastHeartbeatAt: new Date(-1) }],
    ["all slots in use", { slots: 0 }],
    ["does not reach localhost", { reaches: [] }],
  ])("is given nothing: %s", async (pausedReason, data) => {
    const { services, plans, db, agent } = lab();
    const plan = await plans.offerApproved({});
    const place = services.routing.place.bind(services.routing);
    const chosen: (string | null)[] = [];
    vi.spyOn(services.routing, "place").mockImplementationOnce(async (...call) => {
      const routes = await place(...call);
      chosen.push(...routes.map(({ chosenAgentId }) => chosenAgentId));
      await db.agent.update({ where: { id: agent.agentId }, data });
      return routes;
    });
    await services.dispatch.dispatch(plan.id);
    expect(chosen).toEqual([agent.agentId]);
    expect(await taskOf(plan)).toMatchObject({ status: "paused", agentId: null, pausedReason });
  });
});

describe("an agent acts only inside what it declares:", () => {
  it("a task outside its domains is refused, written down and given to another", async () => {
    const { services, db, agent } = lab();
    const { plan, task } = await dispatched({ service: "jellyfin", intentText: "deploy jellyfin" });
    expect(task.agentId).toBe(agent.agentId);
    await db.agent.update({ where: { id: agent.agentId }, data: { domains: ["backup"] } });
    expect(await services.runs.claim(task.id, agent)).toBeNull();
    const refused = await db.auditEntry.findFirstOrThrow({
      where: { type: "agent.refused", taskId: task.id },
    });
    expect(refused).toMatchObject({
      actorName: "silent",
      facts: { why: "acts only on backup", workType: "effect.script" },
    });
    expect(await taskOf(plan)).toMatchObject({ agentId: null, attempts: 0 });
    const other = await enrolOther("other");
    await services.dispatch.dispatch(plan.id);
    expect((await taskOf(plan)).agentId).toBe(other.agentId);
    expect(await services.runs.claim(task.id, other)).not.toBeNull();
  });

  it("also when it claims what was given to another", async () => {
    const { services, db, agent } = lab();
    const { task } = await dispatched();
    const other = await enrolOther("other");
    await db.agent.update({ where: { id: other.agentId }, data: { workTypes: ["research"] } });
    expect(await services.runs.claim(task.id, other)).toBeNull();
    const where = { type: "agent.refused", taskId: task.id };
    expect(await db.auditEntry.count({ where })).toBe(1);
    expect(await services.runs.claim(task.id, agent)).not.toBeNull();
  });
});

describe("the file of routing rules", () => {
  const file = () => path.join(lab().container.config.dataDir, "routing.yml");
  const rulesFor = (agent: string) =>
    `version: 1\nrules:\n  - name: all\n    match: { playbook: "*" }\n    to: { agent: ${agent} }\n`;
  /** As if it had been written a while ago. */
  function write(content: string, at = file()): void {
    writeFileSync(at, content);
    utimesSync(at, new Date(), new Date(Date.now() - 5_000));
  }

  it("is in force once it is there, and after each change, without a restart", async () => {
    const { services } = lab();
    const other = await enrolOther("other");
    write(rulesFor("other"));
    await services.routingRules.reload();
    expect((await dispatched()).task.agentId).toBe(other.agentId);
    write(rulesFor("silent"));
    await services.routingRules.reload();
    const { task } = await dispatched();
    expect(task.agentId).toBe(lab().agent.agentId);
    const { decision } = await services.placements.routingOf(task.id);
    expect(decision).toMatchObject({
      method: "rule",
      ruleName: "all",
      reason: "by the rule “all”",
    });
    write("");
    await services.routingRules.reload();
    expect((await services.routingRules.current()).rules).toEqual([]);
  });

  it("with a fault keeps the last good rules, says so once, and in force is what it says once mended", async () => {
    const { services, db } = lab();
    write(rulesFor("silent"));
    await services.routingRules.reload();
    const before = await db.auditEntry.count({ where: { type: "routing.rules_refused" } });
    for (const bad of ["version: 1\nrules: [", `${rulesFor("x")}    colour: red\n`]) {
      write(bad);
      await services.routingRules.reload();
      await services.routingRules.reload();
      expect(await services.routingRules.current()).toMatchObject({ rules: [{ name: "all" }] });
      expect((await services.routingRules.view()).problem).not.toBeNull();
      expect(await services.routingRules.notices()).toEqual([
        expect.stringContaining("rules from before stay in force"),
      ]);
    }
    expect(await db.auditEntry.count({ where: { type: "routing.rules_refused" } })).toBe(
      before + 2,
    );
    const after = await services.routingRules.view();
    expect(after.problem?.message).toBe('rules → 1 (all): Unrecognized key: "colour"');
    write(rulesFor("other"));
    await services.routingRules.reload();
    expect(await services.routingRules.current()).toMatchObject({
      rules: [{ to: { agent: "other" } }],
    });
    expect(await services.routingRules.notices()).toEqual([]);
  });

  it("is left alone while it is being written", async () => {
    const { services } = lab();
    write("");
    await services.routingRules.reload();
    writeFileSync(file(), rulesFor("silent"));
    await services.routingRules.reload();
    expect((await services.routingRules.current()).rules).toEqual([]);
  });

  it("is saved only over what was edited, and only without a fault", async () => {
    const { services, plans } = lab();
    write(rulesFor("silent"));
    const { hash } = await services.routingRules.view();
    const save = (content: string, over = hash) =>
      services.routingRules.save(plans.principal, { content, hash: over });
    await expect(save("version: 2")).rejects.toMatchObject({ code: "invalid_input" });
    const saved = await save(rulesFor("other"));
    expect(saved).toMatchObject({ problem: null, rules: [{ to: { agent: "other" } }] });
    await expect(save(rulesFor("silent"))).rejects.toMatchObject({ code: "rules_changed" });
    const racing = await Promise.allSettled(
      ["a", "b", "c"].map((name) => save(rulesFor(name), saved.hash)),
    );
    expect(racing.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("can be tried before it is saved", async () => {
    const { services } = lab();
    write("");
    await services.routingRules.reload();
    const other = await enrolOther("other");
    const asked = { workType: "effect.script", agentType: "infra", playbook: "any.yml" } as const;
    const explained = await services.placements.explain({ ...asked, rules: rulesFor("other") });
    expect(explained.decision).toMatchObject({ method: "rule", chosenAgentId: other.agentId });
    expect((await services.placements.explain(asked)).decision.method).toBe("capability");
    await expect(services.placements.explain({ ...asked, rules: "[" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("four dispatchers and 200 tasks", () => {
  it("exceed neither slots nor memory, whoever overtakes whom", async () => {
    const { services, db, plans, agent } = lab();
    const other = await enrolOther("other");
    const share = 1_000;
    await db.agent.updateMany({ data: { slots: 5 } });
    const ids: string[] = [];
    for (let each = 0; each < 50; each++) {
      const plan = await plans.offerApproved({}, {}, {}, {});
      ids.push(plan.id);
    }
    await db.$executeRaw`
      UPDATE task SET body = jsonb_set(body, '{task,resources,memoryMb}', to_jsonb(${share}::int))`;
    const where = { planId: { in: ids } };
    const left = () => db.task.count({ where: { ...where, status: { not: "succeeded" } } });
    const excesses = new Set<string>();
    const watch = async () => {
      const held = await db.task.groupBy({
        by: ["agentId"],
        where: { agentId: { not: null }, status: { in: ["pending", "running", "paused"] } },
        _count: true,
      });
      // 4,096 MiB of which a fifth stays free: a task is placed while at least that is left before it.
      for (const { agentId, _count } of held)
        if (_count > 4) excesses.add(`${agentId} holds ${_count}`);
    };
    const dispatcher = async (first: number) => {
      for (let at = first; (await left()) > 0 && at < first + 2_000; at += 1) {
        await services.dispatch.dispatch(ids[at % ids.length] ?? "");
        await watch();
      }
    };
    const runner = async (by: AgentIdentity) => {
      for (let turn = 0; (await left()) > 0 && turn < 4_000; turn++) {
        const placed = await db.task.findFirst({
          where: { ...where, status: "pending", agentId: by.agentId },
        });
        const run = placed === null ? null : await services.runs.claim(placed.id, by);
        if (run === null || !(await services.runs.markSpawned(run, by))) continue;
        await services.runs.finish(run, by, succeeded);
      }
    };
    await Promise.all([...[0, 12, 25, 37].map(dispatcher), runner(agent), runner(other)]);
    expect(await db.task.count({ where: { ...where, status: "succeeded" } })).toBe(200);
    expect([...excesses]).toEqual([]);
  }, 600_000);
});
