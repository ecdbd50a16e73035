import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Role } from "#server/contracts/people.ts";
import type { UnattendedRun } from "#server/contracts/unattended.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids } from "#tests/support/dom/requests.ts";
import { UnattendedRuns } from "./unattended-runs.tsx";

const at = "/api/v1/unattended-runs";

function makeUnattended(change: Partial<UnattendedRun> = {}): UnattendedRun {
  return {
    ...{ id: ids.run, conversationId: ids.conversation, status: "running", startedBy: "Otto" },
    ...{ requests: ["Deploy Kuma", "Deploy Jellyfin"], maxRequests: 50, maxHours: 8 },
    ...{ maxConsecutiveFailures: 2, cooldownSeconds: 30, checkpointInterval: 5 },
    current: {
      ...{ requestId: ids.request, text: "Deploy Jellyfin" },
      startedAt: "2026-11-21T10:00:00.000Z",
    },
    results: [
      {
        ...{ text: "Deploy Kuma", requestId: ids.request, result: "done", seconds: 3 },
        startedAt: "2026-11-21T10:00:00.000Z",
      },
    ],
    ...{ startedAt: "2026-11-21T10:00:00.000Z", endedAt: null, stopReason: null },
    ...change,
  };
}

function show(runs: readonly UnattendedRun[], role: Role = "operator") {
  const network = standInNetwork();
  network.answer(`GET ${at}`, { runs, nextCursor: null });
  renderAs(role, <UnattendedRuns />);
  return { network, user: userEvent.setup() };
}

it("says how far each is, and what it does now", async () => {
  show([makeUnattended()], "viewer");
  expect(await screen.findByText("1 of 2 requests asked: 1 done")).toBeDefined();
  expect(screen.getByText(/now: Deploy Jellyfin/)).toBeDefined();
  expect(screen.queryAllByRole("button")).toEqual([]);
  expect(screen.getByRole("link", { name: "Open" }).getAttribute("href")).toBe(
    `/c/${ids.conversation}`,
  );
});

it.each([
  ["running", "Pause", "pause"],
  ["running", "Stop", "stop"],
  ["paused", "Resume", "resume"],
  ["paused", "Stop", "stop"],
] as const)("lets a %s one be told: %s", async (status, button, how) => {
  const { network, user } = show([makeUnattended({ status })]);
  network.answer(`POST ${at}/${ids.run}/${how}`, makeUnattended());
  await user.click(await screen.findByRole("button", { name: button }));
  expect(network.sent).toContainEqual({
    ...{ method: "POST", path: `${at}/${ids.run}/${how}`, body: {} },
  });
});

it("starts one with a request a line", async () => {
  const { network, user } = show([]);
  network.answer(`POST ${at}`, makeUnattended());
  expect(await screen.findByText("None yet.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Start one" }));
  const dialog = within(screen.getByRole("dialog"));
  await user.type(dialog.getByLabelText("Requests"), "Deploy Kuma{enter}{enter} Deploy Jellyfin ");
  await user.clear(dialog.getByLabelText("Hours at most"));
  await user.type(dialog.getByLabelText("Hours at most"), "2");
  await user.click(dialog.getByRole("button", { name: "Start" }));
  expect(network.sent.find(({ method }) => method === "POST")?.body).toEqual({
    ...{ requests: ["Deploy Kuma", "Deploy Jellyfin"], max_hours: 2 },
    ...{ max_consecutive_failures: 2, cooldown_seconds: 30, checkpoint_interval: 5 },
  });
});
