import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Host, HostTest } from "#server/contracts/host.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { Hosts } from "./hosts.tsx";

const host: Host = {
  name: "nas",
  groups: [],
  connection: "ssh",
  address: "192.0.2.7",
  port: null,
  user: null,
  repositoryId: "00000000-0000-4000-8000-000000000001",
  repositoryName: "homelab",
  isKept: false,
  state: null,
  checkedAt: null,
  lastSeenAt: null,
  facts: null,
  problem: null,
  sudoSecret: null,
  keyFingerprints: [],
};
const changed: HostTest = {
  host: "nas",
  state: "key_changed",
  ok: false,
  message: "The host key of 192.0.2.7 differs from the pinned one.",
  fix: "If you reinstalled that machine, pin the new key.",
  keyFingerprints: [],
  newlyPinned: false,
  isKeyChanged: true,
};

it("offers to pin a changed host key, and pins it only when that is pressed", async () => {
  const network = standInNetwork();
  network.answer("GET /api/hosts", { hosts: [host] });
  network.answer("POST /api/hosts/test", changed);
  renderAs("admin", <Hosts />);
  const user = userEvent.setup();
  const bodies = () =>
    network.sent.filter(({ method }) => method === "POST").map((one) => one.body);
  await user.click(await screen.findByRole("button", { name: "Test connection" }));
  const pin = await screen.findByRole("button", { name: /pin the new key/ });
  const target = { repositoryId: host.repositoryId, host: "nas" };
  expect(bodies()).toEqual([target]);
  network.answer("POST /api/hosts/test", {
    ...changed,
    state: "reachable",
    ok: true,
    isKeyChanged: false,
  });
  await user.click(pin);
  expect(bodies()).toEqual([target, { ...target, repin: true }]);
  await expect.poll(() => screen.queryByRole("button", { name: /pin the new key/ })).toBeNull();
});

it("offers to store what sudo asks for, and says what runs give it", async () => {
  const network = standInNetwork();
  const asking = { ...host, state: "needs_password" as const, problem: "sudo asks." };
  network.answer("GET /api/hosts", { hosts: [asking] });
  const repositories = [{ id: host.repositoryId, name: "homelab" }];
  network.answer("GET /api/repositories", { repositories, seq: 0 });
  network.answer("POST /api/secrets", { secrets: [], notices: [] });
  renderAs("admin", <Hosts />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Store sudo's password" }));
  const dialog = within(screen.getByRole("dialog"));
  expect(dialog.getByLabelText("Host")).toHaveProperty("value", "nas");
  await user.type(dialog.getByLabelText("Value"), "opens");
  network.answer("GET /api/hosts", { hosts: [{ ...asking, sudoSecret: "sudo of nas" }] });
  await user.click(dialog.getByRole("button", { name: "Store" }));
  expect(await screen.findByText(/runs give it “sudo of nas”/)).toBeDefined();
  expect(screen.getByText("Reachable")).toBeDefined();
  expect(screen.queryByText("sudo asks.")).toBeNull();
  expect(network.sent.filter(({ method }) => method === "POST")).toMatchObject([
    {
      path: "/api/secrets",
      body: {
        ...{ kind: "become_password", name: "sudo of nas", value: "opens" },
        ...{ scope: "host", reference: "nas", repositoryId: host.repositoryId },
      },
    },
  ]);
});

it.each([
  ["reachable", "Reachable"],
  ["unreachable", "Not reachable"],
  ["key_changed", "Key changed"],
  ["no_python", "No Python"],
  ["needs_password", "Needs a password"],
] as const)(
  "shows the state %s in words, with what the host said of itself",
  async (state, word) => {
    const network = standInNetwork();
    const facts = {
      os: "Debian GNU/Linux 12",
      python: "/usr/bin/python3",
      memoryTotalMb: 8192,
      memoryAvailableMb: 2048,
      diskTotalMb: 102400,
      diskFreeMb: 51200,
    };
    const jumps = [{ address: "gate", port: 22, user: null }];
    const lastSeenAt = "2026-11-20T10:00:00.000Z";
    const checkedAt = "2026-11-21T10:00:00.000Z";
    const known = {
      ...host,
      state,
      facts,
      jumps,
      lastSeenAt,
      checkedAt,
      address: "fd00::7",
      port: 2222,
    };
    network.answer("GET /api/hosts", { hosts: [known] });
    renderAs("viewer", <Hosts />);
    expect(await screen.findByText(word)).toBeDefined();
    expect(
      screen.getByText("Debian GNU/Linux 12 · disk 50 of 100 GB free · memory 2.0 of 8.0 GB free"),
    ).toBeDefined();
    expect(screen.getByText(/\[fd00::7\]:2222 · by way of gate/)).toBeDefined();
    expect(screen.getByText(/last seen/)).toBeDefined();
    expect(screen.queryByRole("button")).toBeNull();
  },
);

it("pins a key that changed at an earlier test by one button", async () => {
  const network = standInNetwork();
  const problem = "The host key of 192.0.2.7 differs from the pinned one.";
  network.answer("GET /api/hosts", { hosts: [{ ...host, state: "key_changed", problem }] });
  network.answer("POST /api/hosts/test", {
    ...changed,
    state: "reachable",
    ok: true,
    isKeyChanged: false,
  });
  renderAs("admin", <Hosts />);
  const user = userEvent.setup();
  expect(await screen.findByText(problem)).toBeDefined();
  await user.click(screen.getByRole("button", { name: /pin the new key/ }));
  await expect
    .poll(() => network.sent.filter(({ method }) => method === "POST").map((one) => one.body))
    .toEqual([{ repositoryId: host.repositoryId, host: "nas", repin: true }]);
});

it("tests all hosts, one recorded test each, and goes on where one fails", async () => {
  const network = standInNetwork();
  const names = ["nas", "pi", "web1", "web2", "web3", "web4"];
  network.answer("GET /api/hosts", { hosts: names.map((name) => ({ ...host, name })) });
  network.answer("POST /api/hosts/test", { ...changed, state: "unreachable", isKeyChanged: false });
  renderAs("admin", <Hosts />);
  await userEvent.setup().click(await screen.findByRole("button", { name: "Test all" }));
  const tested = () =>
    network.sent
      .filter(({ method }) => method === "POST")
      .map((one) => (one.body as { host: string }).host);
  await expect.poll(() => tested().sort()).toEqual(names);
  expect(await screen.findByRole("button", { name: "Test all" })).toBeDefined();
});
