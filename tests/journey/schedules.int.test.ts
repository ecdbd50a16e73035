import { describe, expect, it } from "vitest";
import { createContainer } from "#server/container.ts";
import { planFor, until, waitForPlan } from "#tests/support/installation.ts";
import { Orchestrator } from "#workers/orchestrator.ts";
import { refusal, settled, useLab } from "./lab.ts";

const lab = useLab();
const { chiffon } = lab;

/** What tests read of a schedule on the wire. */
interface WireSchedule {
  readonly id: string;
  readonly words: string;
  readonly enabled: boolean;
  readonly problem: string | null;
  readonly next_at: string | null;
  readonly conversation_id: string | null;
}
interface WireFiring {
  readonly outcome: string;
  readonly count: number;
  readonly request_id: string | null;
  readonly reason: string | null;
  readonly result: string | null;
}

const hourMs = 3_600_000;
const beacon = { text: "Deploy the beacon", when: "every Sunday at 4", time_zone: "Europe/Berlin" };

const make = (body: object = beacon, client = chiffon.operator) =>
  client.call<WireSchedule>("POST", "/api/v1/schedules", body);
const read = (id: string) => chiffon.viewer.call<WireSchedule>("GET", `/api/v1/schedules/${id}`);
const change = (id: string, body: object, client = chiffon.operator) =>
  client.call<WireSchedule>("PATCH", `/api/v1/schedules/${id}`, body);
const fire = (id: string, client = chiffon.operator) =>
  client.call<WireFiring>("POST", `/api/v1/schedules/${id}/fire`, {});
const firings = async (id: string) =>
  (await chiffon.viewer.call<{ firings: WireFiring[] }>("GET", `/api/v1/schedules/${id}/firings`))
    .firings;
const said = async (conversationId: string | null) =>
  JSON.stringify(await chiffon.viewer.call("GET", `/api/conversations/${conversationId}`));

/** Makes a schedule due, as if its time had come `ago` before now. */
async function makeDue(id: string, agoMs: number): Promise<void> {
  const nextAt = new Date(Date.now() - agoMs);
  await chiffon.db.schedule.update({ where: { id }, data: { nextAt } });
}

async function firedOnce(id: string): Promise<WireFiring[]> {
  await until("something came of the due time", async () => (await firings(id)).length > 0);
  await settled(chiffon);
  return firings(id);
}

async function endRequest(requestId: string | null): Promise<void> {
  await chiffon.operator.call("POST", `/api/v1/requests/${requestId}/cancel`, {});
}

describe("schedules (SCHED-01)", () => {
  it("makes what its words say, in the place where its person is", async () => {
    const schedule = await make();
    expect(schedule).toMatchObject({
      words: "Every Sunday at 04:00",
      time_zone: "Europe/Berlin",
      person_name: "Otto",
      last_firing: null,
    });
    const next = new Date(schedule.next_at ?? "");
    expect(next.getTime()).toBeGreaterThan(Date.now());
    const place = { timeZone: "Europe/Berlin", weekday: "long", hour: "numeric" } as const;
    expect(new Intl.DateTimeFormat("en", place).format(next)).toMatch(/Sunday.*0?4 AM/);
  });

  it("fires as a plan that waits for a person, in one conversation, and says by whom", async () => {
    const { id } = await make();
    const first = await fire(id);
    expect(first).toMatchObject({ outcome: "fired" });
    const view = await waitForPlan(chiffon.viewer, first.request_id ?? "");
    expect(view.card).toBe("awaiting");
    expect((await lab.traces()).runs).toBe(0);
    const { conversation_id } = await read(id);
    expect(await said(conversation_id)).toContain('Schedule \\"Deploy the beacon\\", for Otto');
    const entry = await chiffon.db.auditEntry.findFirst({
      where: { type: "message.received", requestId: first.request_id },
    });
    expect(entry).toMatchObject({ actorKind: "rule", actorId: `schedule:${id}` });
    await endRequest(first.request_id);

    const second = await fire(id);
    const next = await read(id);
    expect(next.conversation_id).toBe(conversation_id);
    await endRequest(second.request_id);
  });

  it("fires once for a due time, however many orchestrators look and however often they start", async () => {
    const schedules = await Promise.all(Array.from({ length: 6 }, () => make()));
    const second = createContainer(chiffon.container.config, { process: "second" });
    const before = await chiffon.db.request.count();
    for (const { id } of schedules) await makeDue(id, 1_000);
    const sweeps = [second, chiffon, second, chiffon].map(({ services }) =>
      services.fireSchedules.sweep(),
    );
    await Promise.all(sweeps);
    const orchestrator = new Orchestrator(second);
    await orchestrator.start();
    await orchestrator.stop();
    await second.services.fireSchedules.sweep();
    await second.close();
    expect(await chiffon.db.request.count()).toBe(before + schedules.length);
    for (const { id } of schedules) {
      const [only, ...others] = await firings(id);
      expect(only).toMatchObject({ outcome: "fired", count: 1 });
      expect(others).toEqual([]);
      expect(Date.parse((await read(id)).next_at ?? "")).toBeGreaterThan(Date.now());
      await endRequest(only?.request_id ?? null);
    }
  });

  it("makes up once for what was missed within the grace, and counts the rest", async () => {
    const { id } = await make({ text: "Deploy the beacon", when: "every 5 minutes" });
    const first = await fire(id);
    await endRequest(first.request_id);
    await makeDue(id, 22 * 60_000);
    await until("it has fired", async () => (await firings(id)).length === 3);
    const [newest, older] = await firings(id);
    const outcomes = [newest, older].map((firing) => firing?.outcome).sort();
    expect(outcomes).toEqual(["fired", "missed"]);
    const missed = [newest, older].find((firing) => firing?.outcome === "missed");
    expect(missed?.count).toBeGreaterThanOrEqual(4);
    const { conversation_id } = await read(id);
    expect(await said(conversation_id)).toMatch(/\d firings of .* missed while Chiffon was off/);
    const fired = [newest, older].find((firing) => firing?.outcome === "fired");
    await endRequest(fired?.request_id ?? null);
    await change(id, { enabled: false });
  });

  it("fires no more for what lies further back than the grace, and says that it was missed", async () => {
    const { id } = await make();
    await makeDue(id, 3 * hourMs);
    expect(await firedOnce(id)).toMatchObject([{ outcome: "missed", request_id: null, count: 1 }]);
    expect(Date.parse((await read(id)).next_at ?? "")).toBeGreaterThan(Date.now());
  });

  it("does not pile up: while its last request waits, the next firing is skipped and says so", async () => {
    const { id } = await make();
    const { request_id } = await fire(id);
    await waitForPlan(chiffon.viewer, request_id ?? "");
    await makeDue(id, 1_000);
    await until("it was looked at", async () => (await firings(id)).length === 2);
    const skipped = (await firings(id)).find(({ outcome }) => outcome === "skipped");
    expect(skipped?.reason).toBe("What it asked for last still waits for a decision.");
    const { conversation_id } = await read(id);
    expect(await said(conversation_id)).toContain("was not asked for");
    expect(await refusal(fire(id))).toMatchObject({ status: 409, code: "invalid_state" });
    await endRequest(request_id);
  });

  it("stops when its person may not ask any more, and says so", async () => {
    const client = await chiffon.join("operator", "Olga");
    const { id } = await make(beacon, client);
    const person = await chiffon.db.person.findFirstOrThrow({ where: { name: "Olga" } });
    await chiffon.admin.call("PATCH", `/api/people/${person.id}`, { role: "viewer" });
    await makeDue(id, 1_000);
    expect(await firedOnce(id)).toMatchObject([{ outcome: "refused" }]);
    expect(await read(id)).toMatchObject({
      enabled: false,
      next_at: null,
      problem: "Olga may not do that any more: it takes the role operator.",
    });
  });

  it("repeats a request that is over: its plan is made anew and waits", async () => {
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
    await chiffon.operator.call("POST", `/api/v1/requests/${request_id}/cancel`, {});
    const { id } = await make({ repeats_request_id: request_id, when: "daily at 03:00" });
    await makeDue(id, 1_000);
    const [firing] = await firedOnce(id);
    expect(firing).toMatchObject({ outcome: "fired" });
    const again = await waitForPlan(chiffon.viewer, firing?.request_id ?? "");
    expect(again.plan.digest).toBe(plan.digest);
    await endRequest(again.request_id);
  });

  it("is paused, changed, deleted and brought back by its person or an admin, by nobody else", async () => {
    const { id } = await make();
    expect(await change(id, { enabled: false })).toMatchObject({ enabled: false, next_at: null });
    expect(await change(id, { enabled: true, when: "daily at 6" }, chiffon.admin)).toMatchObject({
      words: "Every day at 06:00",
    });
    const others = [
      () => change(id, { enabled: false }, chiffon.approver),
      () => chiffon.approver.call("DELETE", `/api/v1/schedules/${id}`),
      () => fire(id, chiffon.approver),
    ];
    for (const call of others) expect(await refusal(call())).toMatchObject({ status: 403 });
    await chiffon.operator.call("DELETE", `/api/v1/schedules/${id}`);
    expect(await refusal(read(id))).toMatchObject({ status: 404 });
    await change(id, { is_deleted: false });
    expect((await read(id)).next_at).not.toBeNull();
  });

  it.each([
    ["words that say no time", { text: "x", when: "sometimes" }, /every Sunday at 4/],
    ["firings too close", { text: "x", when: "*/2 * * * *" }, /5 minutes apart/],
    ["no such place", { text: "x", when: "daily at 4", time_zone: "Nowhere/Town" }, /time zone/],
    ["times among the words", { text: "Deploy it every day", when: "daily at 4" }, /alone/],
    ["nothing to ask", { when: "daily at 4" }, /either text or the request/],
  ])("refuses %s and names the fix", async (_what, body, words) => {
    const { status, reply } = await refusal(make(body));
    expect([status, JSON.stringify(reply)]).toEqual([400, expect.stringMatching(words)]);
  });

  it("takes 200 and no more", async () => {
    const template = await chiffon.db.schedule.findFirstOrThrow({ where: { deletedAt: null } });
    const there = await chiffon.db.schedule.count({ where: { deletedAt: null } });
    const more = Array.from({ length: 200 - there }, () => {
      const { id: _id, ...row } = template;
      return { ...row, enabled: false, nextAt: null, text: "filler" };
    });
    await chiffon.db.schedule.createMany({ data: more });
    expect(await refusal(make())).toMatchObject({ status: 400 });
    const page = await chiffon.viewer.call<{ schedules: unknown[]; next_cursor: string | null }>(
      "GET",
      "/api/v1/schedules?limit=150",
    );
    const rest = await chiffon.viewer.call<{ schedules: unknown[]; next_cursor: string | null }>(
      "GET",
      `/api/v1/schedules?limit=150&cursor=${page.next_cursor}`,
    );
    expect([page.schedules.length, rest.schedules.length, rest.next_cursor]).toEqual([
      150,
      50,
      null,
    ]);
    await chiffon.db.schedule.deleteMany({ where: { text: "filler" } });
  });
});

describe("drift checks (SCHED-01)", () => {
  const drift = { kind: "drift", text: "Deploy the beacon", when: "daily at 5" };

  it("takes who may approve previews", async () => {
    expect(await refusal(make(drift))).toMatchObject({ status: 403, code: "not_allowed" });
  });

  it("says what would change and leaves the plan to a person; says nothing would, and withdraws it", async () => {
    const { id } = await make(drift, chiffon.approver);
    const first = await fire(id, chiffon.approver);
    await until("it was looked at", async () => (await firings(id))[0]?.result !== null);
    const [found] = await firings(id);
    expect(found?.result).toContain("Drift found. Approved, the plan changes");
    const waiting = await waitForPlan(chiffon.viewer, first.request_id ?? "");
    const { conversation_id } = await read(id);
    expect(await said(conversation_id)).toContain("Drift found");

    await chiffon.approver.decide(waiting.plan);
    await chiffon.viewer.waitFor(waiting.request_id, ({ phase }) => phase === "done", 120_000);
    const second = await fire(id, chiffon.approver);
    await until("it was looked at again", async () => (await firings(id))[0]?.result !== null);
    expect((await firings(id))[0]?.result).toBe("Nothing would change.");
    await chiffon.viewer.waitFor(second.request_id ?? "", ({ phase }) => phase === "cancelled");
  });
});
