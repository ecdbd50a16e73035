import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Webhook } from "#server/contracts/webhook.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { Webhooks } from "./webhooks.tsx";

const id = "00000000-0000-4000-8000-000000000001";
const at = "2026-11-29T10:00:00.000Z";
const kuma: Webhook = {
  ...{ id, name: "Kuma", format: "uptime_kuma", auth: "secret" },
  ...{ template: "restart {service} on {host}", personId: id, personName: "Ada" },
  ...{ conversationId: null, enabled: true, problem: null, createdAt: at, lastCalledAt: null },
  openIncidents: 2,
};
const path = `/api/v1/webhooks/${id}`;

function show(webhooks: readonly Webhook[]) {
  const network = standInNetwork();
  network.answer("GET /api/v1/webhooks", { webhooks });
  renderAs("admin", <Webhooks />);
  return { network, user: userEvent.setup() };
}

it.each([
  ["Uptime Kuma", null, /"Authorization": "Bearer chw_x"/],
  ["Alertmanager", null, /credentials: chw_x/],
  ["Grafana", "Signs each message", /Timestamp Header: X-Grafana-Alerting-Timestamp/],
  ["A sender of your own", "Signs each message", /X-Chiffon-Signature: t=\$t,v1=\$v1/],
])("makes one for %s and says once how to connect it", async (sender, _auth, words) => {
  const { network, user } = show([]);
  await user.click((await screen.findAllByRole("button", { name: "New webhook" }))[0] as Element);
  await user.type(screen.getByLabelText("Name"), "Kuma");
  await user.selectOptions(screen.getByLabelText("Sender"), sender);
  const template = screen.getByLabelText("What to ask for");
  await user.type(template, "restart {{service} on {{host}");
  const format =
    sender === "A sender of your own" ? "generic" : sender.toLowerCase().replace(" ", "_");
  const signs = screen.queryByLabelText("How it proves who it is") !== null;
  const auth = signs ? "signature" : "secret";
  network.answer("POST /api/v1/webhooks", { webhook: { ...kuma, format, auth }, secret: "chw_x" });
  await user.click(screen.getByRole("button", { name: "Make webhook" }));
  expect(await screen.findByText(words)).toBeDefined();
  expect(network.sent).toContainEqual({
    method: "POST",
    path: "/api/v1/webhooks",
    body: { name: "Kuma", template: "restart {service} on {host}", format, auth },
  });
  await user.click(screen.getByRole("button", { name: "Copy settings" }));
  await user.click(screen.getByRole("button", { name: "Done" }));
  expect(screen.queryByText(words)).toBeNull();
});

it("shows what it was told of and what came of that", async () => {
  const { network, user } = show([kuma]);
  const incident = { id, webhookId: id, title: "beacon-down on web1", count: 3, requestId: id };
  const when = { openedAt: at, lastAt: at, resolvedAt: null, reason: null };
  network.answer(`GET ${path}/incidents`, {
    incidents: [{ ...incident, ...when }],
    nextCursor: null,
  });
  expect(await screen.findByText("2 open")).toBeDefined();
  await user.click(screen.getByText(/Alerts, and how to connect/));
  expect(await screen.findByText("beacon-down on web1")).toBeDefined();
  expect(screen.getByText("told of 3 times")).toBeDefined();
  expect(screen.getByRole("link", { name: "Open the request" })).toBeDefined();
});

it("is tried, and says what came of it", async () => {
  const { network, user } = show([kuma]);
  const reason = "The alert names no host.";
  network.answer(`POST ${path}/test`, { alert: "x", outcome: "ignored", requestId: null, reason });
  await user.click(await screen.findByRole("button", { name: "Try Kuma" }));
  await user.type(screen.getByLabelText("Service"), "beacon");
  await user.click(screen.getByRole("button", { name: "Send alert" }));
  expect(await screen.findByText(/The alert names no host/)).toBeDefined();
  expect(network.sent).toContainEqual({
    ...{ method: "POST", path: `${path}/test`, body: { service: "beacon" } },
  });
});

it("is paused, edited, given a new secret and deleted", async () => {
  const { network, user } = show([kuma]);
  network.answer(`PATCH ${path}`, kuma);
  network.answer(`DELETE ${path}`, { ok: true });
  network.answer(`POST ${path}/secret`, { webhook: kuma, secret: "chw_new" });
  await user.click(await screen.findByRole("button", { name: "Pause Kuma" }));
  await user.click(screen.getByRole("button", { name: "Edit Kuma" }));
  await user.type(screen.getByLabelText("Name"), " 2");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await user.click(await screen.findByRole("button", { name: "New secret for Kuma" }));
  await user.click(screen.getByRole("button", { name: "Make a new secret" }));
  expect(await screen.findByText(/Bearer chw_new/)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Done" }));
  await user.click(screen.getByRole("button", { name: "Delete Kuma" }));
  const dialog = within(screen.getByRole("dialog", { name: "Delete Kuma?" }));
  await user.click(dialog.getByRole("button", { name: "Delete" }));
  const changes = network.sent.filter(({ method }) => method !== "GET");
  expect(changes.map(({ method, path: called }) => `${method} ${called}`)).toEqual([
    ...[`PATCH ${path}`, `PATCH ${path}`, `POST ${path}/secret`, `DELETE ${path}`],
  ]);
  expect(changes[1]?.body).toEqual({ name: "Kuma 2", template: kuma.template });
});
