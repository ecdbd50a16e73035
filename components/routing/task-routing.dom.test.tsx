import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makeTaskView } from "#tests/support/dom/requests.ts";
import { testAgent } from "#tests/support/routing-candidates.ts";
import { TaskRouting } from "./task-routing.tsx";

const at = `GET /api/v1/tasks/${ids.task}/routing`;
const waiting = makeTaskView({ status: "paused", agentName: null, pausedReason: "attic: offline" });

it("says of a waiting task what keeps each agent from it, once that is opened", async () => {
  const network = standInNetwork();
  const obstacle = {
    ...{ code: "memory_low", kind: "exhausted", isPermanent: false },
    message: "less than 20 % of its memory is free",
  };
  network.answer(at, {
    decision: {
      reserved: { cpuCores: 1, memoryMb: 2300, gpuVramMb: 0, learnedFrom: 12 },
      ...{ taskKey: "t1", method: "capability", ruleName: null, domain: null, reason: "attic: …" },
      ...{ chosenAgentId: null, runnerUpAgentId: null, notes: [], at: new Date().toISOString() },
      candidates: [{ agentId: testAgent(1).id, name: "attic", score: null, parts: null, obstacle }],
    },
  });
  renderAs("viewer", <TaskRouting task={waiting} />);
  expect(network.sent).toEqual([]);
  await userEvent.setup().click(screen.getByText("Why no agent has it"));
  expect(await screen.findByText("No agent")).toBeDefined();
  expect(screen.getByText("less than 20 % of its memory is free")).toBeDefined();
  expect(
    screen.getByText(/^Reserves 2,300 MB of memory: what its last 12 runs used/),
  ).toBeDefined();
});

it("says that nothing was decided yet, or that it could not be read", async () => {
  const network = standInNetwork();
  network.answer(at, { decision: null });
  renderAs("viewer", <TaskRouting task={makeTaskView()} />);
  await userEvent.setup().click(screen.getByText("Why this agent"));
  expect(await screen.findByText("Nothing was decided about it yet.")).toBeDefined();
});

it("is not there before a task went anywhere", () => {
  standInNetwork();
  renderAs("viewer", <TaskRouting task={makeTaskView({ status: "pending", agentName: null })} />);
  expect(screen.queryByText(/^Why/)).toBeNull();
});
