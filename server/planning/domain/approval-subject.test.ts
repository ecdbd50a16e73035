import { expect, it } from "vitest";
import { makePlan, makePlanTask } from "#tests/support/dom/requests.ts";
import { approvalSubject } from "./approval-subject.ts";

const agent = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const subjectOf = (onItself?: { agentId: string; agentName: string }) =>
  JSON.stringify(
    approvalSubject(
      makePlan({ tasks: [makePlanTask(onItself === undefined ? {} : { onItself })] }).body,
    ),
  );

it("binds that a task is done on an agent's own machine, and which agent that is (ORCH-04)", () => {
  const here = subjectOf({ agentId: agent(1), agentName: "attic" });
  expect(here).not.toBe(subjectOf());
  expect(here).not.toBe(subjectOf({ agentId: agent(2), agentName: "attic" }));
  // What it is called may change.
  expect(here).toBe(subjectOf({ agentId: agent(1), agentName: "loft" }));
  expect(subjectOf()).not.toContain("onItself");
});
