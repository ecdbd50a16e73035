import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { ConnectAsk } from "#server/contracts/connection.ts";
import type { Role } from "#server/contracts/people.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { ConnectFault } from "./connect-fault.tsx";
import { ConnectForm } from "./connect-form.tsx";

const ask: ConnectAsk = {
  ...{ clientId: "chf-client.x", redirectUri: "https://claude.ai/callback?k=1" },
  ...{ responseType: "code", codeChallengeMethod: "S256", codeChallenge: "A".repeat(43) },
  ...{ scope: "read ask approve", state: "their state", resource: "http://localhost/api/mcp" },
};
const assign = vi.fn<(address: string) => void>();
const page = window.location.origin;

beforeEach(() => {
  assign.mockReset();
  vi.stubGlobal("location", Object.assign(new URL(window.location.href), { assign }));
});

function show(role: Role = "approver") {
  const network = standInNetwork();
  const about = { name: "Claude", destination: "claude.ai", personName: "Ada", role };
  render(<ConnectForm ask={ask} {...about} />);
  return { network, user: userEvent.setup() };
}

it("says who asks for what, in whose name, and where the answer goes", () => {
  show();
  expect(screen.getByRole("heading", { name: "Let Claude in?" })).toBeDefined();
  expect(screen.getByText(/in your name, Ada/)).toBeDefined();
  expect(screen.getByText("claude.ai")).toBeDefined();
  expect(screen.getByText("read, ask, approve")).toBeDefined();
});

it("ticks approving for nobody, and offers a person what their role has", () => {
  show();
  const ticked = screen.getAllByRole("checkbox", { checked: true });
  expect(ticked.map((box) => box.getAttribute("value"))).toEqual(["read", "ask"]);
  expect(screen.getByRole("checkbox", { name: /approve/ })).toBeDefined();
  // No tool takes the other scopes.
  expect(screen.getAllByRole("checkbox")).toHaveLength(3);
});

it("offers a viewer nothing but reading", () => {
  show("viewer");
  const boxes = screen.getAllByRole("checkbox");
  expect(boxes.map((box) => box.getAttribute("value"))).toEqual(["read"]);
});

it("lets it in with what is ticked, and leads on to it", async () => {
  const { network, user } = show();
  network.answer("POST /api/connect", { redirectTo: "https://claude.ai/callback?k=1&code=c" });
  await user.click(screen.getByRole("checkbox", { name: /Make, change and cancel/ }));
  await user.selectOptions(screen.getByLabelText("Lasts"), "a week");
  await user.click(screen.getByRole("button", { name: "Let it in" }));
  expect(network.sent).toContainEqual({
    method: "POST",
    path: "/api/connect",
    body: { ...ask, scopes: ["read"], days: 7 },
  });
  expect(assign).toHaveBeenCalledWith("https://claude.ai/callback?k=1&code=c");
});

it("gives nothing away where the person refuses", async () => {
  const { network, user } = show();
  await user.click(screen.getByRole("button", { name: "Refuse" }));
  expect(network.sent).toEqual([]);
  const [led] = assign.mock.calls[0] ?? [];
  const { origin, searchParams } = new URL(led ?? "");
  expect(origin).toBe("https://claude.ai");
  expect(Object.fromEntries(searchParams)).toEqual({
    ...{ k: "1", error: "access_denied", state: "their state", iss: page },
  });
});

it("says why it could not be let in", async () => {
  const { network, user } = show();
  network.answer("POST /api/connect", { errorMessage: "It is not this Chiffon.", fix: "" }, 400);
  await user.click(screen.getByRole("button", { name: "Let it in" }));
  expect(await screen.findByText("It is not this Chiffon.")).toBeDefined();
  expect(assign).not.toHaveBeenCalled();
});

it("leads a client with a faulty question back only when the person presses for it", async () => {
  const back = { name: "Claude", redirectUri: ask.redirectUri, error: "invalid_request" };
  render(<ConnectFault message="It asks without PKCE." back={{ ...back, state: null }} />);
  expect(assign).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Back to Claude" }));
  expect(assign.mock.calls[0]?.[0]).toContain("error=invalid_request");
});

it("leads nobody to a client that can't be told", () => {
  render(<ConnectFault message="This client is not known here." back={null} />);
  expect(screen.queryByRole("button")).toBeNull();
});
