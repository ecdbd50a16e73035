import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Role } from "#server/contracts/people.ts";
import type { Plan, RequestView } from "#server/contracts/plan.ts";
import { type Network, standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import {
  ids,
  makePlan,
  makePlanTask,
  makeRequestView,
  makeTaskView,
} from "#tests/support/dom/requests.ts";
import { PlanCard } from "./plan-card.tsx";

const modifyPath = `/api/v1/plan/${ids.plan}/versions`;
const whole = makePlan({ tasks: [makePlanTask({ hosts: ["nas1", "nas2", "nas3"] })] });
const halves = makePlan({
  tasks: [
    makePlanTask({ hosts: ["nas2"] }),
    makePlanTask({
      ...{ taskKey: "t2", order: 2, hosts: ["nas1", "nas3"], dependsOn: ["t1"] },
      firstHost: { firstTaskKey: "t1", asks: false },
    }),
  ],
});

async function showCard(view: RequestView, role: Role = "approver") {
  const network = standInNetwork();
  network.answer(`GET /api/v1/requests/${ids.request}`, view);
  renderAs(role, <PlanCard requestId={ids.request} />);
  const card = await screen.findByRole("region", { name: view.text });
  return { card, network, user: userEvent.setup() };
}
const sentTo = ({ sent }: Network, path: string) =>
  sent.filter((one) => one.method === "POST" && one.path === path).map(({ body }) => body);
const awaiting = (plan: Plan) => makeRequestView({ plan, card: "awaiting" });

describe("the card of a plan for several hosts", () => {
  it("offers one host first, on the host that is chosen, and saves it as a version", async () => {
    const { card, network, user } = await showCard(awaiting(whole));
    network.answer(`POST ${modifyPath}`, awaiting(halves));
    await user.click(within(card).getByRole("checkbox", { name: "One host first" }));
    const host = within(card).getByRole("combobox", { name: /The host that goes first/ });
    await user.selectOptions(host, "nas2");
    await user.click(within(card).getByRole("checkbox", { name: "Ask me before the rest" }));
    await user.click(within(card).getByRole("button", { name: /Save/ }));
    expect(sentTo(network, modifyPath)).toMatchObject([
      { first_hosts: [{ task_key: "t1", host: "nas2", asks: true }] },
    ]);
  });

  it("says of the rest what it waits for, and takes the choice back", async () => {
    const { card, network, user } = await showCard(awaiting(halves));
    expect(card.textContent).toContain("After nas2");
    network.answer(`POST ${modifyPath}`, awaiting(whole));
    const choice = within(card).getByRole("checkbox", { name: "One host first" });
    expect((choice as HTMLInputElement).checked).toBe(true);
    await user.click(choice);
    await user.click(within(card).getByRole("button", { name: /Save/ }));
    expect(sentTo(network, modifyPath)).toMatchObject([
      { first_hosts: [{ task_key: "t1", host: null }] },
    ]);
  });

  it("offers nothing where a task has one host", async () => {
    const { card } = await showCard(
      awaiting(makePlan({ tasks: [makePlanTask({ hosts: ["pi"] })] })),
    );
    expect(within(card).queryByRole("checkbox", { name: "One host first" })).toBeNull();
  });
});

describe("a task that asks after its first host", () => {
  const asking = makeRequestView({
    plan: { ...halves, status: "approved" },
    card: "paused",
    tasks: [
      makeTaskView({ status: "succeeded" }),
      makeTaskView({
        ...{ id: ids.run, taskKey: "t2", status: "paused" },
        pausedReason: "nas2 is done, and there is no check that says whether it is well",
        hold: { state: "asking", checks: [] },
      }),
    ],
  });
  const path = `/api/v1/tasks/${ids.run}/first-host`;

  it.each([
    ["Go on", "go_on"],
    ["Stop here", "stop"],
  ])("shows what was not touched; %s", async (name, decision) => {
    const { card, network, user } = await showCard(asking);
    expect(card.textContent).toContain("Go on with 2 other hosts?");
    expect(card.textContent).toContain("Not touched yet: nas1, nas3.");
    network.answer(`POST ${path}`, asking);
    await user.click(within(card).getByRole("button", { name }));
    expect(sentTo(network, path)).toEqual([{ decision }]);
  });

  it("has no buttons for who may not decide", async () => {
    const { card } = await showCard(asking, "viewer");
    expect(within(card).queryByRole("button", { name: "Go on" })).toBeNull();
    expect(card.textContent).toContain("Waiting for");
  });
});
