import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Notification } from "#server/contracts/notification.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { Bell } from "./bell.tsx";

const notification = (id: number, more: Partial<Notification> = {}): Notification => ({
  id: `00000000-0000-4000-8000-00000000000${id}`,
  kind: "approval_waiting",
  at: "2026-11-21T11:58:00.000Z",
  path: `/requests/${id}`,
  readAt: null,
  resolvedAt: null,
  about: {
    ...{ action: "Deploy Jellyfin", hosts: ["nas"], hostCount: 1, risk: "high", asker: "Otto" },
    ...{ outcome: null, reason: null, headHash: null },
  },
  ...more,
});

const list = "GET /api/v1/notifications";
const read = "POST /api/v1/notifications/read";

it("counts what is new and lists it with host, risk and a way to the card", async () => {
  const network = standInNetwork();
  network.answer(list, {
    notifications: [
      notification(1),
      notification(2, { readAt: "2026-11-21T11:59:00.000Z" }),
      notification(3, { resolvedAt: "2026-11-21T11:59:00.000Z" }),
    ],
    ...{ unread: 1, seq: 0 },
  });
  renderAs("approver", <Bell />);
  const bell = await screen.findByRole("button", { name: "Notifications, 1 new" });
  const user = userEvent.setup();
  await user.click(bell);
  const rows = within(screen.getByRole("dialog")).getAllByRole("listitem");
  expect(rows).toHaveLength(3);
  expect(rows[0]?.textContent).toMatch(
    /New: Waiting for approval: Deploy Jellyfin.*Host: nas · Risk: high · Asked for by Otto/,
  );
  expect(rows[1]?.textContent).not.toMatch(/New:/);
  expect(rows[2]?.textContent).toMatch(/Settled/);
  // Nothing in it decides.
  expect(screen.queryByRole("button", { name: /approve/i })).toBeNull();
  network.answer(read, { ok: true });
  const link = within(rows[0] ?? document.body).getByRole("link");
  expect(link.getAttribute("href")).toBe("/requests/1");
  await user.click(link);
  await expect
    .poll(() => network.sent.find(({ method }) => method === "POST")?.body)
    .toEqual({
      ids: [notification(1).id],
    });
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("marks all as read, and what another tab read is read here", async () => {
  const network = standInNetwork();
  network.answer(list, { notifications: [notification(1)], unread: 1, seq: 0 });
  network.answer(read, { ok: true });
  const { tell } = renderAs("approver", <Bell />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Notifications, 1 new" }));
  await user.click(screen.getByRole("button", { name: "Mark all as read" }));
  await expect.poll(() => network.sent.find(({ method }) => method === "POST")?.body).toEqual({});
  const readAt = "2026-11-21T11:59:00.000Z";
  network.answer(list, { notifications: [notification(1, { readAt })], unread: 0, seq: 1 });
  tell({ type: "notifications.changed" });
  expect(await screen.findByText("Nothing new.")).toBeDefined();
});

it("says so while there is nothing", async () => {
  const network = standInNetwork();
  network.answer(list, { notifications: [], unread: 0, seq: 0 });
  renderAs("viewer", <Bell />);
  await userEvent.setup().click(await screen.findByRole("button", { name: "Notifications" }));
  expect(await screen.findByText("Nothing yet")).toBeDefined();
});
