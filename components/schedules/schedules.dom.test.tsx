import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Role } from "#server/contracts/people.ts";
import type { Schedule } from "#server/contracts/schedule.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { SchedulesPage } from "./schedules-page.tsx";

const id = "00000000-0000-4000-8000-000000000001";
const at = "2026-12-06T03:00:00.000Z";
const weekly: Schedule = {
  ...{ id, kind: "run", text: "Update web1", repeatsRequestId: null, conversationId: null },
  ...{ cron: "0 4 * * 0", words: "Every Sunday at 04:00", timeZone: "Europe/Berlin" },
  ...{ graceMinutes: 60, enabled: true, problem: null, personId: id, personName: "Otto" },
  ...{ createdAt: at, nextAt: at, lastFiring: null },
};
const path = `/api/v1/schedules/${id}`;

function show(schedules: readonly Schedule[], role: Role = "admin") {
  const network = standInNetwork();
  network.answer("GET /api/v1/schedules", { schedules, nextCursor: null });
  network.answer("GET /api/v1/webhooks", { webhooks: [] });
  renderAs(role, <SchedulesPage />);
  return { network, user: userEvent.setup() };
}

it("says what is asked, when next, for whom and what came of it last", async () => {
  const reason = "What it asked for last still waits for a decision.";
  const firing = { id, scheduleId: id, dueAt: at, at, count: 1, requestId: null, result: null };
  show([{ ...weekly, lastFiring: { ...firing, outcome: "skipped", reason } }]);
  expect(await screen.findByText("Update web1")).toBeDefined();
  expect(screen.getByText(/Every Sunday at 04:00 \(Europe\/Berlin\)/)).toBeDefined();
  expect(await screen.findByText(/for Otto/)).toBeDefined();
  expect(screen.getByText("Skipped")).toBeDefined();
  expect(screen.getByText(reason)).toBeDefined();
});

it("says why one stopped by itself", async () => {
  show([
    { ...weekly, enabled: false, nextAt: null, problem: "Otto has no account here any more." },
  ]);
  expect(await screen.findByText("Stopped")).toBeDefined();
  expect(screen.getByText("Otto has no account here any more.")).toBeDefined();
});

it("pauses, fires and deletes one", async () => {
  const { network, user } = show([weekly]);
  network.answer(`PATCH ${path}`, weekly);
  network.answer(`DELETE ${path}`, { ok: true });
  network.answer(`POST ${path}/fire`, { id });
  await user.click(await screen.findByRole("button", { name: "Pause: Update web1" }));
  await user.click(screen.getByRole("button", { name: "Fire now: Update web1" }));
  await user.click(screen.getByRole("button", { name: "Delete: Update web1" }));
  await vi.waitFor(() =>
    expect(network.sent.filter(({ method }) => method !== "GET")).toEqual([
      { method: "PATCH", path, body: { enabled: false } },
      { method: "POST", path: `${path}/fire`, body: {} },
      { method: "DELETE", path, body: null },
    ]),
  );
});

it("says what words for times mean before anything is made, and makes it", async () => {
  const { network, user } = show([]);
  network.answer("GET /api/v1/schedules/times", {
    ...{ cron: weekly.cron, words: weekly.words, timeZone: "Europe/Berlin", next: [at] },
  });
  network.answer("POST /api/v1/schedules", weekly);
  await user.click(await screen.findByRole("button", { name: "New schedule" }));
  const dialog = within(screen.getByRole("dialog"));
  await user.type(dialog.getByLabelText("Request"), "Update web1");
  await user.type(dialog.getByLabelText("When"), "every Sunday at 4");
  await user.clear(dialog.getByLabelText("Time zone"));
  await user.type(dialog.getByLabelText("Time zone"), "Europe/Berlin");
  expect(await dialog.findByText(/Every Sunday at 04:00 .* Next: Sun/)).toBeDefined();
  await user.click(dialog.getByRole("button", { name: "Make schedule" }));
  await vi.waitFor(() =>
    expect(network.sent).toContainEqual({
      method: "POST",
      path: "/api/v1/schedules",
      body: {
        ...{ kind: "run", text: "Update web1", when: "every Sunday at 4" },
        ...{ time_zone: "Europe/Berlin", grace_minutes: 60 },
      },
    }),
  );
});

it("says which words it cannot read", async () => {
  const { network, user } = show([]);
  const errorMessage = '"soon" is no time that I can read. Say "every Sunday at 4".';
  network.answer(
    "GET /api/v1/schedules/times",
    { code: "invalid_input", errorMessage, fix: "" },
    400,
  );
  await user.click(await screen.findByRole("button", { name: "New schedule" }));
  await user.type(screen.getByLabelText("When"), "soon");
  expect(await screen.findByText(errorMessage)).toBeDefined();
});

it("begins with an example where there is none, and offers nothing to those who may not ask", async () => {
  const { user } = show([]);
  await user.click(await screen.findByRole("button", { name: /Back up the databases/ }));
  expect(screen.getByLabelText("When")).toHaveProperty("value", "daily at 03:00");
});

it("shows a viewer no button", async () => {
  show([weekly], "viewer");
  expect(await screen.findByText("Update web1")).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});
