import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { RequestView } from "#server/contracts/plan.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import {
  ids,
  makePlan,
  makePlanTask,
  makeRequestView,
  makeRun,
  makeTaskView,
} from "#tests/support/dom/requests.ts";
import { PlanCard } from "./plan-card.tsx";

const requestPath = `/api/v1/requests/${ids.request}`;
const portals = makePlanTask({ taskKey: "t2", order: 2, name: "Add portals", dependsOn: ["t1"] });
const two = makePlan({ tasks: [makePlanTask(), portals] });

async function show(view: RequestView) {
  const network = standInNetwork();
  network.answer(`GET ${requestPath}`, view);
  const rendered = renderAs("admin", <PlanCard requestId={ids.request} />);
  const card = await screen.findByRole("region", { name: view.text });
  const changed = () =>
    rendered.tell({ type: "request.changed", requestId: ids.request, ...conversation });
  return { card, within: within(card), network, changed, user: userEvent.setup() };
}
const conversation = { conversationId: ids.conversation };

it("is titled by what its plan does, beside the words that were typed", async () => {
  const { card } = await show(makeRequestView({ text: "deply kuma", plan: two }));
  const heading = within(card).getByRole("heading", { level: 2 });
  expect(heading.textContent).toBe("Deploy Kuma, then add portals");
  expect(card.textContent).toContain("Asked for: “deply kuma”");
});

it("lets nobody approve while a field holds what can't be, and names the limit", async () => {
  const { within: card, user } = await show(makeRequestView());
  await user.click(card.getByText("1 variable"));
  const field = card.getByLabelText("kuma_port");
  await user.clear(field);
  await user.type(field, "99999");
  expect(card.getByText(/^Correct this first: kuma_port/).textContent).toContain(
    "A port is a whole number from 1 to 65535.",
  );
  expect(card.queryByRole("button", { name: "Approve and run", hidden: false })).toBeNull();
  expect(card.getByRole("button", { name: /^Save as version/ })).toHaveProperty("disabled", true);
});

it("says which tasks leave with one before it is unticked", async () => {
  const { card } = await show(makeRequestView({ plan: two }));
  expect(card.textContent).toContain("Unticking it also leaves out: Add portals");
});

it("lists what was left out of the first version and brings it back", async () => {
  const first = makePlan({ tasks: [makePlanTask(), portals] }, { id: ids.run });
  const second = makePlan({}, { version: 2 });
  const versions = [
    { planId: second.id, version: 2, status: second.status },
    { planId: first.id, version: 1, status: "superseded" },
  ] as RequestView["versions"];
  const view = makeRequestView({ plan: second, versions });
  const network = standInNetwork();
  network.answer(`GET ${requestPath}`, view);
  network.answer(`GET /api/v1/plan/${first.id}`, first);
  network.answer(`POST /api/v1/plan/${second.id}/versions`, view);
  renderAs("admin", <PlanCard requestId={ids.request} />);
  // Two answers are waited for, one after the other.
  const back = await screen.findByRole("button", { name: /^Bring back/ }, { timeout: 10_000 });
  await userEvent.setup().click(back);
  await waitFor(() =>
    expect(network.sent.find(({ path }) => path.endsWith("/versions"))?.body).toEqual({
      plan_version: 2,
      tasks: ["t1", "t2"],
    }),
  );
});

it("keeps what was changed when somebody else decides, for the plan that follows", async () => {
  const { card, within: inCard, network, changed, user } = await show(makeRequestView());
  await user.click(inCard.getByText("1 variable"));
  const field = inCard.getByLabelText("kuma_port");
  await user.clear(field);
  await user.type(field, "3005");
  const decision = { decision: "reject", decidedBy: "Bo", reason: null } as const;
  const rejected = makePlan(
    {},
    { status: "rejected", decision: { ...decision, decidedAt: "2026-11-21T10:00:30.000Z" } },
  );
  network.answer(
    `GET ${requestPath}`,
    makeRequestView({ card: "rejected", end: "rejected", plan: rejected }),
  );
  changed();
  await waitFor(() => expect(card.textContent).toContain("Your unsaved changes are no part of"));
  expect(card.textContent).toContain("kuma_port → 3005");
  network.answer(
    `GET ${requestPath}`,
    makeRequestView({ plan: makePlan({}, { id: ids.task, version: 2 }) }),
  );
  changed();
  await waitFor(() => expect(card.textContent).toContain("Your changes are kept, not saved yet"));
  await user.click(inCard.getByText("1 variable"));
  expect(inCard.getByLabelText("kuma_port")).toHaveProperty("value", "3005");
});

it("says when a run takes longer than was estimated", async () => {
  const plan = makePlan({}, { status: "approved" });
  const startedAt = new Date(Date.now() - 60_000).toISOString();
  const tasks = [makeTaskView({ startedAt, runs: [makeRun()] })];
  const { card } = await show(makeRequestView({ plan, card: "running", tasks }));
  expect(card.textContent).toContain("Takes longer than estimated (about 20 s).");
});

it("leads to what was deployed, and on to a question about it", async () => {
  const plan = makePlan({}, { status: "approved" });
  const check = { taskKey: "t1", target: "http://nas:3001/login", ok: true, message: "200" };
  const { within: card } = await show(
    makeRequestView({
      ...{ plan, card: "done", end: "done", tasks: [makeTaskView({ status: "succeeded" })] },
      checks: [{ ...check, durationMs: 9 }],
    }),
  );
  expect(card.getByRole("link", { name: /^Open kuma/ }).getAttribute("href")).toBe(
    "http://nas:3001/",
  );
  expect(card.getByRole("link", { name: "Ask about it" }).getAttribute("href")).toBe(
    `/?c=${ids.conversation}&prompt=What%20happened%20to%20kuma%3F`,
  );
});

it("looks dangerous while a dangerous plan may be approved", async () => {
  const { card, within: inCard } = await show(
    makeRequestView({ plan: makePlan({ risk: "high" }) }),
  );
  expect(card.className).toContain("border-bad");
  expect(inCard.getByLabelText("High risk: type nas here to approve")).toBeDefined();
});
