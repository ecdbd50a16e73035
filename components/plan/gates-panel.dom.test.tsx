import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { RequestGates } from "#server/contracts/gate.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids } from "#tests/support/dom/requests.ts";
import { GatesPanel } from "./gates-panel.tsx";

const path = `/api/v1/requests/${ids.request}`;
const at = "2026-11-29T10:00:00.000Z";
const result = (gate: string, passed: boolean, reason: string) => ({
  ...{ gate, passed, reason, phase: "approval" as const, evidence: [], at },
});
const held: RequestGates = {
  results: [
    result("approval_matches_digest", true, "Abel approved this digest"),
    result("artifact:change_ticket", false, "it needs change_ticket, which nobody has attached"),
  ],
  next: { phase: "approval", passed: false, gates: [] },
  hold: { phase: "approval", kinds: ["change_ticket"], since: at, until: at },
  artifacts: [],
  kinds: ["sign_off", "change_ticket"],
};

function show(gates: RequestGates, role: "operator" | "viewer", isOver = false) {
  const network = standInNetwork();
  network.answer(`GET ${path}/gates`, gates);
  network.answer(`POST ${path}/artifacts`, { artifacts: [] });
  renderAs(role, <GatesPanel requestId={ids.request} isOver={isOver} />);
  return { network, user: userEvent.setup() };
}

it("says what a held request needs, and takes it", async () => {
  const { network, user } = show(held, "operator");
  expect(await screen.findByText("On hold: needs change ticket")).toBeDefined();
  expect(screen.getByText("Evidence: change ticket").textContent).toContain("not passed");
  expect(screen.getByText("Approval matches the plan").textContent).toContain("passed");
  await user.click(screen.getByRole("button", { name: "Attach" }));
  expect((screen.getByLabelText("Kind") as HTMLSelectElement).value).toBe("change_ticket");
  await user.type(screen.getByLabelText("Text"), "CHG-7");
  await user.click(screen.getAllByRole("button", { name: "Attach" }).at(-1) as HTMLElement);
  await screen.findByText("On hold: needs change ticket");
  const sent = network.sent.find(({ method }) => method === "POST");
  expect(sent?.body).toEqual({ kind: "change_ticket", content: "CHG-7" });
});

it("shows of each gate the newest result, and offers nothing to viewers or of what is over", async () => {
  const again = [
    ...held.results,
    result("artifact:change_ticket", true, "change_ticket is attached"),
  ];
  show({ ...held, results: again, hold: null, next: null }, "viewer");
  expect(await screen.findByText(/change_ticket is attached/)).toBeDefined();
  expect(screen.queryByText(/nobody has attached/)).toBeNull();
  expect(screen.queryByRole("button", { name: "Attach" })).toBeNull();
});

it("says so where no gate was reached", async () => {
  show({ ...held, results: [], next: null, hold: null }, "operator", true);
  expect(await screen.findByText("It has reached no gate yet.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Attach" })).toBeNull();
});
