import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { PlanCard } from "#components/plan/plan-card.tsx";
import type { Role } from "#server/contracts/people.ts";
import type { Rule, RuleOffer } from "#server/contracts/rule.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makePlan, makeRequestView, makeTaskView } from "#tests/support/dom/requests.ts";
import { RulesPage } from "./rules-page.tsx";

const ruleId = "00000000-0000-4000-8000-000000000031";

function makeRule(change: Partial<Rule> = {}): Rule {
  return {
    ...{ id: ruleId, name: "Kuma on nas", state: "active", repositoryId: ids.plan },
    ...{ repositoryName: "homelab", entryPath: "playbooks/kuma.yml", entryName: "Deploy Kuma" },
    ...{ tags: [], values: [{ name: "kuma_port", value: 3001 }], hosts: ["nas"], groups: [] },
    ...{ maxRisk: "low", askerRole: "operator", until: "2027-02-01T00:00:00.000Z" },
    ...{ isEnabled: true, pausedReason: null, change: null, inNameOf: "Ada" },
    ...{ createdAt: "2026-11-01T00:00:00.000Z", revokedAt: null, revokedBy: null },
    approvals: { count: 3, failed: 0, lastAt: null, lastRequestId: ids.request },
    ...change,
  };
}

const offer: RuleOffer = {
  ...{ planId: ids.plan, taskKey: "t1", requestId: ids.request, name: "Deploy Kuma" },
  ...{ repositoryName: "homelab", entryPath: "playbooks/kuma.yml", hosts: ["nas"] },
  ...{ values: [], risk: "low", times: 5, lastAt: "2026-11-21T10:00:00.000Z" },
};

function showPage(rules: readonly Rule[], role: Role = "admin", offers: readonly RuleOffer[] = []) {
  const network = standInNetwork();
  network.answer("GET /api/v1/rules", { rules, nextCursor: null });
  network.answer("GET /api/v1/rules/offers", { offers });
  network.answer("GET /api/v1/unattended-runs", { runs: [], nextCursor: null });
  renderAs(role, <RulesPage />);
  return { network, user: userEvent.setup() };
}

describe("the page of rules", () => {
  it("says what a rule is while there is none", async () => {
    showPage([]);
    expect(await screen.findByText(/No rule: every plan waits/)).toBeDefined();
    expect(await screen.findByText(/Nothing now: approve something/)).toBeDefined();
  });

  it("shows each with what it covers and did; only admins change one", async () => {
    showPage([makeRule()], "viewer");
    expect(await screen.findByRole("heading", { name: "Kuma on nas" })).toBeDefined();
    expect(screen.getByText("kuma_port = 3001")).toBeDefined();
    expect(screen.getByText(/Approved 3 times/)).toBeDefined();
    expect(screen.queryAllByRole("button")).toEqual([]);
  });

  it("says why one paused itself, and resumes it", async () => {
    const paused = makeRule({
      state: "paused",
      pausedReason: "a request that it approved failed.",
    });
    const { network, user } = showPage([paused]);
    network.answer(`PATCH /api/v1/rules/${ruleId}`, makeRule());
    expect(await screen.findByText(/A request that it approved failed/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Resume" }));
    expect(network.sent).toContainEqual({
      ...{ method: "PATCH", path: `/api/v1/rules/${ruleId}`, body: { resume: true } },
    });
  });

  it("names the files that changed, and renews from what a person approved", async () => {
    const renewFrom = { planId: ids.plan, taskKey: "t1" };
    const change = { requestId: ids.request, files: ["playbooks/kuma.yml"], renewFrom };
    const { network, user } = showPage([makeRule({ state: "changed", change })]);
    network.answer(`PATCH /api/v1/rules/${ruleId}`, makeRule());
    expect(await screen.findByText("playbooks/kuma.yml")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Renew" }));
    expect(network.sent).toContainEqual({
      ...{ method: "PATCH", path: `/api/v1/rules/${ruleId}` },
      body: { renew_from: { plan_id: ids.plan, task_key: "t1" } },
    });
  });

  it("switches one off, changes it, and revokes it after asking", async () => {
    const { network, user } = showPage([makeRule()]);
    network.answer(`PATCH /api/v1/rules/${ruleId}`, makeRule({ isEnabled: false }));
    network.answer(`DELETE /api/v1/rules/${ruleId}`, makeRule({ state: "revoked" }));
    await user.click(await screen.findByRole("button", { name: "Switch off" }));
    await user.click(screen.getByRole("button", { name: "Change" }));
    await user.selectOptions(screen.getByLabelText("Risk"), "medium");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await user.click(await screen.findByRole("button", { name: "Revoke" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Revoke" }));
    const changing = network.sent.filter(({ method }) => method !== "GET");
    expect(changing.map(({ method, body }) => [method, body])).toEqual([
      ["PATCH", { is_enabled: false }],
      ["PATCH", { name: "Kuma on nas", max_risk: "medium", asker_role: "operator" }],
      ["DELETE", null],
    ]);
  });

  it("tests a draft, then makes it", async () => {
    const { network, user } = showPage([], "admin", [offer]);
    network.answer("POST /api/v1/rules/test", {
      ...{ plans: 200, wouldApprove: 31, highRisk: 0, approved: [] },
      refused: [{ code: "other_host", reason: "The rule: not web1.", times: 2 }],
    });
    network.answer("POST /api/v1/rules", makeRule());
    await user.click(await screen.findByRole("button", { name: "Make a rule: Deploy Kuma" }));
    const dialog = within(screen.getByRole("dialog"));
    await user.type(dialog.getByLabelText("Groups"), "lab");
    await user.click(dialog.getByRole("button", { name: "Test it" }));
    expect(
      await dialog.findByText(/Would have approved 31 of the last 200 plans, none of high risk/),
    ).toBeDefined();
    expect(dialog.getByText(/2 × The rule: not web1/)).toBeDefined();
    await user.click(dialog.getByRole("button", { name: "Make rule" }));
    const made = network.sent.find(
      ({ method, path }) => method === "POST" && path === "/api/v1/rules",
    );
    expect(made?.body).toMatchObject({
      ...{ name: "Deploy Kuma", plan_id: ids.plan, task_key: "t1", hosts: ["nas"] },
      ...{ groups: ["lab"], max_risk: "low", asker_role: "operator" },
    });
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("says why a rule was not made, and keeps what was typed", async () => {
    const { network, user } = showPage([], "admin", [offer]);
    const refused = { code: "invalid_input", errorMessage: "Another has that name.", fix: "x" };
    network.answer("POST /api/v1/rules", refused, 400);
    await user.click(await screen.findByRole("button", { name: "Make a rule: Deploy Kuma" }));
    await user.click(screen.getByRole("button", { name: "Make rule" }));
    expect(await screen.findByText("Another has that name.")).toBeDefined();
  });
});

describe("the card", () => {
  const decision = {
    ...{ decision: "approve" as const, decidedBy: "rule Kuma on nas, by Ada", reason: null },
    decidedAt: "2026-11-21T10:00:30.000Z",
  };
  const done = (rules?: { ruleId: string; name: string }[]) =>
    makeRequestView({
      ...{ phase: "done", card: "done", end: "done" },
      plan: makePlan(
        {},
        { status: "approved", decision: { ...decision, ...(rules && { rules }) } },
      ),
      tasks: [makeTaskView({ status: "succeeded" })],
    });

  it("names the rule that approved, and leads to it", async () => {
    const network = standInNetwork();
    network.answer(`GET /api/v1/requests/${ids.request}`, done([{ ruleId, name: "Kuma on nas" }]));
    renderAs("viewer", <PlanCard requestId={ids.request} />);
    const link = await screen.findByRole("link", { name: "Kuma on nas" });
    expect(link.getAttribute("href")).toBe(`/rules#rule-${ruleId}`);
    expect(link.closest("p")?.textContent).toMatch(/^Approved by rule Kuma on nas, by Ada/);
  });

  it("offers admins a rule where it was earned, and nobody else", async () => {
    const network = standInNetwork();
    network.answer(`GET /api/v1/requests/${ids.request}`, done());
    network.answer("GET /api/v1/rules/offers", { offers: [offer] });
    const { unmount } = renderAs("admin", <PlanCard requestId={ids.request} />);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Make it a rule" }));
    expect(screen.getByRole("dialog", { name: "New rule" })).toBeDefined();
    unmount();
    renderAs("approver", <PlanCard requestId={ids.request} />);
    await screen.findByText(/Approved by/);
    expect(screen.queryByRole("button", { name: "Make it a rule" })).toBeNull();
  });

  it("says why a rule did not approve what waits", async () => {
    const network = standInNetwork();
    network.answer(`GET /api/v1/requests/${ids.request}`, makeRequestView());
    const refusal = {
      code: "expired",
      reason: "Kuma: the rule has expired.",
      ruleId,
      taskKey: "t1",
    };
    network.answer(`GET /api/v1/plan/${ids.plan}/rules`, { refusals: [refusal] });
    renderAs("viewer", <PlanCard requestId={ids.request} />);
    expect(await screen.findByText("Kuma: the rule has expired.")).toBeDefined();
  });
});
