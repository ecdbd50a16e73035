import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Agent } from "#server/contracts/agent.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { testAgent } from "#tests/support/routing-candidates.ts";
import { Agents } from "./agents.tsx";

const card = {
  vendor: "nvidia" as const,
  name: "T4",
  vramTotalMb: 15_360,
  vramAvailableMb: 10_240,
};
const metrics: Agent["metrics"] = {
  ...{ cpuCores: 4, load: [1, 1, 1], memoryTotalMb: 8192, memoryAvailableMb: 4096, gpus: [card] },
  disks: [{ mount: "/srv", totalMb: 2048, availableMb: 1024 }],
};
const attic = testAgent(1, { name: "attic", metrics, domains: ["media"], tags: ["gpu"] });
const at = `/api/v1/agents/${attic.id}`;

function show(agent: Agent, role: "admin" | "viewer" = "admin") {
  const network = standInNetwork();
  network.answer("GET /api/v1/agents", { agents: [agent], seq: 0 });
  network.answer(`PATCH ${at}`, agent);
  network.answer(`DELETE ${at}`, { ok: true });
  renderAs(role, <Agents />);
  const sent = (method: string) =>
    network.sent.filter((one) => one.method === method).map(({ body }) => body);
  return { network, user: userEvent.setup(), sent };
}

it("shows an agent's cards and what it may act on", async () => {
  show(attic);
  expect(await screen.findByText("10.0 of 15.0 GB free")).toBeDefined();
  expect(screen.getByText(/acts only on media/)).toBeDefined();
});

it("drains an agent with work, disables an idle one and enables it again", async () => {
  const { user, sent } = show({ ...attic, slotsUsed: 1 });
  await user.click(await screen.findByRole("button", { name: "Drain" }));
  expect(sent("PATCH")).toEqual([{ enabled: false }]);
});

it("says that it drains, and enables it again", async () => {
  const { user, sent } = show({ ...attic, status: "disabled", isDraining: true, slotsUsed: 1 });
  expect(await screen.findByText("Draining")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Enable" }));
  expect(sent("PATCH")).toEqual([{ enabled: true }]);
});

it("changes tags", async () => {
  const { user, sent } = show(attic);
  await user.click(await screen.findByRole("button", { name: "Tags" }));
  const dialog = within(screen.getByRole("dialog"));
  await user.clear(dialog.getByLabelText("Tags"));
  await user.type(dialog.getByLabelText("Tags"), "gpu, basement,");
  await user.click(dialog.getByRole("button", { name: "Save" }));
  expect(sent("PATCH")).toEqual([{ tags: ["gpu", "basement"] }]);
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
});

it("removes an agent that is gone, once that is confirmed, and says why it can't", async () => {
  const { network, user, sent } = show({ ...attic, status: "offline" });
  const message = "Only an agent that is offline and holds no work can be removed.";
  network.answer(
    `DELETE ${at}`,
    { code: "agent_in_use", errorMessage: message, fix: "Wait." },
    409,
  );
  await user.click(await screen.findByRole("button", { name: "Remove" }));
  const dialog = within(screen.getByRole("dialog"));
  expect(sent("DELETE")).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Remove" }));
  expect(await dialog.findByText(message)).toBeDefined();
  network.answer(`DELETE ${at}`, { ok: true });
  await user.click(dialog.getByRole("button", { name: "Remove" }));
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
});

it("offers a viewer nothing to press, and removes no agent that is alive", async () => {
  show(attic, "viewer");
  await screen.findByText("attic");
  expect(screen.queryAllByRole("button")).toEqual([]);
});

it("asks for the last hour and the work once they are opened", async () => {
  const { network, user } = show(attic);
  const now = Date.now();
  const samples = [60, 30, 0].map((minutes, each) => ({
    ...{ at: new Date(now - minutes * 60_000).toISOString(), slotsUsed: 0 },
    ...{ loadShare: each / 4, memoryShare: 0.5 },
  }));
  const work = [
    {
      taskId: attic.id,
      requestId: attic.id,
      name: "Deploy Kuma",
      status: "running",
      startedAt: null,
    },
  ];
  const capacity = {
    ...{ slotsFree: 0, memoryFreeMb: 100, memoryReservedMb: 512, vramFreeMb: 0, cpuCoresFree: 3 },
    isFullBecause: "all slots in use",
  };
  network.answer(`GET ${at}`, { agent: attic, capacity, samples, work });
  const asked = () => network.sent.filter(({ path }) => path === at).length;
  const opener = await screen.findByText("Last hour, disks and work");
  expect(asked()).toBe(0);
  await user.click(opener);
  expect(await screen.findByText(/gets no more work now: all slots in use/)).toBeDefined();
  expect(
    screen.getByRole("img", { name: "Load in the last hour: between 0 % and 50 %" }),
  ).toBeDefined();
  expect(screen.getByRole("link", { name: "Deploy Kuma" }).getAttribute("href")).toBe(
    `/requests/${attic.id}`,
  );
  expect(screen.getByText("/srv")).toBeDefined();
});
