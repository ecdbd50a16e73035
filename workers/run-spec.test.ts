import { describe, expect, it } from "vitest";
import type { PlanTask } from "#server/contracts/plan.ts";
import type { HeldRun } from "#server/execution/run-service.ts";
import { makePlanTask } from "#tests/support/dom/requests.ts";
import { buildRunSpec } from "./run-spec.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [attic, other] = [id(1), id(2)];

const specFor = (task: Partial<PlanTask>, agentId: string) =>
  buildRunSpec(runOf(makePlanTask(task)), new Map(), {
    paths: {
      apps: "/data/apps",
      runs: "/data/runs",
      trees: "/data/trees",
      dependencies: "/data/d",
    },
    ...{ agentId, hiddenPaths: [], testWorkTypes: false },
    access: { keys: [], knownHosts: "", routes: [] },
  });

function runOf(task: PlanTask): HeldRun {
  return {
    ...{ runId: id(3), fence: 1, nonce: "n".repeat(20), taskId: id(4), attempt: 1 },
    ...{ requestId: id(5), conversationId: id(6), status: "claimed", cancelAsked: false },
    tail: null,
    body: {
      ...{ task, repositoryId: id(7), commit: "c", treeId: "d", inventoryPath: "hosts.yml" },
      ...{ inventorySource: null, requirementsLock: null, digest: "", ansible: null, context: [] },
    },
  };
}

describe("a task on an agent's own machine (ORCH-04)", () => {
  const onItself = { agentId: attic, agentName: "attic" };

  it("is done without ssh and confined no more than over ssh, by that agent", () => {
    expect(specFor({ onItself }, attic)).toMatchObject({
      ...{ profile: "unconfined", command: { ownHost: "nas", limit: ["nas"] } },
    });
    expect(specFor({}, attic).command).not.toHaveProperty("ownHost");
    expect(specFor({}, attic).profile).toBe("isolated");
  });

  it("is refused by any other agent, whoever gave it the task", () => {
    expect(() => specFor({ onItself }, other)).toThrow("It acts on the machine of attic");
  });
});
