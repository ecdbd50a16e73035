import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Agent } from "#server/contracts/agent.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { testAgent } from "#tests/support/routing-candidates.ts";
import { Agents } from "./agents.tsx";

const enrolments = "/api/v1/agents/enrolments";
const made = {
  id: "00000000-0000-4000-8000-000000000001",
  token: `cha_${"x".repeat(32)}.${"a".repeat(32)}`,
  expires_at: new Date(Date.now() + 15 * 60_000).toISOString(),
  agent_file_hash: "f".repeat(64),
};
const waiting = {
  ...{ id: made.id, expires_at: made.expires_at, status: "waiting", agent_name: null },
};
const attic = testAgent(1, { name: "attic", kind: "remote" });

function show(agent: Agent, role: "admin" | "viewer" = "admin") {
  const network = standInNetwork();
  network.answer("GET /api/v1/agents", { agents: [agent], seq: 0 });
  network.answer("POST /api/v1/agents", made);
  network.answer(`GET ${enrolments}/${made.id}`, waiting);
  network.answer(`DELETE ${enrolments}/${made.id}`, { ok: true });
  network.answer(`POST /api/v1/agents/${agent.id}/revoke`, agent);
  renderAs(role, <Agents />);
  return { network, user: userEvent.setup() };
}

async function openCommand(user: ReturnType<typeof userEvent.setup>) {
  await user.click(await screen.findByRole("button", { name: "Add a machine" }));
  const dialog = within(screen.getByRole("dialog"));
  await user.click(dialog.getByRole("button", { name: "Make the command" }));
  return dialog;
}

it("shows a command with a token that can be used once, and says when it was", async () => {
  const { network, user } = show(attic);
  const dialog = await openCommand(user);
  const command = await dialog.findByText(/^curl -fsSLO /);
  expect(command.textContent).toBe(
    `curl -fsSLO ${window.location.origin}/agent.mjs && node agent.mjs --server ${window.location.origin} --token ${made.token}`,
  );
  expect(dialog.getByText(made.agent_file_hash)).toBeDefined();
  expect(dialog.getByRole("status").textContent).toContain("Waiting for the machine");
  network.answer(`GET ${enrolments}/${made.id}`, {
    ...{ ...waiting, status: "used", agent_name: "cellar" },
  });
  expect(await dialog.findByText("cellar is enrolled.", {}, { timeout: 4_000 })).toBeDefined();
});

it("revokes a token before it is used", async () => {
  const { network, user } = show(attic);
  const dialog = await openCommand(user);
  network.answer(`GET ${enrolments}/${made.id}`, { ...waiting, status: "revoked" });
  await user.click(await dialog.findByRole("button", { name: "Revoke the token" }));
  expect(await dialog.findByText(/The token was revoked/)).toBeDefined();
  expect(network.sent.some(({ method }) => method === "DELETE")).toBe(true);
});

it("revokes an agent on another machine once that is confirmed", async () => {
  const { network, user } = show(attic);
  expect(await screen.findByText(/On another machine/)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Revoke" }));
  const sent = () => network.sent.filter(({ method }) => method === "POST");
  expect(sent()).toEqual([]);
  await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Revoke" }));
  expect(sent()).toHaveLength(1);
});

it("keeps one that was revoked out of the list, behind a line of its own, without a switch", async () => {
  const { user } = show({ ...attic, isRevoked: true, status: "disabled" });
  const line = await screen.findByText("1 revoked machine");
  expect(screen.queryByRole("heading", { name: "attic" })).toBeNull();
  await user.click(line);
  expect(await screen.findByText("Revoked")).toBeDefined();
  expect(screen.getByRole("heading", { name: "attic" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Enable" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Revoke" })).toBeNull();
});

it("is for admins", async () => {
  show(attic, "viewer");
  expect(await screen.findByText("attic")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Add a machine" })).toBeNull();
});
