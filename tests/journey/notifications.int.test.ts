import { spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SpendLedger } from "#server/ai/spend-ledger.ts";
import { systemActor } from "#server/contracts/common.ts";
import { Deliver } from "#server/notifications/deliver.ts";
import { inTransaction } from "#server/platform/prisma.ts";
import type { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { noBudgets } from "#tests/support/fake-model/model-lab.ts";
import { planFor, until as untilAtLast } from "#tests/support/installation.ts";
import { startMailServer, startReceiver } from "#tests/support/message-receivers.ts";
import { refusal, settled, useLab } from "./lab.ts";

const lab = useLab({ config: { agentOfflineSeconds: 3 } });
const { chiffon } = lab;
const base = "/api/v1/notifications";
const hook = await startReceiver();
const ntfy = await startReceiver();
const mail = await startMailServer({ user: "chiffon", password: "a mail password" });
afterAll(async () => {
  await Promise.all([hook.close(), ntfy.close(), mail.close()]);
});

/** Nothing here takes long; a run of a playbook takes longest. */
const until = (what: string, holds: () => boolean | Promise<boolean>, withinMs = 45_000) =>
  untilAtLast(what, holds, withinMs);

interface Failure {
  readonly id: string;
  readonly title: string;
  readonly error: string;
  readonly attempts: number;
  readonly is_maybe_twice: boolean;
}
interface WireChannel {
  readonly id: string;
  readonly name: string;
  readonly failed: readonly Failure[];
  readonly waiting: number;
  readonly has_secret: boolean;
  readonly target: Readonly<Record<string, unknown>>;
}
interface Made {
  readonly channel: WireChannel;
  readonly secret: string | null;
}
interface Bell {
  readonly unread: number;
  readonly notifications: readonly {
    readonly id: string;
    readonly kind: string;
    readonly path: string;
    readonly about: Readonly<Record<string, unknown>>;
    readonly read_at: string | null;
    readonly resolved_at: string | null;
  }[];
}

let channels = 0;
const everything = [
  ...["approval_waiting", "run_finished", "needs_review"],
  ...["machine_offline", "machine_back", "firing_failed", "budget_reached"],
];
async function makeChannel(
  client: ChiffonClient,
  target: object,
  more: object = {},
): Promise<Made> {
  const body = { name: `Channel ${++channels}`, is_shared: true, kinds: everything, target };
  return client.call<Made>("POST", `${base}/channels`, { ...body, ...more });
}
const webhook = (url = hook.url) => ({ kind: "webhook", url: `${url}/in` });
const toTopic = () => ({ kind: "ntfy", url: ntfy.url, topic: "homelab" });
const toMail = (more: object = {}) => ({
  ...{ kind: "mail", host: "127.0.0.1", port: mail.port, security: "none", user: "chiffon" },
  ...{ from: "chiffon@example.com", to: "ada@example.com" },
  ...more,
});
const bell = (client: ChiffonClient) => client.call<Bell>("GET", `${base}?limit=200`);
const settings = (client: ChiffonClient) =>
  client.call<{
    channels: WireChannel[];
    scopes: { kind: string; scope: string }[];
    address: string;
  }>("GET", `${base}/settings`);
async function channel(id: string): Promise<WireChannel> {
  const found = (await settings(chiffon.admin)).channels.find((each) => each.id === id);
  if (found === undefined) throw new Error("no such channel");
  return found;
}
const ofRequest =
  (requestId: string) =>
  ({ path }: { path: string }) =>
    path.endsWith(requestId);
const toldOf = (requestId: string) =>
  hook.json().filter(({ link }) => String(link).endsWith(requestId));

const never = () => Promise.reject(new Error("nothing is sent here"));

/** Has what waits for another try be due now, as if the time had passed. */
async function passTime(): Promise<void> {
  const { db, services } = chiffon;
  const waiting = await db.notificationDelivery.findMany({ where: { status: "waiting" } });
  await db.notificationDelivery.updateMany({
    where: { status: "waiting" },
    data: { dueAt: new Date(Date.now() - 1_000) },
  });
  await Promise.all(waiting.map(({ id }) => services.deliver.run(id)));
}

beforeEach(async () => {
  // Tried again where a worker has its hand on one at the moment.
  await inTransaction(chiffon.db, (tx) => tx.notificationChannel.deleteMany());
  for (const list of [hook.calls, hook.answers, ntfy.calls, ntfy.answers, mail.mails])
    list.splice(0);
});

describe("who is told of what (OPS-01)", () => {
  it("tells of a waiting plan with action, hosts, risk and where to look, and of its end with the audit's head", async () => {
    const { secret } = await makeChannel(chiffon.admin, webhook());
    await makeChannel(chiffon.admin, toTopic(), { secret: "tk_secret" });
    await makeChannel(chiffon.admin, toMail(), { secret: "a mail password" });
    const { plan, request_id: requestId } = await planFor(chiffon.operator, "Deploy the beacon");
    await until("the plan is told of", () => toldOf(requestId).length === 1, 20_000);
    expect(toldOf(requestId)[0]).toMatchObject({
      ...{
        kind: "approval_waiting",
        hosts: ["localhost"],
        host_count: 1,
        risk: expect.any(String),
      },
      ...{ action: plan.body["summary"], asked_by: "Otto", audit_head: null },
      link: `${chiffon.url}/requests/${requestId}`,
    });
    await chiffon.approver.decide(plan);
    await until("the end is told of", () => toldOf(requestId).length === 2);
    const [, end] = toldOf(requestId);
    expect(end).toMatchObject({ kind: "run_finished", outcome: "done", asked_by: "Otto" });
    const report = await chiffon.container.services.verification.run({
      expectHash: String(end?.["audit_head"]),
    });
    expect(report.firstBad).toBeNull();

    // Signed as our own webhooks want it, with the secret that was shown once.
    const call = hook.calls[0];
    const [, at = "", signature] =
      /^t=(\d+),v1=(.+)$/.exec(String(call?.headers["x-chiffon-signature"])) ?? [];
    const expected = createHmac("sha256", secret ?? "")
      .update(`${at}.`)
      .update(call?.body ?? "");
    expect(signature).toBe(expected.digest("hex"));

    await until(
      "ntfy and mail have both as well",
      () => {
        return ntfy.calls.length === 2 && mail.mails.length === 2;
      },
      20_000,
    );
    expect(ntfy.calls[0]?.headers.authorization).toBe("Bearer tk_secret");
    expect(ntfy.json()[0]).toMatchObject({
      ...{ topic: "homelab", title: `Waiting for approval: ${plan.body["summary"]}` },
      ...{ click: `${chiffon.url}/requests/${requestId}`, tags: ["raised_hand"] },
      message: expect.stringContaining("Asked for by Otto"),
    });
    const [first] = mail.mails;
    expect(first?.to).toEqual(["ada@example.com"]);
    expect(first?.text).toContain("Waiting for approval");
    expect(first?.text).toMatch(/Message-ID: <[0-9a-f-]{36}@chiffon\.local>/i);

    // Once each, whatever else passes by.
    await settled(chiffon);
    expect(toldOf(requestId)).toHaveLength(2);
    // Nothing in a message decides: no address of the API, no method, no token.
    for (const text of [...hook.calls, ...ntfy.calls].map(({ body }) => String(body)))
      expect(text).not.toMatch(/\/api\/|approve["']?\s*:|digest/i);
  });

  it("stands in the bells of those it concerns, and leaves them read on every tab", async () => {
    const { plan, request_id: requestId } = await planFor(chiffon.operator, "Deploy the beacon");
    const waits = async (client: ChiffonClient) =>
      (await bell(client)).notifications.find(ofRequest(requestId));
    await until("it stands in the bell", async () => (await waits(chiffon.approver)) !== undefined);
    expect(await waits(chiffon.operator)).toMatchObject({ kind: "approval_waiting" });
    expect(await waits(chiffon.viewer)).toBeUndefined();
    const before = (await bell(chiffon.approver)).unread;
    const id = (await waits(chiffon.approver))?.id;
    await chiffon.approver.call("POST", `${base}/read`, { ids: [id] });
    expect((await waits(chiffon.approver))?.read_at).not.toBeNull();
    expect((await bell(chiffon.approver)).unread).toBe(before - 1);
    // One's own reading is nobody else's.
    expect((await waits(chiffon.operator))?.read_at).toBeNull();
    await chiffon.approver.decide(plan, "reject");
    await until("it waits no longer", async () => {
      return (await waits(chiffon.operator))?.resolved_at !== null;
    });
  });

  it("keeps the newest two hundred of each, and forgets what is a month old", async () => {
    const { db, services } = chiffon;
    const { id: personId } = await db.person.findUniqueOrThrow({ where: { name: "Abel" } });
    const old = Array.from({ length: 205 }, (_, at) => ({
      id: randomUUID(),
      auditSeq: BigInt(-at - 1),
    }));
    const about = { action: "shed", hosts: [], hostCount: 0, risk: null, asker: null };
    const facts = { ...about, outcome: null, reason: null, headHash: null };
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
    await db.notification.createMany({
      data: old.map((each, at) => ({
        ...{ ...each, kind: "machine_back", path: "/fleet", facts, at: ago(at < 5 ? 40 : 2) },
      })),
    });
    await db.notificationReader.createMany({
      data: old.map(({ id }, at) => ({ personId, notificationId: id, at: ago(at < 5 ? 1 : 2) })),
    });
    const { request_id: requestId } = await planFor(chiffon.operator, "Deploy the beacon");
    const inBell = async () => (await bell(chiffon.approver)).notifications;
    await until("the new one is there", async () => (await inBell()).some(ofRequest(requestId)));
    expect(await db.notificationReader.count({ where: { personId } })).toBe(200);
    const forgetting = new Deliver({
      ...{ db, log: chiffon.container.log, people: services.people, plans: services.plans },
      ...{ sender: { send: never, messageOf: never }, random: Math.random },
    });
    await forgetting.sweep();
    expect(await db.notification.count({ where: { at: { lt: ago(31) } } })).toBe(0);
    expect((await inBell()).some(ofRequest(requestId))).toBe(true);
    await db.notification.deleteMany({ where: { auditSeq: { lt: 0n } } });
  });

  it("hears what it chose: nothing, its own, or all", async () => {
    const choose = (client: ChiffonClient, scope: string) =>
      client.call("PATCH", `${base}/settings`, { scopes: [{ kind: "approval_waiting", scope }] });
    await choose(chiffon.viewer, "all");
    await choose(chiffon.approver, "mine");
    await choose(chiffon.operator, "off");
    const { request_id: requestId } = await planFor(chiffon.operator, "Deploy the beacon");
    const hears = async (client: ChiffonClient) =>
      (await bell(client)).notifications.some(ofRequest(requestId));
    await until("who hears all has heard", () => hears(chiffon.viewer));
    expect([await hears(chiffon.approver), await hears(chiffon.operator)]).toEqual([false, false]);
    for (const client of [chiffon.approver, chiffon.operator]) await choose(client, "approvable");
    await choose(chiffon.viewer, "approvable");
    const refused = await refusal(
      chiffon.admin.call("PATCH", `${base}/settings`, {
        scopes: [{ kind: "machine_back", scope: "mine" }],
      }),
    );
    expect(refused.status).toBe(400);
  });

  it("sends a person's own channel only what that person hears of", async () => {
    const own = { is_shared: false, kinds: ["approval_waiting"] };
    await makeChannel(chiffon.admin, webhook(), own);
    const scopes = (scope: string) =>
      chiffon.admin.call("PATCH", `${base}/settings`, {
        scopes: [{ kind: "approval_waiting", scope }],
      });
    await scopes("mine");
    const { request_id: others } = await planFor(chiffon.operator, "Deploy the beacon");
    const { request_id: mine } = await planFor(chiffon.admin, "Deploy the beacon");
    await until("their own is told of", () => toldOf(mine).length === 1);
    expect(toldOf(others)).toHaveLength(0);
    await scopes("approvable");
  });

  it("does not disturb for a plan that was decided before its message went", async () => {
    await makeChannel(chiffon.admin, webhook());
    const { plan, request_id: requestId } = await planFor(chiffon.operator, "Deploy the beacon");
    await chiffon.approver.decide(plan, "reject");
    await settled(chiffon);
    await delay(2_500);
    await settled(chiffon);
    expect(toldOf(requestId)).toHaveLength(0);
  });

  it("tells once that an agent is offline, and once that it is back", async () => {
    await makeChannel(chiffon.admin, webhook());
    const { db, services } = chiffon;
    const row = await db.agent.create({
      data: {
        ...{ name: "shed", agentType: "infra", workTypes: [], slots: 1, version: "1" },
        ...{ identity: randomUUID(), lastHeartbeatAt: new Date(Date.now() - 60_000) },
      },
    });
    const kinds = () =>
      hook
        .json()
        .filter(({ action }) => action === "shed")
        .map(({ kind }) => kind);
    await until("it is said to be offline", () => kinds().length > 0);
    await Promise.all([services.agents.noteSilence(), services.agents.noteSilence()]);
    await db.agent.update({
      where: { id: row.id },
      data: { lastHeartbeatAt: new Date(Date.now() + 60_000) },
    });
    await until("it is said to be back", () => kinds().length > 1);
    await Promise.all([services.agents.noteSilence(), services.agents.noteSilence()]);
    await settled(chiffon);
    expect(kinds()).toEqual(["machine_offline", "machine_back"]);
    const offline = (await bell(chiffon.admin)).notifications.find(
      ({ kind, about }) => kind === "machine_offline" && about["action"] === "shed",
    );
    expect(offline?.resolved_at).not.toBeNull();
    expect((await bell(chiffon.operator)).notifications.map(({ kind }) => kind)).not.toContain(
      "machine_offline",
    );
    await db.agent.delete({ where: { id: row.id } });
  });

  it("tells admins once, and nobody else, that a budget is reached", async () => {
    await makeChannel(chiffon.admin, webhook());
    const { db, services } = chiffon;
    const budgets = { ...noBudgets, externalDayMicroUsd: 2_500_000 };
    const ledger = new SpendLedger({ db, audit: services.audit, defaults: budgets });
    const call = {
      ...{ requestId: null, conversationId: null, purpose: "understand" },
      ...({ tier: "external", model: "claude-sonnet-5-5" } as const),
    };
    for (let time = 0; time < 3; time += 1)
      expect((await ledger.reserve(call, { microUsd: 2_600_000, tokens: 1 })).kind).toBe("refused");
    await until("it is told of", () => hook.json().some(({ kind }) => kind === "budget_reached"));
    await settled(chiffon);
    const [told, ...more] = hook.json().filter(({ kind }) => kind === "budget_reached");
    expect(more).toEqual([]);
    expect(JSON.stringify(told)).toContain("today's money for external models");
    expect(JSON.stringify(told)).toContain("$2.50");
    const heard = async (client: ChiffonClient) =>
      (await bell(client)).notifications.filter(({ kind }) => kind === "budget_reached").length;
    expect(await heard(chiffon.admin)).toBe(1);
    expect(await heard(chiffon.operator)).toBe(0);
    await db.modelCall.deleteMany();
  });

  it("tells whoever set it up that a schedule or an alert could not be planned", async () => {
    await makeChannel(chiffon.admin, webhook());
    const made = await chiffon.operator.call<{ id: string }>("POST", "/api/v1/schedules", {
      ...{ text: "Deploy the unheard-of", when: "daily at 4" },
    });
    await chiffon.operator.call("POST", `/api/v1/schedules/${made.id}/fire`, {});
    await until("it is told of", () => hook.json().some(({ kind }) => kind === "firing_failed"));
    const own = (await bell(chiffon.operator)).notifications.filter(
      ({ kind }) => kind === "firing_failed",
    );
    expect(own).toHaveLength(1);
    const { webhook: alerts, secret } = await chiffon.admin.call<{
      webhook: { id: string };
      secret: string;
    }>("POST", "/api/v1/webhooks", {
      ...{ name: "Silent", format: "generic", auth: "secret", template: "Deploy {service}" },
    });
    const headers = { authorization: `Bearer ${secret}` };
    // It names no service, so nothing can be asked for.
    await chiffon
      .stranger()
      .call("POST", `/api/v1/webhooks/${alerts.id}`, { host: "web1" }, headers);
    await until("the alert is told of", () => {
      return hook.json().some(({ action }) => String(action).startsWith("Silent"));
    });
  });

  it("asks for a look at a run whose end nobody saw, until somebody had one", async () => {
    await makeChannel(chiffon.admin, webhook());
    const { request_id: requestId, plan } = await planFor(chiffon.operator, "Deploy the beacon");
    const taskId = randomUUID();
    const { audit } = chiffon.services;
    const record = (type: "task.needs_review" | "task.reviewed") =>
      inTransaction(chiffon.db, (tx) =>
        audit.record(tx, {
          type,
          actor: systemActor,
          subject: { requestId, planId: plan.id, taskId },
        }),
      );
    await record("task.needs_review");
    await until("it is told of", () =>
      toldOf(requestId).some(({ kind }) => kind === "needs_review"),
    );
    const seen = async () =>
      (await bell(chiffon.approver)).notifications.find(
        ({ kind, path }) => kind === "needs_review" && path.endsWith(requestId),
      );
    expect((await seen())?.resolved_at).toBeNull();
    await record("task.reviewed");
    await until("it is settled", async () => (await seen())?.resolved_at !== null);
  });
});

describe("once for each channel, and honest where it may be twice", () => {
  /** A message that waits for its channel. */
  async function waitingDelivery(answers: readonly (number | "silence" | "hang up")[]) {
    const made = await makeChannel(chiffon.admin, webhook(), { kinds: ["approval_waiting"] });
    hook.answers.push(...answers);
    const { request_id: requestId } = await planFor(chiffon.operator, "Deploy the beacon");
    const find = () =>
      chiffon.db.notificationDelivery.findFirst({ where: { channelId: made.channel.id } });
    await until("its delivery is made", async () => (await find()) !== null);
    const row = await find();
    if (row === null) throw new Error("no delivery");
    const read = () => chiffon.db.notificationDelivery.findUniqueOrThrow({ where: { id: row.id } });
    return { ...made, requestId, deliveryId: row.id, read };
  }

  it.each([[500], [503], [429], ["hang up" as const]])(
    "is tried again after %s",
    async (answer) => {
      const { requestId, read } = await waitingDelivery([answer]);
      await until("it was tried", async () => (await read()).attempts === 1);
      await until("its failure is written down", async () => (await read()).error !== null);
      expect((await read()).status).toBe("waiting");
      await passTime();
      expect((await read()).status).toBe("sent");
      expect(toldOf(requestId)).toHaveLength(2);
      const keys = hook.calls.map(({ headers }) => headers["idempotency-key"]);
      expect(new Set(keys).size).toBe(1);
    },
  );

  it("is set aside after its tries, with the reason, and sent again by a press", async () => {
    const { channel: made, read, deliveryId } = await waitingDelivery(Array(8).fill(500));
    await until("it was tried", async () => (await read()).attempts === 1);
    await until("its failure is written down", async () => (await read()).error !== null);
    for (let round = 0; round < 9; round++) await passTime();
    expect(await read()).toMatchObject({ status: "failed", attempts: 8 });
    expect(hook.calls).toHaveLength(8);
    const [failure] = (await channel(made.id)).failed;
    expect(failure).toMatchObject({ id: deliveryId, attempts: 8, is_maybe_twice: false });
    expect(failure?.error).toMatch(/has trouble of its own \(500\)/);
    const again = `${base}/deliveries/${deliveryId}/send-again`;
    expect((await refusal(chiffon.approver.call("POST", again, {}))).status).toBe(403);
    await chiffon.admin.call("POST", again, {});
    await until("it is sent", async () => (await read()).status === "sent");
    expect((await refusal(chiffon.admin.call("POST", again, {}))).status).toBe(404);
  });

  it.each([401, 404, 302])(
    "is set aside at once where trying again is no use: %i",
    async (status) => {
      const { read } = await waitingDelivery([status]);
      await until("it is set aside", async () => (await read()).status === "failed");
      expect(hook.calls).toHaveLength(1);
    },
  );

  it("sends once however many jobs name it", async () => {
    const { deliveryId, read, requestId } = await waitingDelivery([]);
    const { deliver } = chiffon.services;
    await passTime();
    await Promise.all(Array.from({ length: 20 }, () => deliver.run(deliveryId)));
    await until("it is sent", async () => (await read()).status === "sent");
    await settled(chiffon);
    expect(toldOf(requestId)).toHaveLength(1);
  });

  it("sends again, with the same key, what a worker that died may have sent, and says so", async () => {
    const { deliveryId, read, requestId, channel: made } = await waitingDelivery([500]);
    await until("it was tried", async () => (await read()).error !== null);
    // As a worker leaves it that was killed after the message left and before that was written down.
    await chiffon.db.notificationDelivery.update({
      where: { id: deliveryId },
      data: { heldUntil: new Date(Date.now() - 1_000), dueAt: new Date(Date.now() - 1_000) },
    });
    hook.answers.push(404);
    await settled(chiffon);
    await until("it was sent again", () => toldOf(requestId).length === 2);
    await until("and set aside", async () => (await read()).status === "failed");
    expect((await channel(made.id)).failed[0]).toMatchObject({ is_maybe_twice: true, attempts: 2 });
    expect(new Set(hook.json().map(({ delivery_id }) => delivery_id))).toEqual(
      new Set([deliveryId]),
    );
  });

  it("survives a worker that is killed as its message leaves: it goes out again with the same key, and says so", async () => {
    const { deliveryId, read, requestId } = await waitingDelivery([500, "silence"]);
    await until("it was tried", async () => (await read()).error !== null);
    // Due, and with a nudge under way, so that nobody here takes it.
    await chiffon.db.notificationDelivery.update({
      where: { id: deliveryId },
      data: { dueAt: new Date(Date.now() - 1_000), nudgedAt: new Date() },
    });
    const { dataDir, databaseUrl, redisUrl } = chiffon.container.config;
    const worker = spawn(
      process.execPath,
      [
        ...["--import", "tsx", "tests/support/deliver-process.ts"],
        ...[dataDir, databaseUrl, redisUrl, deliveryId],
      ],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    await until("the message has left", () => toldOf(requestId).length === 2, 120_000);
    worker.kill("SIGKILL");
    await once(worker, "exit");
    expect(await read()).toMatchObject({ status: "waiting", attempts: 2 });
    // Its hold runs out.
    await chiffon.db.notificationDelivery.update({
      where: { id: deliveryId },
      data: { heldUntil: new Date(Date.now() - 1), nudgedAt: null },
    });
    await until("it was sent again", async () => (await read()).status === "sent");
    expect(await read()).toMatchObject({ attempts: 3, isMaybeTwice: true });
    const keys = hook.calls.map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toEqual([deliveryId, deliveryId, deliveryId]);
  });

  it("leaves alone what another worker is sending", async () => {
    const { deliveryId, read } = await waitingDelivery([500]);
    await until("it was tried", async () => (await read()).error !== null);
    await chiffon.db.notificationDelivery.update({
      where: { id: deliveryId },
      data: { heldUntil: new Date(Date.now() + 30_000), dueAt: new Date(Date.now() - 60_000) },
    });
    await chiffon.services.deliver.run(deliveryId);
    await chiffon.services.deliver.sweep();
    expect(await read()).toMatchObject({ attempts: 1, status: "waiting" });
  });

  it("leaves out an entry that can't be told of, and tells of what comes behind it", async () => {
    const { plan, request_id: requestId } = await planFor(chiffon.operator, "Deploy the beacon");
    const { db, services } = chiffon;
    const told = async (id: string) =>
      (await db.notification.count({ where: { requestId: id } })) > 0;
    await until("it is told of", () => told(requestId));
    const { body } = await db.plan.findUniqueOrThrow({ where: { id: plan.id } });
    await db.plan.update({ where: { id: plan.id }, data: { body: {} } });
    await inTransaction(db, (tx) =>
      services.audit.record(tx, {
        ...{ type: "plan.proposed", actor: systemActor },
        subject: { requestId, planId: plan.id },
      }),
    );
    const { requestId: next } = await chiffon.operator.say("Deploy the lantern");
    await until("the next one is told of", () => told(next), 90_000);
    await db.plan.update({ where: { id: plan.id }, data: { body: body ?? {} } });
  });

  it("makes each notification once however many readers there are, and none of what came before", async () => {
    const { requestId } = await waitingDelivery([]);
    const { db, services } = chiffon;
    const count = () => db.notification.count({ where: { requestId } });
    const made = await count();
    await db.notificationState.update({ where: { id: 1 }, data: { auditSeq: 0n } });
    await Promise.all(Array.from({ length: 5 }, () => services.readHistory.run()));
    expect(await count()).toBe(made);
  });
});

describe("a test says what is wrong and how to mend it", () => {
  const test = (id: string) =>
    chiffon.admin.call<{ ok: boolean; problem: string | null }>(
      "POST",
      `${base}/channels/${id}/test`,
      {},
    );
  const tried = async (target: object, more: object = {}) => {
    const { channel: made } = await makeChannel(chiffon.admin, target, more);
    await chiffon.db.$executeRaw`SELECT 1`;
    return test(made.id);
  };

  it("works through every channel", async () => {
    expect(await tried(webhook())).toMatchObject({ ok: true, problem: null });
    expect(await tried(toTopic(), { secret: "tk_x" })).toMatchObject({ ok: true });
    expect(await tried(toMail(), { secret: "a mail password" })).toMatchObject({ ok: true });
    expect(hook.json()[0]).toMatchObject({ kind: "test" });
    expect(ntfy.json()[0]).toMatchObject({ title: "A test from Chiffon" });
    expect(mail.mails[0]?.text).toContain("A test from Chiffon");
  });

  it("names what refuses, and the setting to change", async () => {
    ntfy.answers.push(403);
    expect((await tried(toTopic())).problem).toMatch(/refuses the token: give the channel one/);
    expect((await tried(webhook("http://127.0.0.1:1"))).problem).toMatch(
      /refuses connections: is its server running/,
    );
    expect((await tried(toMail(), { secret: "wrong" })).problem).toMatch(
      /refuses the user or the password \(535\)/,
    );
    expect((await tried(toMail({ security: "starttls" }), { secret: "x" })).problem).toMatch(
      /offers no encryption that works/,
    );
    expect((await tried(toMail({ port: 1 }), { secret: "x" })).problem).toMatch(
      /refuses connections/,
    );
    expect((await tried(webhook("http://nowhere.invalid"))).problem).toMatch(
      /nowhere\.invalid.* is not known here/,
    );
  });
});

describe("what a channel may be", () => {
  const make = (client: ChiffonClient, target: object, more: object = {}) =>
    refusal(makeChannel(client, target, more));

  it.each([
    "http://169.254.169.254/latest/meta-data",
    "http://[::ffff:169.254.169.254]/",
    "http://2852039166/",
    "http://[fd00:ec2::254]/",
    "http://100.100.100.200/",
    "http://224.0.0.1/",
    "http://user:word@192.168.1.2/",
    "ftp://192.168.1.2/",
    "file:///etc/passwd",
  ])("no address where clouds keep keys, nor another scheme: %s", async (url) => {
    expect((await make(chiffon.admin, { kind: "webhook", url })).status).toBe(400);
  });

  it("of an address of the network here", async () => {
    await makeChannel(chiffon.admin, {
      kind: "ntfy",
      url: "http://192.168.1.20:8080",
      topic: "lab",
    });
  });

  it("for everybody only by an admin, with an address by who may ask for work, and of this machine by admins", async () => {
    expect((await make(chiffon.approver, webhook())).status).toBe(403);
    const own = { is_shared: false };
    expect((await make(chiffon.viewer, webhook("http://192.168.1.9"), own)).status).toBe(403);
    expect((await make(chiffon.operator, webhook(), own)).status).toBe(400);
    // A name that stands for this machine is found out when something is sent.
    const byName = await makeChannel(
      chiffon.operator,
      webhook(hook.url.replace("127.0.0.1", "localhost")),
      own,
    );
    const { problem } = await chiffon.operator.call<{ problem: string }>(
      "POST",
      `${base}/channels/${byName.channel.id}/test`,
      {},
    );
    expect(problem).toMatch(/is this machine itself/);
    expect(hook.calls).toHaveLength(0);
  });

  it("nobody else's to see, change, test or delete", async () => {
    const { channel: made } = await makeChannel(chiffon.operator, webhook("http://192.168.1.9"), {
      is_shared: false,
    });
    const at = `${base}/channels/${made.id}`;
    for (const call of [
      () => chiffon.admin.call("PATCH", at, { enabled: false }),
      () => chiffon.admin.call("DELETE", at),
      () => chiffon.admin.call("POST", `${at}/test`, {}),
    ])
      expect((await refusal(call())).status).toBe(404);
    expect((await settings(chiffon.admin)).channels).toEqual([]);
    expect((await settings(chiffon.operator)).channels.map(({ id }) => id)).toEqual([made.id]);
  });

  it("keeps its token to itself and its server", async () => {
    const { channel: made } = await makeChannel(chiffon.admin, toTopic(), {
      secret: "tk_never_shown",
    });
    expect(JSON.stringify(await settings(chiffon.admin))).not.toContain("tk_never_shown");
    expect(made.has_secret).toBe(true);
    const at = `${base}/channels/${made.id}`;
    const elsewhere = { target: { ...toTopic(), url: hook.url } };
    expect((await refusal(chiffon.admin.call("PATCH", at, elsewhere))).status).toBe(400);
    await chiffon.admin.call("PATCH", at, { ...elsewhere, secret: "tk_new" });
    await chiffon.admin.call("POST", `${at}/test`, {});
    expect(hook.calls[0]?.headers.authorization).toBe("Bearer tk_new");
  });

  it("is silent while it is paused", async () => {
    const { channel: made } = await makeChannel(chiffon.admin, webhook());
    await chiffon.admin.call("PATCH", `${base}/channels/${made.id}`, { enabled: false });
    const { request_id: requestId } = await planFor(chiffon.operator, "Deploy the beacon");
    await until("it stands in the bell", async () =>
      (await bell(chiffon.approver)).notifications.some(ofRequest(requestId)),
    );
    await settled(chiffon);
    expect(hook.calls).toHaveLength(0);
  });
});

beforeAll(async () => {
  await chiffon.admin.call("GET", `${base}/settings`);
});
