import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { describe, expect, it, vi } from "vitest";
import type { EventBody } from "#server/contracts/events.ts";
import type { RunEvent } from "#server/contracts/runner.ts";
import { LiveQuery } from "./live-query.ts";
import { keys } from "./query-keys.ts";
import { appendRunEvents, maxRunEvents } from "./run-cache.ts";
import type { RunLog } from "./run-queries.ts";

const at = "2026-11-21T12:00:00Z";
const runId = "5f6d2b1e-0000-4000-8000-000000000001";
const requestId = "5f6d2b1e-0000-4000-8000-000000000002";
const conversationId = "5f6d2b1e-0000-4000-8000-000000000003";

const result = (n: number, status: "ok" | "failed" = "ok"): RunEvent => ({
  type: "host.result",
  at,
  n,
  host: "nas",
  status,
  ansibleTask: "Install",
  durationMs: 1,
  message: "",
  ignoreErrors: false,
});
const runView = (events: RunEvent[]) => ({
  run: {
    id: runId,
    taskId: requestId,
    attempt: 1,
    fence: 1,
    status: "spawned" as const,
    agentName: "box",
    claimedAt: at,
    spawnedAt: at,
    finishedAt: null,
    outcome: null,
    problem: null,
  },
  taskName: "Deploy",
  requestId,
  conversationId,
  events,
  lineCount: 0,
  seq: 0,
});

function open() {
  const client = new QueryClient();
  const frames: (() => void)[] = [];
  const live = new LiveQuery(client, (flush) => frames.push(flush));
  const take = (body: EventBody) => live.take({ topic: "any", seq: 1, at, body });
  return { client, frames, live, take };
}

describe("live query", () => {
  it("draws any number of output events in one frame", () => {
    const { client, frames, take } = open();
    for (let line = 1; line <= 300; line += 1) {
      take({
        type: "run.output",
        runId,
        lines: [{ line, text: `${line}` }],
        lineCount: line,
        cutLines: 0,
      });
    }
    expect(frames).toHaveLength(1);
    frames[0]?.();
    const log = client.getQueryData<RunLog>(keys.runLog(runId));
    expect(log?.lineCount).toBe(300);
    expect(log?.buffer.line(300)).toBe("300");
  });

  it("appends run events to a run that is known and ignores the others", () => {
    const { client, frames, take } = open();
    client.setQueryData(keys.run(runId), runView([result(1)]));
    take({ type: "run.events", runId, events: [result(1), result(2)] });
    take({ type: "run.events", runId: requestId, events: [result(1)] });
    frames[0]?.();
    expect(client.getQueryData(keys.run(runId))).toMatchObject({ events: [{ n: 1 }, { n: 2 }] });
    expect(client.getQueryData(keys.run(requestId))).toBeUndefined();
  });

  it("marks the card stale when its request changed, and nothing else", () => {
    const { client, take } = open();
    client.setQueryData(keys.request(requestId), { requestId });
    client.setQueryData(keys.inbox, { items: [], seq: 0 });
    take({ type: "request.changed", requestId, conversationId });
    expect(client.getQueryState(keys.request(requestId))?.isInvalidated).toBe(true);
    expect(client.getQueryState(keys.inbox)?.isInvalidated).toBe(false);
  });

  it("shows what it read although events go on, and reads once more after the last of them", async () => {
    const { client, take } = open();
    const answers: ((stage: string) => void)[] = [];
    client.setQueryData(keys.request(requestId), "awaiting", { updatedAt: 0 });
    const card = new QueryObserver<string>(client, {
      queryKey: keys.request(requestId),
      queryFn: () => new Promise((resolve) => answers.push(resolve)),
    });
    const stop = card.subscribe(() => undefined);
    const changed = () => take({ type: "request.changed", requestId, conversationId });
    const asked = (times: number) => vi.waitFor(() => expect(answers).toHaveLength(times));
    // The page's own first read may predate the event: it is asked anew.
    changed();
    await asked(2);
    for (let event = 0; event < 20; event += 1) changed();
    answers[0]?.("too old");
    answers[1]?.("approved");
    await asked(3);
    expect(card.getCurrentResult().data).toBe("approved");
    answers[2]?.("running");
    await vi.waitFor(() => expect(card.getCurrentResult().data).toBe("running"));
    expect(answers).toHaveLength(3);
    stop();
  });

  it("reads a conversation and its requests again after a reset", () => {
    const { client, live } = open();
    client.setQueryData(keys.conversation(conversationId), { requests: [{ requestId }] });
    client.setQueryData(keys.request(requestId), { requestId });
    live.reset(`conversation:${conversationId}`);
    expect(client.getQueryState(keys.conversation(conversationId))?.isInvalidated).toBe(true);
    expect(client.getQueryState(keys.request(requestId))?.isInvalidated).toBe(true);
  });

  it("keeps the planner's latest step", () => {
    const { client, take } = open();
    take({ type: "planning.progressed", requestId, step: "Looking for playbooks…" });
    expect(client.getQueryData(keys.planning(requestId))).toBe("Looking for playbooks…");
  });
});

describe("run events", () => {
  it("changes nothing when a replay repeats what is known", () => {
    const view = runView([result(1), result(2)]);
    expect(appendRunEvents(view, [result(1), result(2)])).toBe(view);
  });

  it("stays bounded and keeps every failure", () => {
    const many = Array.from({ length: maxRunEvents }, (_, index) =>
      result(index + 2, index === 0 ? "failed" : "ok"),
    );
    const view = appendRunEvents(runView([result(1)]), many);
    expect(view.events).toHaveLength(maxRunEvents);
    expect(view.events[0]).toMatchObject({ n: 2, status: "failed" });
  });
});
