import { afterAll, beforeEach, expect, it } from "vitest";
import { planFor, until } from "#tests/support/installation.ts";
import { startReceiver } from "#tests/support/message-receivers.ts";
import { makePushBrowser, readVoucher } from "#tests/support/push-browser.ts";
import { refusal, useLab } from "./lab.ts";

const lab = useLab();
const { chiffon } = lab;
const service = await startReceiver();
afterAll(() => service.close());
beforeEach(async () => {
  await chiffon.db.notificationChannel.deleteMany();
  for (const list of [service.calls, service.answers]) list.splice(0);
});

const base = "/api/v1/notifications";
const browser = makePushBrowser();
const target = () => ({ kind: "web_push", endpoint: `${service.url}/push/one`, ...browser.keys });
const turnOn = (client = chiffon.admin, more: object = {}) =>
  client.call<{ channel: { id: string; target: object } }>("POST", `${base}/channels`, {
    ...{ name: "Firefox on Linux", is_shared: false, kinds: ["approval_waiting", "run_finished"] },
    ...{ target: target(), ...more },
  });
const readAll = () =>
  service.calls.map(({ body }) => JSON.parse(browser.read(body)) as Record<string, string>);

it("tells a browser through its push service, encrypted for it alone (OPS-01)", async () => {
  const { channel } = await turnOn();
  expect(channel.target).toEqual({ kind: "web_push", service: "127.0.0.1" });
  const { plan, request_id: requestId } = await planFor(chiffon.admin, "Deploy the beacon");
  await until("the browser is told", () => service.calls.length === 1, 45_000);
  const [call] = service.calls;
  expect(call?.body.includes("beacon")).toBe(false);
  expect(readAll()[0]).toMatchObject({
    title: `Waiting for approval: ${plan.body["summary"]}`,
    body: expect.stringContaining("Asked for by Ada"),
    path: `/requests/${requestId}`,
  });
  expect(call?.headers).toMatchObject({ "content-encoding": "aes128gcm", ttl: "86400" });
  expect(call?.headers["topic"]).toMatch(/^[0-9a-f]{32}$/);

  // Signed by the key that browsers subscribe to, for this push service and for a day at most.
  const { push_key: pushKey } = await chiffon.admin.call("GET", `${base}/settings`);
  const { key, claims } = readVoucher(call?.headers.authorization ?? "");
  expect(key).toBe(pushKey);
  expect(claims.aud).toBe(service.url);
  expect(claims.exp * 1000).toBeLessThanOrEqual(Date.now() + 24 * 3_600_000 + 5_000);
});

it("keeps one pair of keys, whoever asks first", async () => {
  const { pushKeys } = chiffon.services;
  const read = await Promise.all(Array.from({ length: 8 }, () => pushKeys.read()));
  expect(new Set(read.map(({ publicKey }) => publicKey)).size).toBe(1);
  const row = await chiffon.db.notificationState.findUniqueOrThrow({ where: { id: 1 } });
  const stored = Buffer.from(row.ciphertext ?? []).toString("utf8");
  expect(stored).not.toContain(read[0]?.privateKey ?? "?");
});

it("says what to do when a browser takes no more messages", async () => {
  const { channel } = await turnOn();
  service.answers.push(410);
  const tested = await chiffon.admin.call("POST", `${base}/channels/${channel.id}/test`, {});
  expect(tested["problem"]).toMatch(/Delete this channel and turn it on again/);
});

it("is one person's own, also of who may only look, and no way to this machine for them", async () => {
  expect((await refusal(turnOn(chiffon.admin, { is_shared: true }))).status).toBe(400);
  expect((await refusal(turnOn(chiffon.viewer))).status).toBe(400);
  const inside = { target: { ...target(), endpoint: "https://127.0.0.1/push" } };
  expect((await refusal(turnOn(chiffon.viewer, inside))).status).toBe(400);
  await turnOn(chiffon.viewer, { target: { ...target(), endpoint: "https://push.example.com/x" } });
});
