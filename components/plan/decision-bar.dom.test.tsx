import { act, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { announcement } from "#components/lib/announcer.ts";
import type { Role } from "#server/contracts/people.ts";
import type { Plan } from "#server/contracts/plan.ts";
import type { Preview, PreviewReport } from "#server/contracts/preview.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makePlan, makePlanTask, makeRequestView } from "#tests/support/dom/requests.ts";
import { armDelayMs } from "./arm-gate.ts";
import { PlanCard } from "./plan-card.tsx";

const requestPath = `/api/v1/requests/${ids.request}`;
const decidePath = `/api/v1/plan/${ids.plan}/approve`;
const modifyPath = `/api/v1/plan/${ids.plan}/versions`;
const decided = makeRequestView({ card: "approved", plan: makePlan({}, { status: "approved" }) });

beforeEach(() => {
  // Only what the arming of the button reads stands still: waiting for answers goes on as ever.
  vi.useFakeTimers({ toFake: ["performance", "setInterval", "clearInterval"] });
  return () => vi.useRealTimers();
});

const noCounts = { changes: 0, same: 0, unseen: 0, unknown: 0, condition: 0, fails: 0 };

async function showPlan(plan: Plan, role: Role = "approver", preview: Preview | null = null) {
  const network = standInNetwork();
  network.answer(`GET /api/v1/plan/${ids.plan}/preview`, { preview });
  network.answer(`GET ${requestPath}`, makeRequestView({ plan }));
  network.answer(`POST ${decidePath}`, decided);
  renderAs(role, <PlanCard requestId={ids.request} />);
  const card = within(await screen.findByRole("region", { name: "Deploy Kuma" }));
  const decisions = () => network.sent.filter(({ path }) => path === decidePath);
  return { card, network, decisions, user: userEvent.setup() };
}

/** Lets the card stand still for as long as Approve demands. */
function letStand(): void {
  act(() => void vi.advanceTimersByTime(armDelayMs + 200));
}

const approveButton = { name: "Approve and run" };

describe("approving", () => {
  it("sends version and digest of what was read, and the buttons die with the state", async () => {
    const { card, decisions, user } = await showPlan(makePlan());
    letStand();
    await user.click(card.getByRole("button", approveButton));
    await waitFor(() => expect(screen.queryByRole("button", approveButton)).toBeNull());
    expect(decisions().map(({ body }) => body)).toEqual([
      { plan_version: 1, plan_digest: "a".repeat(64), decision: "approve" },
    ]);
  });

  it("does not count a press on a card that has just appeared", async () => {
    const { card, decisions, user } = await showPlan(makePlan());
    await user.click(card.getByRole("button", approveButton));
    expect(card.getByText("The card just moved. Press again.")).toBeInstanceOf(HTMLElement);
    letStand();
    expect(decisions()).toEqual([]);
  });

  it("never focuses itself and never takes a bare Enter, but Ctrl+Enter", async () => {
    const { card, decisions, user } = await showPlan(makePlan());
    letStand();
    expect(document.activeElement).toBe(document.body);
    card.getByRole("button", approveButton).focus();
    await user.keyboard("{Enter}");
    expect(card.getByText(/^Enter alone does not approve/)).toBeInstanceOf(HTMLElement);
    expect(decisions()).toEqual([]);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(decisions()).toHaveLength(1));
  });

  it("stands after Reject in the order of Tab", async () => {
    const { card } = await showPlan(makePlan());
    const names = card.getAllByRole("button").map(({ textContent }) => textContent);
    expect(names.indexOf("Reject")).toBeLessThan(names.indexOf("Approve and run"));
  });

  it.each([
    ["the host", makePlan({ risk: "high" }), "nas"],
    [
      "the number of hosts",
      makePlan({ risk: "high", tasks: [makePlanTask({ hosts: ["nas", "pi"] })] }),
      "2 hosts",
    ],
  ])("asks for %s where the risk is high", async (_what, plan, phrase) => {
    const { card, decisions, user } = await showPlan(plan);
    letStand();
    const button = card.getByRole("button", approveButton);
    expect(button).toHaveProperty("disabled", true);
    await user.type(card.getByLabelText(/^High risk/), phrase);
    await user.click(button);
    await waitFor(() => expect(decisions()).toHaveLength(1));
  });

  it("asks for the host where the preview found more risk than the playbook showed", async () => {
    const report: PreviewReport = {
      ...{ counts: noCounts, hosts: [{ host: "nas", counts: noCounts, isReached: true }] },
      ...{ steps: [], stepsLeftOut: 0, isCut: false },
    };
    const preview: Preview = {
      ...{ planId: ids.plan, requestId: ids.request, state: "made", reason: null, runs: [] },
      ...{ askedBy: "Ada", askedAt: "2026-11-21T10:00:00.000Z", keepableFiles: 0, report },
      effects: {
        ...{ risk: "high", effects: ["changes 1 file on nas"] },
        reasons: ["could lock you out of nas: changes /etc/ssh/sshd_config"],
        seconds: { value: 70, isLeast: true },
      },
    };
    const { card } = await showPlan(makePlan({ risk: "low" }), "approver", preview);
    expect(await card.findByText(/^could lock you out of nas/)).toBeDefined();
    expect(card.getByText("Raised to high risk by the preview:")).toBeDefined();
    expect(card.getByText("changes 1 file on nas")).toBeDefined();
    expect(card.getByText("at least 1 min 10 s")).toBeDefined();
    letStand();
    expect(card.getByRole("button", approveButton)).toHaveProperty("disabled", true);
    expect(card.getByLabelText(/^High risk/)).toBeDefined();
  });
});

describe("rejecting", () => {
  it.each([
    ["Reject", {}],
    ["Reject and re-plan", { replan: true }],
  ])("%s takes a quick or a typed reason along", async (button, also) => {
    const { card, decisions, user } = await showPlan(makePlan());
    await user.click(card.getByRole("button", { name: "Reject" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Wrong values" }));
    await user.type(dialog.getByLabelText("Reason"), ": use 3002");
    await user.click(dialog.getByRole("button", { name: button }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(decisions().map(({ body }) => body)).toEqual([
      {
        plan_version: 1,
        plan_digest: "a".repeat(64),
        decision: "reject",
        reason: "Wrong values: use 3002",
        ...also,
      },
    ]);
  });

  it("never erases what was typed by a quick reason", async () => {
    const { card, user } = await showPlan(makePlan());
    await user.click(card.getByRole("button", { name: "Reject" }));
    const dialog = within(await screen.findByRole("dialog"));
    const field = dialog.getByLabelText("Reason");
    await user.type(field, "use 3002");
    await user.click(dialog.getByRole("button", { name: "Wrong values" }));
    expect(field).toHaveProperty("value", "Wrong values: use 3002");
    await user.click(dialog.getByRole("button", { name: "Not now" }));
    expect(field).toHaveProperty("value", "Not now: use 3002");
    await user.click(dialog.getByRole("button", { name: "Not now" }));
    expect(field).toHaveProperty("value", "use 3002");
  });

  it("decides nothing when the dialog is closed", async () => {
    const { card, decisions, user } = await showPlan(makePlan());
    await user.click(card.getByRole("button", { name: "Reject" }));
    await user.click(await screen.findByRole("button", { name: "Close" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(decisions()).toEqual([]);
  });
});

describe("changing", () => {
  const two = makePlan({
    tasks: [
      makePlanTask(),
      makePlanTask({ taskKey: "t2", order: 2, name: "Add portals", dependsOn: ["t1"] }),
      makePlanTask({ taskKey: "t3", order: 3, name: "Report" }),
    ],
  });

  it("unticks a task with those that need it, says so, and offers what is left", async () => {
    const { card, user } = await showPlan(two);
    await user.click(card.getByRole("checkbox", { name: "Include: Deploy Kuma" }));
    expect(announcement.get()).toBe("Deploy Kuma left out. Also left out: Add portals.");
    expect(card.getByRole("button", { name: "Approve 1 of 3" })).toBeInstanceOf(HTMLElement);
    await user.click(card.getByRole("checkbox", { name: "Include: Add portals" }));
    expect(announcement.get()).toBe("Add portals included. Also included: Deploy Kuma.");
    expect(card.getByRole("button", approveButton)).toBeInstanceOf(HTMLElement);
  });

  it("keeps at least one task", async () => {
    const { card, user } = await showPlan(two);
    await user.click(card.getByRole("checkbox", { name: "Include: Deploy Kuma" }));
    await user.click(card.getByRole("checkbox", { name: "Include: Report" }));
    expect(announcement.get()).toMatch(/needs at least one task/);
    expect(card.getByRole("button", { name: "Approve 1 of 3" })).toBeInstanceOf(HTMLElement);
  });

  it("saves an edited value as a new version, typed as it was, before anything can be approved", async () => {
    const { card, network, user } = await showPlan(makePlan());
    network.answer(
      `POST ${modifyPath}`,
      makeRequestView({ plan: makePlan({}, { id: ids.run, version: 2 }) }),
    );
    await user.click(card.getByText("1 variable"));
    const field = card.getByLabelText("kuma_port");
    await user.clear(field);
    expect(card.getByText(/^This needs a value\./)).toBeInstanceOf(HTMLElement);
    await user.type(field, "3002");
    expect(card.getByText("Was 3001; not saved yet")).toBeInstanceOf(HTMLElement);
    expect(card.queryByRole("button", approveButton)).toBeNull();
    await user.click(card.getByRole("button", { name: "Save as version 2" }));
    expect(await screen.findByText("Version 2")).toBeInstanceOf(HTMLElement);
    expect(network.sent.find(({ path }) => path === modifyPath)?.body).toEqual({
      plan_version: 1,
      tasks: ["t1"],
      variables: [{ task_key: "t1", name: "kuma_port", value: 3002 }],
    });
    expect(screen.getByRole("button", approveButton)).toBeInstanceOf(HTMLElement);
  });

  it("moves a task, not past one it needs, and discards what is not wanted", async () => {
    const { card, user } = await showPlan(two);
    expect(card.getByRole("button", { name: "Move up: Add portals" })).toHaveProperty(
      "disabled",
      true,
    );
    await user.click(card.getByRole("button", { name: "Move up: Report" }));
    expect(announcement.get()).toBe("Report is now number 2.");
    await user.click(card.getByRole("button", { name: "Discard" }));
    expect(card.getByRole("button", approveButton)).toBeInstanceOf(HTMLElement);
  });

  it("never shows a secret nor lets it be typed", async () => {
    const variables = makePlanTask().variables.map((variable) => ({
      ...variable,
      name: "kuma_password",
      secret: true,
      value: "hunter2",
    }));
    const { card, user } = await showPlan(makePlan({ tasks: [makePlanTask({ variables })] }));
    await user.click(card.getByText("1 variable"));
    expect(card.queryByRole("textbox", { name: "kuma_password" })).toBeNull();
    expect(card.getByText(/never shown/)).toBeInstanceOf(HTMLElement);
    expect(document.body.textContent).not.toContain("hunter2");
  });
});

describe("being refused", () => {
  it("says who decided first and when, and shows where the plan stands now", async () => {
    const { card, network, user } = await showPlan(makePlan());
    network.answer(
      `POST ${decidePath}`,
      {
        code: "already_decided",
        errorMessage: "That plan was already decided.",
        fix: "See the card.",
        details: {
          decidedBy: "Bo",
          decidedAt: "2026-11-21T10:00:30.000Z",
          decision: "reject",
        },
      },
      409,
    );
    network.answer(
      `GET ${requestPath}`,
      makeRequestView({ card: "rejected", plan: makePlan({}, { status: "rejected" }) }),
    );
    letStand();
    await user.click(card.getByRole("button", approveButton));
    expect(await screen.findByText("Someone else decided first")).toBeInstanceOf(HTMLElement);
    expect(screen.getByText(/^Bo rejected this version on .*2026/)).toBeInstanceOf(HTMLElement);
    await waitFor(() => expect(screen.queryByRole("button", approveButton)).toBeNull());
  });

  it("says that the plan changed, and shows the newest version", async () => {
    const { card, network, user } = await showPlan(makePlan());
    const code = { code: "plan_changed", errorMessage: "Changed.", fix: "Read it." };
    network.answer(`POST ${decidePath}`, code, 409);
    network.answer(
      `GET ${requestPath}`,
      makeRequestView({ plan: makePlan({}, { id: ids.run, version: 2 }) }),
    );
    letStand();
    await user.click(card.getByRole("button", approveButton));
    expect(await screen.findByText("The plan changed while you read it")).toBeInstanceOf(
      HTMLElement,
    );
    expect(await screen.findByText("Version 2")).toBeInstanceOf(HTMLElement);
  });

  it("says that nothing got through, and can be pressed again", async () => {
    const { card, network, user } = await showPlan(makePlan());
    network.cut();
    letStand();
    await user.click(card.getByRole("button", approveButton));
    expect(await screen.findByText("Chiffon cannot be reached.")).toBeInstanceOf(HTMLElement);
    expect(screen.getByRole("button", approveButton)).toHaveProperty("disabled", false);
  });
});

describe("who may decide", () => {
  it.each(["viewer", "operator"] as const)("%s is told for whom it waits", async (role) => {
    const { card } = await showPlan(makePlan(), role);
    expect(
      card.getByText(`Waiting for an approver or an admin. You are signed in as ${role}.`),
    ).toBeInstanceOf(HTMLElement);
    expect(card.queryByRole("button", { name: /Approve|Reject/ })).toBeNull();
  });

  it("lets an operator save a change, and nothing more", async () => {
    const { card, user } = await showPlan(makePlan(), "operator");
    await user.click(card.getByText("1 variable"));
    await user.type(card.getByLabelText("kuma_port"), "1");
    expect(card.getByRole("button", { name: "Save as version 2" })).toBeInstanceOf(HTMLElement);
    expect(card.queryByRole("button", { name: /Approve|Reject/ })).toBeNull();
  });
});
