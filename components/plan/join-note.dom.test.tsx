import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PlanTask } from "#server/contracts/plan.ts";
import { makePlanTask } from "#tests/support/dom/requests.ts";
import { JoinNote } from "./join-note.tsx";

const probes = ["Ask one", "Ask two", "Ask three"].map((name, at) =>
  makePlanTask({ taskKey: `t${at + 1}`, name }),
);
const waitingFor = (dependsOn: string[], joinPolicy?: PlanTask["joinPolicy"]) =>
  makePlanTask({
    ...{ taskKey: "t4", name: "Report", dependsOn },
    ...(joinPolicy === undefined ? {} : { joinPolicy }),
  });
const wordsOf = (task: PlanTask) =>
  render(<JoinNote task={task} tasks={[...probes, task]} />).container.textContent;

describe("how a task joins what it waits for (AGENT-06)", () => {
  it("is said in words", () => {
    const three = ["t1", "t2", "t3"];
    expect(wordsOf(waitingFor(three, "first"))).toBe(
      "Starts once one of “Ask one”, “Ask two” and “Ask three” has succeeded; the others are stopped or skipped.",
    );
    expect(wordsOf(waitingFor(three, "majority"))).toBe(
      "Starts once 2 of 3 have succeeded: “Ask one”, “Ask two” and “Ask three”. What is left is stopped or skipped.",
    );
    expect(wordsOf(waitingFor(three, "all"))).toBe(
      "Starts once “Ask one”, “Ask two” and “Ask three” have succeeded.",
    );
    expect(wordsOf(waitingFor(["t1", "t2"], "majority"))).toContain("2 of 2");
  });

  it("is not said where there is nothing to join", () => {
    expect(wordsOf(waitingFor([]))).toBe("");
    expect(wordsOf(waitingFor(["t1", "t2"]))).toBe("");
    expect(wordsOf(waitingFor(["t1"], "first"))).toBe("");
  });
});
