import type { Plan, PlanBody, PlanTask, RequestView, TaskView } from "#server/contracts/plan.ts";
import type { Run } from "#server/contracts/run.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** Ids the factories below use. */
export const ids = { request: id(1), plan: id(2), conversation: id(3), task: id(4), run: id(5) };

/** A planned task on nas with one number to set, unless said otherwise. */
export function makePlanTask(change: Partial<PlanTask> = {}): PlanTask {
  return {
    taskKey: "t1",
    order: 1,
    name: "Deploy Kuma",
    workType: "ansible.playbook",
    agentType: "infra",
    entryId: null,
    entryKind: "playbook",
    entryPath: "playbooks/kuma.yml",
    service: "kuma",
    intentText: "deploy kuma",
    matchConfidence: 0.9,
    matchReason: "its name",
    hosts: ["nas"],
    limit: ["nas"],
    tags: [],
    variables: [
      {
        name: "kuma_port",
        type: "number",
        defaultValue: 3001,
        templated: false,
        description: null,
        required: true,
        choices: null,
        secret: false,
        value: 3001,
        overridden: false,
      },
    ],
    checks: [],
    checkTemplates: [],
    resources: { cpuCores: 1, memoryMb: 1, gpuVramMb: 0 },
    dependsOn: [],
    risk: "low",
    riskReasons: [],
    estimatedSeconds: 20,
    estimateSource: "default",
    idempotent: true,
    timeoutSeconds: 60,
    profile: "isolated",
    note: null,
    agent: null,
    argv: null,
    files: [],
    ...change,
  };
}

/** A version of a plan that waits, with one task unless said otherwise. */
export function makePlan(body: Partial<PlanBody> = {}, change: Partial<Plan> = {}): Plan {
  return {
    id: ids.plan,
    requestId: ids.request,
    version: 1,
    status: "awaiting_approval",
    digest: "a".repeat(64),
    createdAt: "2026-11-21T10:00:00.000Z",
    expiresAt: "2026-11-22T10:00:00.000Z",
    decision: null,
    staleReason: null,
    ...change,
    body: {
      summary: "Deploys Uptime Kuma on nas.",
      complexity: "simple",
      risk: "low",
      estimatedSeconds: 20,
      costUsd: 0,
      repositoryId: id(9),
      repositoryName: "homelab",
      branch: "main",
      commit: "c".repeat(40),
      treeId: "d".repeat(40),
      inventoryPath: "hosts.yml",
      inventoryHash: "e".repeat(64),
      requirementsLock: null,
      secrets: [],
      tier: "builtin",
      tierReason: "",
      outOfScope: [],
      changeNote: null,
      tasks: [makePlanTask()],
      ...body,
    },
  };
}

/** A task as it stands while or after its request ran. */
export function makeTaskView(change: Partial<TaskView> = {}): TaskView {
  return {
    id: ids.task,
    taskKey: "t1",
    name: "Deploy Kuma",
    status: "running",
    pausedReason: null,
    agentName: "here",
    attempts: 1,
    startedAt: "2026-11-21T10:01:00.000Z",
    finishedAt: null,
    message: null,
    runs: [],
    ...change,
  };
}

/** An attempt that runs, unless said otherwise. */
export function makeRun(change: Partial<Run> = {}): Run {
  return {
    ...{ id: ids.run, taskId: ids.task, attempt: 1, fence: 1 },
    ...{ status: "spawned", agentName: "here" },
    claimedAt: "2026-11-21T10:01:00.000Z",
    spawnedAt: "2026-11-21T10:01:01.000Z",
    finishedAt: null,
    outcome: null,
    problem: null,
    ...change,
  };
}

/** What a card shows: a plan that waits, unless said otherwise. */
export function makeRequestView(change: Partial<RequestView> = {}): RequestView {
  return {
    requestId: ids.request,
    conversationId: ids.conversation,
    text: "Deploy Kuma",
    purpose: "work",
    phase: "approval",
    reason: null,
    hold: null,
    submittedBy: "Ada",
    card: "awaiting",
    plan: makePlan(),
    tasks: [],
    checks: [],
    end: null,
    follows: null,
    followedBy: null,
    recovery: { failedHosts: [], resumeAt: null, undo: [] },
    modelUse: { calls: 0, tokensIn: 0, tokensOut: 0, costMicroUsd: 0 },
    versions: [],
    ...change,
  };
}
