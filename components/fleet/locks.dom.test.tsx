import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { HostLock } from "#server/contracts/lock.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { Locks } from "./locks.tsx";

const at = "/api/v1/locks";
const id = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const base = { service: null, mode: "exclusive", waiting: 0, since: "2026-11-29T10:00:00.000Z" };
const kept = {
  ...{ ...base, id: id(1), host: "nas1", reason: "New disks", waiting: 2 },
  until: "2026-11-29T12:00:00.000Z",
  holder: { kind: "person", personId: id(9), name: "Abel" },
} as HostLock;
const working = {
  ...{ ...base, id: id(2), host: "media1", service: "jellyfin", reason: null, until: null },
  holder: {
    ...{ kind: "task", taskId: id(3), requestId: id(4), runId: id(5), name: "Update Jellyfin" },
    leaseUntil: null,
  },
} as HostLock;

function show(locks: HostLock[], role: "admin" | "approver" | "viewer") {
  const network = standInNetwork();
  network.answer(`GET ${at}`, { locks });
  network.answer("GET /api/hosts", {
    hosts: [{ repositoryId: id(6), name: "nas1" }],
    publicKey: "",
    seq: 0,
  });
  network.answer(`POST ${at}`, { locks: [kept] });
  network.answer(`DELETE ${at}/${kept.id}`, { locks: [] });
  renderAs(role, <Locks />);
  return { network, user: userEvent.setup() };
}

it("says who keeps others off what, since when, and how many wait", async () => {
  show([kept, working], "viewer");
  const [first, second] = await screen.findAllByRole("listitem");
  expect(first?.textContent).toContain("nas1the whole host2 tasks wait");
  expect(first?.textContent).toContain("kept by Abel");
  expect(first?.textContent).toContain("New disks");
  const link = within(second as HTMLElement).getByRole("link", { name: "“Update Jellyfin”" });
  expect(link.getAttribute("href")).toBe(`/requests/${id(4)}?run=${id(5)}`);
  expect(screen.queryByRole("button")).toBeNull();
});

it("an admin releases what somebody keeps; an approver only what is their own", async () => {
  const { user } = show([kept, working], "admin");
  await user.click(await screen.findByRole("button", { name: "Release nas1" }));
  expect(await screen.findByText("Nothing is locked")).toBeDefined();
});

it("an approver does not see a button for somebody else's lock", async () => {
  show([kept], "approver");
  await screen.findByText("kept by Abel", { exact: false });
  expect(screen.queryByRole("button", { name: "Release nas1" })).toBeNull();
});

it("keeps runs off a host for the time and reason given", async () => {
  const { user, network } = show([], "approver");
  await user.click(await screen.findByRole("button", { name: "Keep runs off a host" }));
  await screen.findByRole("option", { name: "nas1" });
  await user.selectOptions(screen.getByLabelText("For"), "2 hours");
  await user.type(screen.getByLabelText("Reason"), "New disks");
  await user.click(screen.getByRole("button", { name: "Keep runs off" }));
  expect(await screen.findByText("2 tasks wait")).toBeDefined();
  const sent = network.sent.find(({ method }) => method === "POST");
  expect(sent?.body).toEqual({ host: "nas1", reason: "New disks", ttl_minutes: 120 });
});
