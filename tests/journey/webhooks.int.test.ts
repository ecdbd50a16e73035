import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { waitForPlan } from "#tests/support/installation.ts";
import { alertmanagerBody, grafanaBody, kumaBody, kumaTestBody } from "./alert-samples.ts";
import { refusal, useLab } from "./lab.ts";

const lab = useLab();
const { chiffon } = lab;

interface Made {
  readonly webhook: { readonly id: string };
  readonly secret: string;
}
interface Reply {
  readonly alerts?: readonly {
    readonly alert: string;
    readonly outcome: string;
    readonly request_id: string | null;
    readonly reason: string | null;
  }[];
  readonly code?: string;
}
interface Kept {
  readonly title: string;
  readonly count: number;
  readonly resolved_at: string | null;
  readonly reason: string | null;
}

let made = 0;
function make(more: object = {}): Promise<Made> {
  const name = `Hook ${++made}`;
  const body = { name, format: "alertmanager", auth: "secret", template: "Deploy the {service}" };
  return chiffon.admin.call<Made>("POST", "/api/v1/webhooks", { ...body, ...more });
}

/** Calls as a sender does: no cookie, no Origin. */
async function send(
  { webhook }: Made,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; reply: Reply }> {
  const response = await fetch(`${chiffon.url}/api/v1/webhooks/${webhook.id}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return { status: response.status, reply: (await response.json()) as Reply };
}

const tell = (hook: Made, body: object, secret = hook.secret) =>
  send(hook, JSON.stringify(body), { authorization: `Bearer ${secret}` });
const hmac = (secret: string, text: string) =>
  createHmac("sha256", secret).update(text).digest("hex");
const nowSeconds = () => Math.floor(Date.now() / 1000);
function signed(hook: Made, body: string, at = nowSeconds(), secret = hook.secret) {
  const signature = `t=${at},v1=${hmac(secret, `${at}.${body}`)}`;
  return send(hook, body, { "x-chiffon-signature": signature });
}
const incidents = async ({ webhook }: Made) =>
  (
    await chiffon.admin.call<{ incidents: Kept[] }>(
      "GET",
      `/api/v1/webhooks/${webhook.id}/incidents`,
    )
  ).incidents;

describe("an alert becomes a request, once per incident (SCHED-01)", () => {
  it.each([
    [
      "alertmanager",
      alertmanagerBody("firing"),
      alertmanagerBody("resolved"),
      "InstanceDown on web1",
    ],
    ["grafana", grafanaBody("firing"), grafanaBody("resolved"), "High-memory-usage on web1"],
    ["uptime_kuma", kumaBody(0), kumaBody(1), "beacon-down on web1"],
    [
      "generic",
      { status: "firing", host: "web1", service: "beacon", alert: "disk full" },
      { status: "resolved", host: "web1", service: "beacon", alert: "disk full" },
      "disk-full on web1",
    ],
  ])("from %s", async (format, firing, resolved, title) => {
    const hook = await make({ format });
    const first = await tell(hook, firing);
    expect(first).toMatchObject({
      status: 200,
      reply: { alerts: [{ alert: title, outcome: "opened" }] },
    });
    const requestId = first.reply.alerts?.[0]?.request_id ?? "";
    const again = await Promise.all([tell(hook, firing), tell(hook, firing)]);
    for (const { reply } of again)
      expect(reply.alerts).toMatchObject([{ outcome: "repeated", request_id: requestId }]);
    expect(await incidents(hook)).toMatchObject([{ title, count: 3, resolved_at: null }]);

    // What the owner wrote, with a name in it; the rest of the alert went nowhere.
    const view = await waitForPlan(chiffon.viewer, requestId);
    expect(view).toMatchObject({ text: "Deploy the beacon", card: "awaiting" });
    expect((await lab.traces()).runs).toBe(0);

    expect((await tell(hook, resolved)).reply.alerts).toMatchObject([{ outcome: "resolved" }]);
    const { context } = await chiffon.viewer.call<{ context: { notes: { text: string }[] } }>(
      "GET",
      `/api/v1/requests/${requestId}/context`,
    );
    expect(context.notes.map(({ text }) => text)).toEqual(["The alert resolved by itself."]);
    const next = await tell(hook, firing);
    expect(next.reply.alerts?.[0]?.request_id).not.toBe(requestId);
    for (const id of [requestId, next.reply.alerts?.[0]?.request_id])
      await chiffon.admin.call("POST", `/api/v1/requests/${id}/cancel`, {});
  });

  it("keeps incidents apart by their fingerprint", async () => {
    const hook = await make();
    const one = await tell(hook, alertmanagerBody("firing", "aaaa"));
    const other = await tell(hook, alertmanagerBody("firing", "bbbb"));
    expect(one.reply.alerts?.[0]?.request_id).not.toBe(other.reply.alerts?.[0]?.request_id);
  });

  it("asks for nothing where an alert lacks the name, and says so", async () => {
    const hook = await make({ format: "generic", template: "Restart {service} on {host}" });
    const { reply } = await tell(hook, { service: "beacon" });
    expect(reply.alerts).toMatchObject([
      { outcome: "ignored", reason: "The alert names no host." },
    ]);
    expect(await incidents(hook)).toMatchObject([{ reason: "The alert names no host." }]);
  });

  it("does not let a storm of alerts bury anybody", async () => {
    const hook = await make();
    const [alert] = alertmanagerBody("firing").alerts;
    const alerts = Array.from({ length: 45 }, (_, index) => ({
      ...alert,
      fingerprint: `${index}`,
    }));
    const { reply } = await tell(hook, { ...alertmanagerBody("firing"), alerts });
    const outcomes = (reply.alerts ?? []).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "opened")).toHaveLength(20);
    expect(outcomes.filter((outcome) => outcome === "ignored")).toHaveLength(25);
    const ids = (reply.alerts ?? []).flatMap(({ request_id }) => request_id ?? []);
    for (const id of ids) await chiffon.admin.call("POST", `/api/v1/requests/${id}/cancel`, {});
  });

  it("names the webhook and its owner in the history, and none of the owner's tokens approves it", async () => {
    const hook = await make();
    const { reply } = await tell(hook, alertmanagerBody("firing"));
    const requestId = reply.alerts?.[0]?.request_id ?? "";
    const entry = await chiffon.db.auditEntry.findFirst({
      where: { type: "incident.opened", requestId },
    });
    expect(entry).toMatchObject({ actorKind: "rule", actorId: `webhook:${hook.webhook.id}` });
    expect(entry?.actorName).toContain("by Ada");
    const { askedByTokensOf, personId } = await chiffon.db.request.findUniqueOrThrow({
      where: { id: requestId },
    });
    expect(askedByTokensOf).toEqual([personId]);
    await chiffon.admin.call("POST", `/api/v1/requests/${requestId}/cancel`, {});
  });

  it("takes Kuma's test for what it is", async () => {
    const hook = await make({ format: "uptime_kuma" });
    expect(await tell(hook, kumaTestBody)).toMatchObject({ status: 200, reply: { alerts: [] } });
  });

  it("is tried with a made-up alert, whose incident does not stay open", async () => {
    const hook = await make();
    const tried = await chiffon.admin.call<{ outcome: string; request_id: string }>(
      "POST",
      `/api/v1/webhooks/${hook.webhook.id}/test`,
      { host: "web1", service: "beacon", alert: "test" },
    );
    expect(tried.outcome).toBe("opened");
    expect((await incidents(hook))[0]?.resolved_at).not.toBeNull();
    await chiffon.admin.call("POST", `/api/v1/requests/${tried.request_id}/cancel`, {});
  });

  it("asks for nothing while it is paused", async () => {
    const hook = await make();
    await chiffon.admin.call("PATCH", `/api/v1/webhooks/${hook.webhook.id}`, { enabled: false });
    const { reply } = await tell(hook, alertmanagerBody("firing"));
    expect(reply.alerts).toMatchObject([{ outcome: "ignored", reason: "The webhook is paused." }]);
    expect(await incidents(hook)).toEqual([]);
  });
});

describe("who may tell (SCHED-01)", () => {
  const body = JSON.stringify(kumaTestBody);
  const signing = { format: "uptime_kuma", auth: "signature" };

  it("takes a signature of the body and the time, once", async () => {
    const hook = await make(signing);
    const at = nowSeconds();
    expect(await signed(hook, body, at)).toMatchObject({ status: 200 });
    expect(await signed(hook, body, at)).toMatchObject({
      status: 401,
      reply: { code: "webhook_refused" },
    });
    const both = await Promise.all([signed(hook, body, at - 1), signed(hook, body, at - 1)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it("takes Grafana's signature, with its time", async () => {
    const hook = await make({ ...signing, format: "grafana" });
    const text = JSON.stringify({ alerts: [] });
    const at = nowSeconds();
    const grafana = hmac(hook.secret, `${at}:${text}`);
    const headers = {
      "x-grafana-alerting-signature": grafana,
      "x-grafana-alerting-timestamp": `${at}`,
    };
    expect((await send(hook, text, headers)).status).toBe(200);
    // Without a time it could be shown again for ever.
    const timeless = { "x-grafana-alerting-signature": hmac(hook.secret, text) };
    expect((await send(hook, text, timeless)).status).toBe(401);
  });

  it("takes the secret as a password too, as Alertmanager can show it", async () => {
    const hook = await make({ format: "uptime_kuma" });
    const authorization = `Basic ${Buffer.from(`chiffon:${hook.secret}`).toString("base64")}`;
    expect((await send(hook, body, { authorization })).status).toBe(200);
  });

  it("refuses everything else, and leaves no trace of it but in the history", async () => {
    const hook = await make(signing);
    const shown = await make({ format: "uptime_kuma" });
    const at = nowSeconds();
    const refused = [
      await signed(hook, body, at, "wrong"),
      await signed(hook, body, at - 301),
      await signed(hook, body, at + 330),
      await send(hook, `${body} `, {
        "x-chiffon-signature": `t=${at},v1=${hmac(hook.secret, `${at}.${body}`)}`,
      }),
      await send(hook, body, {}),
      await tell(hook, kumaTestBody),
      await tell(shown, kumaTestBody, "wrong"),
      await tell(shown, kumaTestBody, ""),
      await send(shown, body, {}),
      await tell(
        { ...shown, webhook: { id: "00000000-0000-4000-8000-000000000000" } },
        kumaTestBody,
      ),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 401));
    const other = await make(signing);
    const crossed = await signed(hook, body, at, other.secret);
    expect(crossed.status).toBe(401);
    expect(
      await chiffon.db.auditEntry.count({ where: { type: "security.rejected" } }),
    ).toBeGreaterThan(0);
  });

  it("refuses a page, whatever it shows", async () => {
    const hook = await make({ format: "uptime_kuma" });
    const foreign = { authorization: `Bearer ${hook.secret}`, origin: "https://elsewhere.example" };
    expect((await send(hook, body, foreign)).status).toBe(403);
  });

  it("refuses a body beyond 64 KiB, one that is no JSON, and one of another sender", async () => {
    const hook = await make();
    const authorization = { authorization: `Bearer ${hook.secret}` };
    const large = JSON.stringify({ alerts: [], groupKey: "x".repeat(65 * 1024) });
    expect((await send(hook, large, authorization)).status).toBe(413);
    expect((await send(hook, "{", authorization)).status).toBe(400);
    expect((await tell(hook, { heartbeat: {}, monitor: {} })).status).toBe(400);
  });

  it("shows a secret once, keeps none of it readable, and takes a new one only", async () => {
    const hooks = [await make(), await make(signing)];
    const stored = JSON.stringify(await chiffon.db.webhook.findMany(), (_key, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
    );
    const listed = JSON.stringify(await chiffon.admin.call("GET", "/api/v1/webhooks"));
    for (const { secret } of hooks) expect(stored + listed).not.toContain(secret);
    const [hook] = hooks;
    if (hook === undefined) throw new Error("there is one");
    const renewed = await chiffon.admin.call<Made>(
      "POST",
      `/api/v1/webhooks/${hook.webhook.id}/secret`,
      {},
    );
    expect((await tell(hook, { alerts: [] })).status).toBe(401);
    expect((await tell(renewed, { alerts: [] })).status).toBe(200);
  });

  it("slows down a sender that never stops, and whoever guesses", async () => {
    const hook = await make({ format: "uptime_kuma" });
    const calls = Array.from({ length: 70 }, () => tell(hook, kumaTestBody));
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(60);
    expect(statuses).toContain(429);
  });

  it("is an admin's, with a template that names what alerts have", async () => {
    expect(await refusal(chiffon.approver.call("GET", "/api/v1/webhooks"))).toMatchObject({
      status: 403,
    });
    const bad = await refusal(make({ template: "restart {everything}" }));
    expect(bad).toMatchObject({ status: 400 });
    expect(JSON.stringify(bad.reply)).toContain("Use {host}, {service} or {alert}");
  });
});
