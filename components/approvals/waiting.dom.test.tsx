import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { beforeEach, expect, it, vi } from "vitest";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makeRequestView } from "#tests/support/dom/requests.ts";
import { ApprovalsPage } from "./approvals-page.tsx";

const uuid = (n: number) => `00000000-0000-4000-8000-00000000010${n}`;
const plan = (n: number, summary: string, change: object = {}) => ({
  ...{ requestId: uuid(n), conversationId: ids.conversation, planId: uuid(n + 4), version: n },
  ...{ digest: String(n).repeat(64), summary, risk: "low", hosts: ["nas"] },
  ...{ playbooks: ["kuma.yml"], submittedBy: "Otto", createdAt: "2026-11-21T10:00:00.000Z" },
  ...{ expiresAt: "2026-11-22T10:00:00.000Z", ...change },
});
const items = [
  plan(1, "Deploy Kuma"),
  plan(2, "Wipe the disk", { risk: "high" }),
  plan(3, "Update the dns", { hosts: ["pi"] }),
];
const effects = (risk: string) => ({
  preview: { effects: { risk, reasons: [], effects: [] } },
});

beforeEach(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
});

function open(role: "operator" | "approver", search = "") {
  const network = standInNetwork();
  network.answer("GET /api/inbox", { items, seq: 1 });
  network.answer("GET /api/v1/collaboration/handoffs", { handoffs: [], people: [] });
  for (const { planId } of items)
    network.answer(`GET /api/v1/plan/${planId}/preview`, { preview: null });
  renderAs(
    role,
    <SearchParamsContext value={new URLSearchParams(search)}>
      <ApprovalsPage />
    </SearchParamsContext>,
  );
  return { network, user: userEvent.setup() };
}

const decisions = (network: ReturnType<typeof open>["network"]) =>
  network.sent.filter(({ method, path }) => method === "POST" && path.endsWith("/approve"));

/** The button counts a press only when it stood still for a while. */
async function pressApprove(user: ReturnType<typeof userEvent.setup>, name: string) {
  const dialog = await screen.findByRole("dialog");
  const button = await within(dialog).findByRole("button", { name });
  await waitFor(() => expect(button.getAttribute("aria-disabled")).toBeNull(), { timeout: 3000 });
  await user.click(button);
}

it("steps, picks and approves several by keys alone, never one of high risk (UI-02)", async () => {
  const { network, user } = open("approver");
  await screen.findByRole("button", { name: /Deploy Kuma/ });
  await user.keyboard("A");
  expect(screen.queryByRole("dialog")).toBeNull();
  await user.keyboard("xjxjx");
  expect(screen.getByRole("checkbox", { name: "Pick Wipe the disk" })).toHaveProperty(
    "disabled",
    true,
  );
  expect(screen.getByText("2 picked")).toBeInstanceOf(HTMLElement);
  for (const { planId } of [items[0], items[2]].filter((item) => item !== undefined))
    network.answer(`POST /api/v1/plan/${planId}/approve`, makeRequestView());
  await user.keyboard("A");
  await pressApprove(user, "Approve 2 plans");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(decisions(network).map(({ body }) => body)).toEqual(
    [1, 3].map((version) => ({
      ...{ plan_version: version, plan_digest: String(version).repeat(64) },
      ...{ decision: "approve", in_batch: true },
    })),
  );
});

it("says of each plan why it could not be approved, and leaves out what a preview raises (UI-02)", async () => {
  const { network, user } = open("approver");
  network.answer(`GET /api/v1/plan/${items[0]?.planId}/preview`, effects("high"));
  await user.click(await screen.findByRole("checkbox", { name: "Pick Deploy Kuma" }));
  await user.click(screen.getByRole("checkbox", { name: "Pick Update the dns" }));
  await user.click(screen.getByRole("button", { name: "Approve…" }));
  await pressApprove(user, "Approve 1 plan");
  const dialog = screen.getByRole("dialog");
  expect(await within(dialog).findByText("That does not exist.")).toBeInstanceOf(HTMLElement);
  expect(within(dialog).getByText(/its preview raises its risk/)).toBeInstanceOf(HTMLElement);
  expect(decisions(network)).toHaveLength(1);
});

it("shows what the address asks for, and nothing to pick for those who may not decide (UI-02)", async () => {
  open("operator", "host=pi");
  expect(await screen.findByRole("button", { name: /Update the dns/ })).toBeInstanceOf(HTMLElement);
  expect(screen.queryByRole("button", { name: /Deploy Kuma/ })).toBeNull();
  expect(screen.queryByRole("checkbox")).toBeNull();
  expect(screen.getByLabelText("Host")).toHaveProperty("value", "pi");
});
