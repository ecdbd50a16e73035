import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Agent, OwnHost } from "#server/contracts/agent.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { testAgent } from "#tests/support/routing-candidates.ts";
import { Agents } from "./agents.tsx";

const homelab = "00000000-0000-4000-8000-0000000000aa";
const attic = testAgent(1, { name: "attic", kind: "remote" });
const nas: OwnHost = {
  ...{ repositoryId: homelab, host: "nas", address: "192.0.2.7", port: null },
  keyFingerprints: [],
};
const host = (name: string, connection: "ssh" | "local") => ({
  ...{ name, connection, address: name === "nas" ? "192.0.2.7" : null, port: null, user: null },
  ...{ groups: [], repositoryId: homelab, repositoryName: "homelab", isKept: false },
  ...{ state: null, checkedAt: null, lastSeenAt: null, facts: null, problem: null },
  ...{ sudoSecret: null, keyFingerprints: [] },
});

function show(agent: Agent, role: "admin" | "approver" = "admin") {
  const network = standInNetwork();
  network.answer("GET /api/v1/agents", { agents: [agent], seq: 0 });
  const hosts = [host("nas", "ssh"), host("web", "ssh"), host("here", "local")];
  network.answer("GET /api/hosts", { hosts });
  network.answer(`POST /api/v1/agents/${agent.id}/hosts`, agent);
  renderAs(role, <Agents />);
  const sent = () => network.sent.filter(({ method }) => method === "POST").map(({ body }) => body);
  return { network, sent, user: userEvent.setup() };
}

async function openForm(user: ReturnType<typeof userEvent.setup>) {
  await user.click(await screen.findByRole("button", { name: "Which host" }));
  return within(screen.getByRole("dialog", { name: "Which host is attic?" }));
}

it("offers hosts that are reached over ssh, and says which one is chosen before it is said", async () => {
  const { user, sent } = show(attic);
  const dialog = await openForm(user);
  const choices = await dialog.findByLabelText("attic is");
  expect(
    within(choices)
      .getAllByRole("option")
      .map(({ textContent }) => textContent),
  ).toEqual([...["Choose a host", "nas of homelab, 192.0.2.7", "web of homelab"]]);
  const button = dialog.getByRole<HTMLButtonElement>("button", { name: "Say so" });
  expect(button.disabled).toBe(true);
  await user.selectOptions(choices, "nas of homelab, 192.0.2.7");
  expect(sent()).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "attic is nas" }));
  expect(sent()).toEqual([{ hosts: [{ repository_id: homelab, host: "nas" }] }]);
});

it("shows what it is, takes it back, and says why it can't", async () => {
  const { network, user, sent } = show({ ...attic, ownHosts: [nas] });
  expect(await screen.findByText(/is the host nas, without ssh/)).toBeDefined();
  const dialog = await openForm(user);
  expect(await dialog.findByText("of homelab")).toBeDefined();
  // One machine is one host of an inventory.
  expect(dialog.queryByLabelText("attic is")).toBeNull();
  const message = "nas is barn already. Take it away there first.";
  const at = `POST /api/v1/agents/${attic.id}/hosts`;
  network.answer(at, { code: "invalid_state", errorMessage: message, fix: "" }, 409);
  await user.click(dialog.getByRole("button", { name: "attic is not nas" }));
  expect(await dialog.findByText(message)).toBeDefined();
  expect(sent()).toEqual([{ hosts: [] }]);
});

it("is for admins, and for machines that are not Chiffon's own", async () => {
  show(attic, "approver");
  expect(await screen.findByText("attic")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Which host" })).toBeNull();
});

it("is not asked of the agent that is built in", async () => {
  show({ ...attic, kind: "built_in" });
  expect(await screen.findByRole("button", { name: "Tags" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Which host" })).toBeNull();
});
