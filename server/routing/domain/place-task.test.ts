import { describe, expect, it } from "vitest";
import type { Agent } from "#server/contracts/agent.ts";
import { routingCandidateSchema } from "#server/contracts/routing.ts";
import { candidate, placeableTask } from "#tests/support/routing-candidates.ts";
import type { Candidate } from "./candidate.ts";
import { isHopeless, isWorthWaiting, placeTask } from "./place-task.ts";

const task = placeableTask({ service: "uptime-kuma" });

describe("placeTask", () => {
  it("never chooses an agent that is offline, disabled, of another type or full", () => {
    const decision = placeTask(task, [
      candidate(1, { status: "offline" }),
      candidate(2, { status: "disabled" }),
      candidate(3, { agentType: "desktop" }),
      candidate(4, {}, { held: { slots: 2 } }),
    ]);
    expect(decision.chosenAgentId).toBeNull();
    expect(decision.candidates.map((each) => each.obstacle?.message)).toEqual([
      "offline",
      "disabled",
      "not of type infra",
      "all slots in use",
    ]);
    expect(isWorthWaiting(decision)).toBe(true);
  });

  it("says which kind of agent is missing when none is enrolled", () => {
    expect(placeTask({ ...task, agentType: "research" }, [candidate(1)]).reason).toBe(
      "needs a research agent; none enrolled",
    );
  });

  it("prefers the agent that did the same work recently, then the less loaded, then the lower id", () => {
    const recent = { runs: 3, succeeded: 3, lastRunAgeSeconds: 60 };
    expect(
      placeTask(task, [candidate(1), candidate(2, {}, { record: recent })]).chosenAgentId,
    ).toBe(candidate(2).agent.id);
    expect(
      placeTask(task, [candidate(1, {}, { held: { slots: 1 } }), candidate(2)]).chosenAgentId,
    ).toBe(candidate(2).agent.id);
    expect(placeTask(task, [candidate(2), candidate(1)]).chosenAgentId).toBe(candidate(1).agent.id);
  });

  it("prefers any other to the agent that had the task and did not finish it", () => {
    const busy = candidate(2, {}, { held: { slots: 1 } });
    const again = { ...task, formerAgentIds: [candidate(1).agent.id] };
    const decision = placeTask(again, [candidate(1), busy]);
    expect(decision.chosenAgentId).toBe(busy.agent.id);
    expect(decision.notes).toEqual(["agent-1 had it and did not finish it"]);
    expect(placeTask(again, [candidate(1)])).toMatchObject({
      ...{ chosenAgentId: candidate(1).agent.id, notes: [] },
    });
  });

  it("goes through all others before any that had it, and then begins with the first", () => {
    const [first, second, third] = [candidate(1), candidate(2), candidate(3)];
    const again = { ...task, formerAgentIds: [first.agent.id, second.agent.id] };
    const busy = { ...third, held: { ...third.held, slots: 1 } };
    const decision = placeTask(again, [first, second, busy]);
    expect(decision.chosenAgentId).toBe(third.agent.id);
    expect(decision.candidates.map(({ isFormer = false }) => isFormer)).toEqual([
      true,
      true,
      false,
    ]);
    expect(placeTask(again, [second, first]).chosenAgentId).toBe(first.agent.id);
  });

  it("leaves a rule or a subject whose only agent had it, where the next method may decide", () => {
    const rule = {
      ...{ name: "kuma", match: { service: "*" }, to: { agent: "agent-1" } },
      otherwise: "next" as const,
    };
    const again = { ...task, formerAgentIds: [candidate(1).agent.id] };
    const place = (otherwise: "wait" | "next") =>
      placeTask(again, [candidate(1), candidate(2)], {
        ...{ rules: [{ ...rule, otherwise }], domains: [] },
      });
    expect(place("next")).toMatchObject({
      ...{ method: "capability", chosenAgentId: candidate(2).agent.id },
      notes: [
        "agent-1: agent-1 had it and did not finish it",
        "agent-1 had it and did not finish it",
      ],
    });
    expect(place("wait")).toMatchObject({ method: "rule", chosenAgentId: candidate(1).agent.id });
  });

  it("never replaces an agent that was asked for", () => {
    const decision = placeTask({ ...task, agentName: "agent-2" }, [
      candidate(1),
      candidate(2, { status: "offline" }),
    ]);
    expect(decision).toMatchObject({ chosenAgentId: null, method: "explicit" });
  });

  it("keeps a filtered agent apart from an exhausted one", () => {
    const full = { held: { slots: 2 } };
    const kinds = (...candidates: Candidate[]) =>
      placeTask(task, candidates).candidates.map((each) => each.obstacle?.kind);
    expect(kinds(candidate(1, { status: "offline" }), candidate(2, {}, full))).toEqual([
      "filtered",
      "exhausted",
    ]);
    expect(isWorthWaiting(placeTask(task, [candidate(1, { status: "offline" })]))).toBe(false);
    // What it would be filtered for counts first: a slot more would not help.
    expect(kinds(candidate(1, { agentType: "desktop" }, full))).toEqual(["filtered"]);
  });

  it("gives up on a task only when nobody could ever do it", () => {
    const metrics: Agent["metrics"] = {
      cpuCores: 4,
      load: [0, 0, 0],
      memoryTotalMb: 64,
      memoryAvailableMb: 64,
    };
    const hopeless = (...candidates: Candidate[]) => isHopeless(placeTask(task, candidates));
    expect(hopeless()).toBe(true);
    expect(
      hopeless(
        candidate(1, { agentType: "desktop" }),
        candidate(2, { workTypes: ["research"] }),
        candidate(3, { metrics }),
      ),
    ).toBe(true);
    for (const change of [{ status: "offline" }, { status: "disabled" }] as const)
      expect(hopeless(candidate(1, { agentType: "desktop" }), candidate(2, change))).toBe(false);
    expect(hopeless(candidate(1, {}, { held: { slots: 2 } }))).toBe(false);
    expect(hopeless(candidate(1))).toBe(false);
  });

  it("still reads a decision that was stored before obstacles had codes", () => {
    const agentId = candidate(1).agent.id;
    const stored = { agentId, name: "agent-1", score: null, excludedBecause: "offline" };
    expect(routingCandidateSchema.parse(stored)).toEqual({ ...stored, obstacle: null });
  });
});
