import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { ApiToken, Role } from "#server/contracts/people.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { Tokens } from "./tokens.tsx";

const nightly: ApiToken = {
  id: "00000000-0000-4000-8000-000000000001",
  name: "nightly",
  scopes: ["read", "ask"],
  createdAt: "2026-01-01T00:00:00.000Z",
  expiresAt: "2026-12-31T00:00:00.000Z",
  lastUsedAt: null,
  audience: null,
};
const secret = "chf_abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

function show(tokens: readonly ApiToken[], role: Role = "operator") {
  const network = standInNetwork();
  network.answer("GET /api/tokens", { tokens });
  renderAs(role, <Tokens />);
  return { network, user: userEvent.setup() };
}

it("lists what each may do and whether it was used", async () => {
  show([nightly]);
  expect(await screen.findByText("nightly")).toBeDefined();
  expect(screen.getByText("ask")).toBeDefined();
  expect(screen.getByText(/never used/)).toBeDefined();
});

it("says of one that a client was given that it is good for MCP only", async () => {
  show([{ ...nightly, name: "Claude", audience: "mcp" }]);
  expect(await screen.findByText("MCP only")).toBeDefined();
});

it("offers a person only the scopes that their role gives something", async () => {
  const { user } = show([], "viewer");
  await user.click((await screen.findAllByRole("button", { name: "New token" }))[0] as HTMLElement);
  expect(screen.getAllByRole("checkbox")).toHaveLength(1);
});

it("makes one and shows it once", async () => {
  const { network, user } = show([nightly]);
  network.answer("POST /api/tokens", { token: secret, created: nightly });
  await user.click(await screen.findByRole("button", { name: "New token" }));
  const dialog = within(screen.getByRole("dialog"));
  await user.type(dialog.getByLabelText("Name"), "nightly");
  await user.click(dialog.getByLabelText(/Make, change and cancel requests/));
  await user.click(dialog.getByRole("button", { name: "Make token" }));
  expect(await dialog.findByText(secret)).toBeDefined();
  expect(dialog.getByRole("button", { name: "Copy token" })).toBeDefined();
  expect(network.sent).toContainEqual({
    method: "POST",
    path: "/api/tokens",
    body: { name: "nightly", scopes: ["read", "ask"], days: 90 },
  });
  await user.click(dialog.getByRole("button", { name: "Done" }));
  expect(screen.queryByText(secret)).toBeNull();
});

it("gives the settings that an MCP client takes, with address and token", async () => {
  const { network, user } = show([nightly]);
  network.answer("POST /api/tokens", { token: secret, created: nightly });
  await user.click(await screen.findByRole("button", { name: "New token" }));
  await user.type(screen.getByLabelText("Name"), "assistant");
  await user.click(screen.getByRole("button", { name: "Make token" }));
  await user.click(await screen.findByText("Use it in an MCP client"));
  const [settings = ""] = screen.getAllByText(/mcpServers/).map(({ textContent }) => textContent);
  expect(JSON.parse(settings).mcpServers.chiffon).toEqual({
    type: "http",
    url: `${window.location.origin}/api/mcp`,
    headers: { Authorization: `Bearer ${secret}` },
  });
  await user.click(screen.getByRole("button", { name: "Copy settings" }));
  expect(await screen.findByRole("button", { name: "Copied" })).toBeDefined();
});

it("gives the address that assistants take which ask for their token themselves", async () => {
  const { user } = show([nightly]);
  await user.click(await screen.findByText("Connect an assistant by MCP"));
  expect(await screen.findByText(`${window.location.origin}/api/mcp`)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Copy address" }));
  expect(await screen.findByRole("button", { name: "Copied" })).toBeDefined();
});

it("says why one could not be made", async () => {
  const { network, user } = show([nightly]);
  network.answer("POST /api/tokens", { errorMessage: "You have 50 tokens.", fix: "" }, 400);
  await user.click(await screen.findByRole("button", { name: "New token" }));
  await user.type(screen.getByLabelText("Name"), "one more");
  await user.click(screen.getByRole("button", { name: "Make token" }));
  expect(await screen.findByText("You have 50 tokens.")).toBeDefined();
});

it("revokes one after asking", async () => {
  const { network, user } = show([nightly]);
  network.answer(`DELETE /api/tokens/${nightly.id}`, { tokens: [] });
  await user.click(await screen.findByRole("button", { name: "Revoke nightly" }));
  const dialog = within(screen.getByRole("dialog", { name: "Revoke nightly?" }));
  await user.click(dialog.getByRole("button", { name: "Revoke" }));
  expect(await screen.findByText("No token yet")).toBeDefined();
});
