import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { Role } from "#server/contracts/people.ts";
import type { Plan } from "#server/contracts/plan.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makePlan, makeRequestView } from "#tests/support/dom/requests.ts";
import { armDelayMs } from "./arm-gate.ts";
import { PlanCard } from "./plan-card.tsx";

const requestPath = `/api/v1/requests/${ids.request}`;
const planPath = `/api/v1/plan/${ids.plan}`;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setInterval", "clearInterval"] });
  return () => vi.useRealTimers();
});

async function show(plan: Plan, role: Role = "approver") {
  const network = standInNetwork();
  const card = plan.status === "approved" ? "approved" : "awaiting";
  network.answer(`GET ${planPath}/preview`, { preview: null });
  network.answer(`GET ${requestPath}`, makeRequestView({ plan, card }));
  network.answer(`POST ${planPath}/approve`, makeRequestView({ plan }));
  network.answer(`POST ${planPath}/start`, makeRequestView({ plan, card }));
  network.answer(`POST ${requestPath}/cancel`, makeRequestView({ plan, card }));
  renderAs(role, <PlanCard requestId={ids.request} />);
  const region = within(await screen.findByRole("region", { name: "Deploy Kuma" }));
  return { network, region, user: userEvent.setup() };
}

function approvedFor(startAt: string): Plan {
  const decidedAt = "2026-11-29T10:00:00.000Z";
  const decision = { decision: "approve" as const, decidedBy: "Abel", decidedAt, reason: null };
  return makePlan({}, { status: "approved", decision: { ...decision, startAt } });
}

it("approves for a time, and says so on the button", async () => {
  const { network, region, user } = await show(makePlan());
  await user.click(region.getByRole("button", { name: "Start at a later time" }));
  const field = region.getByLabelText("Start at");
  const later = new Date(Date.now() + 5 * 3_600_000);
  later.setSeconds(0, 0);
  const shifted = later.getTime() - later.getTimezoneOffset() * 60_000;
  const value = new Date(shifted).toISOString().slice(0, 16);
  fireEvent.change(field, { target: { value } });
  act(() => void vi.advanceTimersByTime(armDelayMs + 200));
  await user.click(region.getByRole("button", { name: "Approve" }));
  await waitFor(() =>
    expect(network.sent).toContainEqual({
      method: "POST",
      path: `${planPath}/approve`,
      body: {
        ...{ plan_version: 1, plan_digest: "a".repeat(64), decision: "approve" },
        start_at: later.toISOString(),
      },
    }),
  );
});

it("goes back to starting now", async () => {
  const { region, user } = await show(makePlan());
  await user.click(region.getByRole("button", { name: "Start at a later time" }));
  await user.click(region.getByRole("button", { name: "Now instead" }));
  expect(region.getByRole("button", { name: "Approve and run" })).toBeDefined();
});

it("says when it starts, starts now by a press, and is called off", async () => {
  const { network, region, user } = await show(
    approvedFor(new Date(Date.now() + 3 * 3_600_000).toISOString()),
  );
  expect(region.getByText("Approved, starts later")).toBeDefined();
  expect(region.getByText(/in 3 h/)).toBeDefined();
  await user.click(region.getByRole("button", { name: "Start now" }));
  await user.click(region.getByRole("button", { name: "Call off" }));
  await waitFor(() =>
    expect(network.sent.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([
      `${planPath}/start`,
      `${requestPath}/cancel`,
    ]),
  );
});

it("is starting once its time has come", async () => {
  const { region } = await show(approvedFor("2026-11-20T10:00:00.000Z"));
  expect(region.getByText("Approved, starting")).toBeDefined();
  expect(region.queryByRole("button", { name: "Start now" })).toBeNull();
});
