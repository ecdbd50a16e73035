import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Host } from "#server/contracts/host.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { Hosts } from "./hosts.tsx";

const nas: Host = {
  ...{ name: "nas", groups: ["storage"], connection: "ssh", address: "192.0.2.7", port: 2222 },
  ...{ user: "me", repositoryId: "00000000-0000-4000-8000-000000000001", repositoryName: "Hosts" },
  ...{ isKept: true, state: null, checkedAt: null, lastSeenAt: null, facts: null, problem: null },
  ...{ sudoSecret: null, keyFingerprints: [] },
};

function show(role: "admin" | "operator", hosts: readonly Host[]) {
  const network = standInNetwork();
  network.answer("GET /api/hosts", { hosts });
  renderAs(role, <Hosts />);
  const sent = (method: string) =>
    network.sent.filter((one) => one.method === method).map(({ body }) => body);
  return { network, sent, user: userEvent.setup() };
}

it("adds a host as it was described", async () => {
  const { network, sent, user } = show("admin", []);
  network.answer("POST /api/hosts", { hosts: [nas] });
  await user.click(await screen.findByRole("button", { name: "Add host" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Name"), "nas");
  await user.type(dialog.getByLabelText("Address"), "192.0.2.7");
  await user.type(dialog.getByLabelText("User"), "me");
  await user.type(dialog.getByLabelText("Port"), "2222");
  await user.type(dialog.getByLabelText("Groups"), "storage, debian");
  await user.click(dialog.getByRole("button", { name: "Add host" }));
  const { name, address, user: login, port } = nas;
  const described = { name, connection: "ssh", address, user: login, port };
  await expect.poll(() => sent("POST")).toEqual([{ ...described, groups: ["storage", "debian"] }]);
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
});

it("asks for no address of this machine, and says why a name was refused", async () => {
  const { network, sent, user } = show("admin", []);
  const error = {
    code: "name_taken",
    errorMessage: "There is a host here already.",
    fix: "Choose another.",
  };
  network.answer("POST /api/hosts", error, 409);
  await user.click(await screen.findByRole("button", { name: "Add host" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Name"), "here");
  await user.selectOptions(dialog.getByLabelText("Reached by"), "local");
  expect(dialog.queryByLabelText("Address")).toBeNull();
  await user.click(dialog.getByRole("button", { name: "Add host" }));
  expect(await dialog.findByText(/There is a host here already/)).not.toBeNull();
  const nothing = { address: null, user: null, port: null, groups: [] };
  expect(sent("POST")).toEqual([{ name: "here", connection: "local", ...nothing }]);
});

it("changes a host that was added in Chiffon, and removes it once that is confirmed", async () => {
  const { network, sent, user } = show("admin", [nas]);
  network.answer("PATCH /api/hosts/nas", { hosts: [nas] });
  network.answer("DELETE /api/hosts/nas", { hosts: [] });
  await user.click(await screen.findByRole("button", { name: "Change nas" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.clear(dialog.getByLabelText("Port"));
  await user.click(dialog.getByRole("button", { name: "Save" }));
  const { connection, address, user: login, groups } = nas;
  await expect
    .poll(() => sent("PATCH"))
    .toEqual([{ connection, address, user: login, port: null, groups }]);
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Remove nas" }));
  const question = within(await screen.findByRole("dialog"));
  await user.click(question.getByRole("button", { name: "Keep it" }));
  expect(sent("DELETE")).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Remove nas" }));
  await user.click(
    within(await screen.findByRole("dialog")).getByRole("button", { name: "Remove" }),
  );
  await expect.poll(() => sent("DELETE")).toHaveLength(1);
});

it("copies an inventory of this machine", async () => {
  const { network, sent, user } = show("admin", [nas]);
  network.answer("POST /api/inventories", { name: "Production" });
  await user.click(await screen.findByRole("button", { name: "Use a file" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Name"), "Production");
  await user.type(dialog.getByLabelText("File or folder"), "/etc/ansible/hosts");
  await user.click(dialog.getByRole("button", { name: "Add" }));
  await expect
    .poll(() => sent("POST"))
    .toEqual([{ name: "Production", path: "/etc/ansible/hosts" }]);
});

it("shows none of that to those who may not manage hosts, nor for hosts of a repository", async () => {
  show("operator", [nas]);
  await screen.findByText("nas");
  expect(screen.queryByRole("button", { name: /Add host|Use a file|Change|Remove/ })).toBeNull();
});

it("leaves hosts of a repository to the repository", async () => {
  show("admin", [{ ...nas, isKept: false }]);
  await screen.findByText("nas");
  expect(screen.queryByRole("button", { name: /Change nas|Remove nas/ })).toBeNull();
});
