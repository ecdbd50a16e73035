import { afterEach, describe, expect, it } from "vitest";
import type { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { planFor, until } from "#tests/support/installation.ts";
import { refusal, settled, useLab } from "./lab.ts";

const { chiffon } = useLab();
const noNeeds = { planning: [], approval: [], execution: [], verification: [] };
const kinds = ["change_ticket", "test_report", "sign_off"];
type Gates = {
  results: { gate: string; phase: string; passed: boolean; reason: string; evidence: string[] }[];
  next: { phase: string; passed: boolean; gates: { gate: string; passed: boolean }[] } | null;
  hold: { phase: string; kinds: string[]; until: string } | null;
  artifacts: { kind: string; added_by: string }[];
};

const need = (required: object) =>
  chiffon.admin.call("PATCH", "/api/v1/gates", {
    kinds,
    required: { ...noNeeds, ...required },
    blocked_days: 7,
  });
const at = (requestId: string, what: string) => `/api/v1/requests/${requestId}/${what}`;
const gatesOf = (requestId: string) => chiffon.viewer.call<Gates>("GET", at(requestId, "gates"));
const attach = (requestId: string, kind: string, as: ChiffonClient = chiffon.operator) =>
  as.call("POST", at(requestId, "artifacts"), { kind, content: "CHG-7" });
const inPhase = (requestId: string, phase: string) =>
  until(`the request is in ${phase}`, async () => (await phaseOf(requestId)) === phase);
const phaseOf = async (requestId: string) => (await chiffon.viewer.view(requestId)).phase as string;
const move = (requestId: string, phase: string, as: ChiffonClient = chiffon.approver) =>
  as.call("POST", at(requestId, "phase"), { phase });

afterEach(() => need({}));

describe("gates (PHASE-02)", () => {
  it("are passed on the way to the end, each result stored with its evidence", async () => {
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
    const before = await gatesOf(request_id);
    expect(before.results.map(({ gate }) => gate)).toEqual(["plan_validated"]);
    expect(before.next).toMatchObject({
      ...{ phase: "approval", passed: false },
      gates: [{ gate: "approval_matches_digest", passed: false }],
    });
    await chiffon.approver.decide(plan);
    await inPhase(request_id, "done");
    const { results } = await gatesOf(request_id);
    expect(results.map(({ gate, passed }) => [gate, passed])).toEqual([
      ["plan_validated", true],
      ["approval_matches_digest", true],
      ["every_task_has_result", true],
      ["checks_passed", true],
    ]);
    expect(results[1]?.evidence).toEqual([`plan:${plan.id}`, `digest:${plan.digest}`]);
    expect(results[2]?.evidence).toEqual(["task:t1=succeeded"]);
  });

  it("hold an approved plan until its evidence comes, and nothing runs before", async () => {
    await need({ approval: ["change_ticket"] });
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
    await chiffon.approver.decide(plan);
    const view = await chiffon.viewer.view(request_id);
    expect(view).toMatchObject({ phase: "blocked", end: null, tasks: [] });
    await settled(chiffon);
    expect(await phaseOf(request_id)).toBe("blocked");
    const { hold, results } = await gatesOf(request_id);
    expect(hold).toMatchObject({ phase: "approval", kinds: ["change_ticket"] });
    expect(results.at(-1)).toMatchObject({ gate: "artifact:change_ticket", passed: false });
    const early = await refusal(move(request_id, "execution"));
    expect(early).toMatchObject({ status: 409, code: "gate_failed" });
    expect(early.reply["error_message"]).toContain("change_ticket");
    await attach(request_id, "test_report");
    await settled(chiffon);
    expect(await phaseOf(request_id)).toBe("blocked");
    await attach(request_id, "change_ticket");
    await inPhase(request_id, "done");
    const types = await chiffon.db.auditEntry.findMany({
      where: { requestId: request_id, type: { in: ["request.artifact_added", "plan.approved"] } },
      orderBy: { ordinal: "asc" },
      select: { type: true, actorName: true },
    });
    expect(types).toEqual([
      { type: "plan.approved", actorName: "Abel" },
      { type: "request.artifact_added", actorName: "Otto" },
      { type: "request.artifact_added", actorName: "Otto" },
    ]);
  });

  it("hold what is planned, carried out and verified, and go on from there", async () => {
    await need({
      planning: ["change_ticket"],
      execution: ["test_report"],
      verification: ["sign_off"],
    });
    const asked = await chiffon.operator.call<{ request_id: string }>("POST", "/api/v1/request", {
      message: "Deploy the beacon",
    });
    const requestId = asked.request_id;
    await inPhase(requestId, "blocked");
    expect((await gatesOf(requestId)).hold?.phase).toBe("planning");
    await attach(requestId, "change_ticket");
    await inPhase(requestId, "approval");
    const { plan } = await chiffon.viewer.view(requestId);
    if (plan === null) throw new Error("no plan");
    await chiffon.approver.decide(plan);
    await until("it is held in execution", async () => {
      return (await gatesOf(requestId)).hold?.phase === "execution";
    });
    await attach(requestId, "test_report");
    await until("it is held in verification", async () => {
      return (await gatesOf(requestId)).hold?.phase === "verification";
    });
    await attach(requestId, "sign_off", chiffon.approver);
    await inPhase(requestId, "done");
    const { phases } = await chiffon.viewer.call<{ phases: { event: string }[] }>(
      "GET",
      at(requestId, "phases"),
    );
    expect(phases.map(({ event }) => event)).toEqual([
      ...["plan", "hold", "unblock", "propose", "approve", "hold", "resume_execution"],
      ...["verify", "hold", "resume_verification", "finish"],
    ]);
  });

  it("let go when the owner needs it no more, and time out when nobody attaches it", async () => {
    await need({ approval: ["change_ticket"] });
    const first = await planFor(chiffon.operator, "Deploy the beacon");
    const second = await planFor(chiffon.operator, "Deploy the lantern");
    await chiffon.approver.decide(first.plan);
    await chiffon.approver.decide(second.plan);
    await chiffon.db.$executeRaw`
      UPDATE request SET context = jsonb_set(context, '{hold,until}', '"2026-01-01T00:00:00.000Z"')
      WHERE id = ${second.request_id}::uuid`;
    await settled(chiffon);
    await inPhase(second.request_id, "timed_out");
    const view = await chiffon.viewer.view(second.request_id);
    expect(view).toMatchObject({ card: "expired", tasks: [] });
    expect(await phaseOf(first.request_id)).toBe("blocked");
    await need({});
    await settled(chiffon);
    await inPhase(first.request_id, "done");
  });
});

describe("settings, evidence and moves", () => {
  it("refuse what is no setting, and keep the last good ones", async () => {
    await need({ approval: ["sign_off"] });
    const bad = await refusal(need({ approval: ["blessing"] }));
    expect(bad).toMatchObject({ status: 400, code: "invalid_input" });
    expect(bad.reply["error_message"]).toContain("blessing");
    const kept = await chiffon.viewer.call("GET", "/api/v1/gates");
    expect(kept).toMatchObject({ required: { approval: ["sign_off"] } });
  });

  it("refuse evidence of an unknown kind, no JSON, too much of it, and of what is over", async () => {
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
    const add = (body: object) =>
      refusal(chiffon.operator.call("POST", at(request_id, "artifacts"), body));
    const unknown = await add({ kind: "blessing", content: "x" });
    expect(unknown.reply["error_message"]).toContain("There are: change_ticket");
    const broken = await add({ kind: "test_report", format: "json", content: "{" });
    expect(broken.reply["error_message"]).toContain("is no JSON");
    expect((await add({ kind: "sign_off", content: "é".repeat(16_000) })).status).toBe(400);
    await chiffon.approver.decide(plan, "reject");
    expect(await add({ kind: "sign_off", content: "x" })).toMatchObject({ status: 409 });
    expect((await gatesOf(request_id)).artifacts).toEqual([]);
  });

  it.each([
    ["viewer", { cancelled: 403, rejected: 403, execution: 403, done: 403 }],
    ["operator", { execution: 403, rejected: 403, done: 409, cancelled: 200 }],
    ["approver", { execution: 409, done: 409, failed: 409, rejected: 200 }],
    ["admin", { intake: 409, timed_out: 409, planning: 200 }],
  ] as const)("%s may move what the table and their role allow", async (who, wanted) => {
    const { request_id } = await planFor(chiffon.operator, "Deploy the beacon");
    for (const [phase, status] of Object.entries(wanted)) {
      const answer = move(request_id, phase, chiffon[who]);
      if (status === 200) await answer;
      else expect([phase, (await refusal(answer)).status]).toEqual([phase, status]);
    }
    if (who !== "operator" && who !== "approver")
      await chiffon.operator.call("POST", at(request_id, "cancel"), {});
  });

  it("validate says what would pass, changes nothing, and names the phases there are", async () => {
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
    const validate = (phase: string) =>
      chiffon.viewer.call("POST", at(request_id, `gates/${phase}/validate`), {});
    const before = await chiffon.db.auditEntry.count();
    expect(await validate("planning")).toMatchObject({ passed: true });
    expect(await validate("verification")).toMatchObject({ phase: "verification" });
    expect((await refusal(validate("lunch"))).reply["error_message"]).toContain(
      "planning, approval",
    );
    expect(await chiffon.db.auditEntry.count()).toBe(before);
    await chiffon.approver.decide(plan, "reject");
  });

  it("evidence and settings take their roles", async () => {
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
    expect((await refusal(attach(request_id, "sign_off", chiffon.viewer))).status).toBe(403);
    for (const client of [chiffon.viewer, chiffon.operator, chiffon.approver]) {
      const body = { kinds, required: noNeeds, blocked_days: 7 };
      expect((await refusal(client.call("PATCH", "/api/v1/gates", body))).status).toBe(403);
    }
    await chiffon.approver.decide(plan, "reject");
  });
});
