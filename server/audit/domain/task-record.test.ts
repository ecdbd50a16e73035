import { describe, expect, it } from "vitest";
import type { AuditRecord } from "./canonical-entry.ts";
import { finishesTask, type SealedEntry, taskRecord } from "./task-record.ts";

const plan = "11111111-0000-4000-8000-000000000000";
const task = "22222222-0000-4000-8000-000000000000";
const request = "33333333-0000-4000-8000-000000000000";

function sealed(seq: number, overrides: Partial<AuditRecord>): SealedEntry {
  const entry: AuditRecord = {
    id: `id-${seq}`,
    ordinal: seq,
    type: "run.claimed",
    at: "2026-01-01T00:00:00.000Z",
    actor: { kind: "system", id: "system", name: "Chiffon" },
    requestId: request,
    planId: plan,
    taskId: task,
    runId: null,
    agentId: null,
    service: "kuma",
    host: null,
    status: null,
    facts: {},
    payloadHash: null,
    ...overrides,
  };
  return { seq, hash: `hash-${seq}`, entry };
}

const history = [
  sealed(1, { type: "plan.proposed", taskId: null, facts: { digest: "old" } }),
  sealed(2, { type: "plan.approved", taskId: null, facts: { digest: "d1" } }),
  sealed(3, { type: "task.created", facts: { hosts: "nas,pi" } }),
  sealed(4, { type: "run.claimed", runId: "r1" }),
  sealed(5, { type: "run.finished", runId: "r1", status: "failed" }),
  sealed(6, { type: "run.claimed", runId: "r2", host: "pi" }),
  sealed(7, { type: "task.succeeded", status: "succeeded", payloadHash: "p" }),
];

describe("taskRecord", () => {
  const record = JSON.parse(taskRecord(task, history));

  it("states request, plan, the digest that was decided about, hosts, runs and outcome", () => {
    expect(record).toMatchObject({
      taskId: task,
      requestId: request,
      planId: plan,
      planDigest: "d1",
      service: "kuma",
      hosts: ["nas", "pi"],
      outcome: { seq: 7, hash: "hash-7", type: "task.succeeded", status: "succeeded" },
      runs: [
        { runId: "r1", entries: [4, 5] },
        { runId: "r2", entries: [6] },
      ],
    });
    expect(record.decisions.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2]);
  });

  it("is the same for the same history", () => {
    expect(taskRecord(task, history)).toBe(taskRecord(task, structuredClone(history)));
  });
});

describe("finishesTask", () => {
  it("is true for ends of a task only", () => {
    expect(history.filter(({ entry }) => finishesTask(entry)).map(({ seq }) => seq)).toEqual([7]);
    expect(finishesTask({ type: "task.failed", taskId: null })).toBe(false);
  });
});
