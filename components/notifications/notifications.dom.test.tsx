import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Channel, NotificationSettings } from "#server/contracts/notification.ts";
import type { Role } from "#server/contracts/people.ts";
import { scopesFor } from "#server/notifications/domain/audience.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { shownKinds } from "./notification-labels.ts";
import { Notifications } from "./notifications.tsx";
import { browserName, pushObstacle } from "./push-subscription.ts";

const id = "00000000-0000-4000-8000-000000000001";
const channel: Channel = {
  ...{ id, name: "Phone", isShared: true, enabled: true, hasSecret: true, waiting: 2 },
  kinds: ["approval_waiting"],
  target: { kind: "ntfy", url: "https://ntfy.example", topic: "homelab" },
  lastSentAt: null,
  failed: [
    {
      ...{ id, notificationId: id, kind: "run_finished", title: "Done: Deploy Jellyfin" },
      ...{ status: "failed", attempts: 8, isMaybeTwice: true, at: "2026-11-21T11:58:00.000Z" },
      error: "ntfy.example has trouble of its own (500).",
    },
  ],
};

function show(role: Role = "admin", more: Partial<NotificationSettings> = {}) {
  const network = standInNetwork();
  const scopes = scopesFor({ role, chosen: {} });
  network.answer("GET /api/v1/notifications/settings", {
    scopes: shownKinds.map((kind) => ({ kind, scope: scopes[kind] })),
    ...{ channels: [channel], address: "http://chiffon.lan", pushKey: "key" },
    ...more,
  });
  renderAs(role, <Notifications />);
  return { network, user: userEvent.setup() };
}

const sentBy = (network: ReturnType<typeof standInNetwork>, method: string) =>
  network.sent.filter((each) => each.method === method);

describe("what one wants to hear of", () => {
  it("is chosen kind by kind", async () => {
    const { network, user } = show("operator");
    const choice = await screen.findByRole("combobox", { name: "A run is over" });
    expect((choice as HTMLSelectElement).value).toBe("mine");
    await user.selectOptions(choice, "All");
    await expect
      .poll(() => sentBy(network, "PATCH")[0]?.body)
      .toEqual({
        scopes: [{ kind: "run_finished", scope: "all" }],
      });
    // Machines are nobody's own.
    const machines = screen.getByRole("combobox", { name: "A machine goes offline" });
    expect(
      within(machines)
        .getAllByRole("option")
        .map(({ textContent }) => textContent),
    ).toEqual(["Never", "All"]);
  });
});

describe("a channel", () => {
  it("shows what could not be sent, why, and sends it again by a press", async () => {
    const { network, user } = show();
    expect(await screen.findByText(/has trouble of its own/)).toBeDefined();
    expect(screen.getByText(/tried 8 times.*it may have arrived/)).toBeDefined();
    expect(screen.getByText(/2 waiting for another try/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: /^Send again/ }));
    await expect
      .poll(() => sentBy(network, "POST")[0]?.path)
      .toBe(`/api/v1/notifications/deliveries/${id}/send-again`);
  });

  it("says exactly what is wrong when a test fails", async () => {
    const { network, user } = show();
    const problem =
      "ntfy.example refuses the token: give the channel one that may write there (403).";
    network.answer(`POST /api/v1/notifications/channels/${id}/test`, { ok: false, problem });
    await user.click(await screen.findByRole("button", { name: "Send a test to Phone" }));
    expect(await screen.findByText(problem)).toBeDefined();
  });

  it("is paused, sent other kinds, and deleted after a question", async () => {
    const { network, user } = show();
    await user.click(await screen.findByRole("button", { name: "Pause Phone" }));
    await user.click(screen.getByRole("checkbox", { name: "A run is over" }));
    await expect
      .poll(() => sentBy(network, "PATCH").map(({ body }) => body))
      .toEqual([{ enabled: false }, { kinds: ["approval_waiting", "run_finished"] }]);
    await user.click(screen.getByRole("button", { name: "Delete Phone" }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Delete" }));
    await expect.poll(() => sentBy(network, "DELETE")).toHaveLength(1);
  });

  it.each([
    ["admin", true],
    ["operator", false],
  ] as const)("is made by an %s, for everybody: %s", async (role, canShare) => {
    const { network, user } = show(role);
    const made = "POST /api/v1/notifications/channels";
    network.answer(made, { channel: { ...channel, failed: [] }, secret: "chn_shown_once" });
    await user.click(await screen.findByRole("button", { name: "New channel" }));
    const dialog = within(screen.getByRole("dialog"));
    await user.selectOptions(dialog.getByLabelText("Kind"), "Webhook");
    await user.type(dialog.getByLabelText("Name"), "Assistant");
    await user.type(dialog.getByLabelText("Address"), "http://192.168.1.20/hook");
    expect(dialog.queryByLabelText("For") !== null).toBe(canShare);
    await user.click(dialog.getByRole("button", { name: "Make channel" }));
    await expect
      .poll(() => sentBy(network, "POST")[0]?.body)
      .toMatchObject({
        ...{ name: "Assistant", is_shared: canShare },
        target: { kind: "webhook", url: "http://192.168.1.20/hook" },
      });
    expect(await screen.findByText("chn_shown_once")).toBeDefined();
  });
});

describe("messages to a browser", () => {
  it("are explained where they can't be, instead of a dead button", async () => {
    show();
    // jsdom has neither a service worker nor a secure origin.
    expect(
      await screen.findByText(/served over https, or from localhost|takes no messages/),
    ).toBeDefined();
    expect(screen.queryByRole("button", { name: "Tell this browser" })).toBeNull();
  });

  it.each([
    [{ isSecureContext: false, navigator: { serviceWorker: {} }, PushManager: {} }, /over https/],
    [{ isSecureContext: true, navigator: {} }, /Home Screen/],
    [{ isSecureContext: true, navigator: { serviceWorker: {} } }, /Home Screen/],
    [{ isSecureContext: true, navigator: { serviceWorker: {} }, PushManager: {} }, null],
  ])("%o", (surroundings, said) => {
    const obstacle = pushObstacle(surroundings);
    if (said === null) expect(obstacle).toBeNull();
    else expect(obstacle).toMatch(said);
  });

  it("name the browser as people do", () => {
    const edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/130 Safari/537 Edg/130";
    expect(browserName("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0")).toBe(
      "Firefox on Linux",
    );
    expect(browserName(edge)).toBe("Edge on Windows");
    expect(browserName("something else")).toBe("Browser");
  });
});
