import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Role } from "#server/contracts/people.ts";
import type { Preview, PreviewReport } from "#server/contracts/preview.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makePlan, makePlanTask, makeRequestView } from "#tests/support/dom/requests.ts";
import { PlanPreview } from "./plan-preview.tsx";

const at = `/api/v1/plan/${ids.plan}/preview`;
const none = { changes: 0, same: 0, unseen: 0, unknown: 0, condition: 0, fails: 0 };
const counts = { ...none, changes: 2, same: 3, unseen: 1, unknown: 1 };
const change: Omit<PreviewReport["steps"][number], "host" | "diffs"> = {
  ...{ taskKey: "t1", ansibleTask: "Write the settings", kind: "changes", action: "template" },
  ...{ place: "site.yml:4", message: "", notifies: [] },
};
const diffs = [{ path: "/etc/kuma.conf", text: "--- before\n+++ after\n+port = 3001" }];
const report: PreviewReport = {
  counts,
  hosts: [
    { host: "nas1", counts, isReached: true },
    { host: "nas2", counts: none, isReached: false },
  ],
  steps: [
    { ...change, host: "nas1", diffs },
    { ...change, host: "nas3", diffs },
    {
      ...{ ...change, ansibleTask: "Ask for the version", host: "nas1", diffs: [] },
      kind: "unseen",
      notifies: ["Restart Kuma"],
    },
  ],
  stepsLeftOut: 0,
  isCut: false,
};
const made: Preview = {
  ...{ planId: ids.plan, requestId: ids.request, state: "made", reason: null, runs: [] },
  ...{ askedBy: "Ada", askedAt: "2026-11-21T10:00:00.000Z", report },
  ...{ effects: null, keepableFiles: 0 },
};

function show(preview: Preview | null, role: Role = "approver", plan = makePlan()) {
  const network = standInNetwork();
  network.answer(`GET ${at}`, { preview });
  renderAs(role, <PlanPreview plan={plan} />);
  return { network, user: userEvent.setup() };
}

describe("the preview of a waiting plan (INFRA-03)", () => {
  it("is asked for with the version and digest that are shown, and says what came of it", async () => {
    const { network, user } = show(null);
    const waiting: Preview = { ...made, state: "waiting", report: null };
    network.answer(`POST ${at}`, waiting);
    network.answer(`GET ${at}`, { preview: waiting });
    await user.click(await screen.findByRole("button", { name: "Preview changes" }));
    expect(await screen.findByText(/waits for its turn/)).toBeDefined();
    expect(network.sent.find(({ method }) => method === "POST")?.body).toEqual({
      plan_version: 1,
      plan_digest: makePlan().digest,
    });
    expect(screen.queryByRole("button", { name: /Preview/ })).toBeNull();
  });

  it("tells changes, what runs unseen and what nobody can know apart, hosts together", async () => {
    show(made);
    const card = within(await screen.findByRole("region", { name: "Preview" }));
    expect(await card.findByText("Would make 2 changes on nas1: /etc/kuma.conf.")).toBeDefined();
    const seen = /5 of 7 steps looked at, 1 would run unseen, 1 can't be known before a real run\./;
    expect(card.getByText(seen)).toBeDefined();
    expect(card.getByText("Could not be reached: nas2")).toBeDefined();
    expect(card.getByText("on nas1, nas3")).toBeDefined();
    expect(card.getByText("2 differences")).toBeDefined();
    expect(card.getByText("May set off: Restart Kuma")).toBeDefined();
    expect(card.getByRole("button", { name: "Preview again" })).toBeDefined();
    const output = card.getByRole("link", { name: "Output of the preview" });
    expect(output.getAttribute("href")).toBe(`/requests/${ids.request}`);
  });

  it("can be stopped while it goes on", async () => {
    const { network, user } = show({ ...made, state: "running" });
    network.answer(`POST /api/v1/requests/${ids.request}/cancel`, { requestId: ids.request });
    expect(await screen.findByText(/Asking the hosts what would change… 7 steps/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Stop the preview" }));
    expect(network.sent.some(({ path }) => path.endsWith("/cancel"))).toBe(true);
  });

  it("says by name why there can be none, and leaves the decision alone", async () => {
    const { network, user } = show(null);
    const refused = { errorMessage: "1 step would run for real.", fix: "Read the plan." };
    network.answer(`POST ${at}`, refused, 422);
    await user.click(await screen.findByRole("button", { name: "Preview changes" }));
    expect(await screen.findByText("1 step would run for real.")).toBeDefined();
  });

  it("offers no button to those who do not decide, and shows them what is there", async () => {
    show(made, "viewer");
    expect(await screen.findByText(/Would make 2 changes/)).toBeDefined();
    expect(screen.queryByRole("button", { name: /Preview/ })).toBeNull();
  });

  it("stays to be read once the plan is decided, and is not made again then", async () => {
    show(made, "approver", makePlan({}, { status: "approved" }));
    expect(await screen.findByText(/Would make 2 changes/)).toBeDefined();
    expect(screen.queryByRole("button", { name: /Preview/ })).toBeNull();
  });

  it("offers to keep the files that it named, as a new version to approve", async () => {
    const { network, user } = show({ ...made, keepableFiles: 2 });
    network.answer(`POST ${at}/keep-files`, makeRequestView());
    await user.click(await screen.findByRole("button", { name: "Keep files for undo" }));
    expect(screen.getByText(/copies these 2 files aside/)).toBeDefined();
    expect(network.sent.find(({ method }) => method === "POST")).toMatchObject({
      ...{ path: `${at}/keep-files` },
      body: { plan_version: 1, plan_digest: makePlan().digest },
    });
  });

  it("offers no copies of nothing", async () => {
    show(made);
    await screen.findByText(/Would make 2 changes/);
    expect(screen.queryByRole("button", { name: "Keep files for undo" })).toBeNull();
  });

  it("offers no copies to those who do not decide", async () => {
    show({ ...made, keepableFiles: 2 }, "viewer");
    await screen.findByText(/Would make 2 changes/);
    expect(screen.queryByRole("button", { name: "Keep files for undo" })).toBeNull();
  });

  it("is not offered for a plan that only puts files back: its step has no check mode", async () => {
    const keptFiles = {
      ...{ store: "a".repeat(32), asRoot: false, withinSeconds: 1 },
      places: [{ host: "nas", paths: ["/etc/kuma.conf"] }],
    };
    const tasks = [makePlanTask({ workType: "files.restore", keptFiles })];
    show(null, "approver", makePlan({ tasks }));
    expect(screen.queryByRole("button", { name: "Preview changes" })).toBeNull();
  });

  it("says that it failed, or was stopped", async () => {
    show({ ...made, state: "failed", reason: "No Ansible.", report: null });
    expect(await screen.findByText("The preview could not be made")).toBeDefined();
    expect(screen.getByText("No Ansible.")).toBeDefined();
  });
});
