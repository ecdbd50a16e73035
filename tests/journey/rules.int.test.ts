import { execFileSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { ruleSchema } from "#server/contracts/rule.ts";
import type { ChiffonClient, WireView } from "#tests/support/chiffon-client.ts";
import { planFor, until } from "#tests/support/installation.ts";
import { refusal, settled, useLab } from "./lab.ts";
import { playbook } from "./lab-repository.ts";

const lab = useLab();
const { chiffon } = lab;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const isDone = ({ phase }: WireView) => phase === "done";

interface WireRule {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly paused_reason: string | null;
  readonly change: { readonly files: string[]; readonly renew_from: object | null } | null;
  readonly approvals: { readonly count: number; readonly failed: number };
}
interface Decided {
  readonly decided_by: string;
  readonly rules?: { readonly rule_id: string; readonly name: string }[];
}

/** Has a person approve something, and waits for its end. */
async function approved(text: string): Promise<{ planId: string; requestId: string }> {
  const { plan, request_id } = await planFor(chiffon.operator, text);
  await chiffon.approver.decide(plan);
  await chiffon.viewer.waitFor(request_id, ({ end }) => end !== null, 60_000);
  return { planId: plan.id, requestId: request_id };
}

let rules = 0;
const draft = (planId: string, more: object = {}) => ({
  ...{ name: `Rule ${++rules}`, plan_id: planId, task_key: "t1", hosts: ["localhost"] },
  ...{ groups: [], max_risk: "low", asker_role: "operator", until: inDays(30) },
  ...more,
});
const make = (planId: string, more: object = {}, as: ChiffonClient = chiffon.admin) =>
  as.call<WireRule>("POST", "/api/v1/rules", draft(planId, more));
const read = (rule: WireRule) => chiffon.viewer.call<WireRule>("GET", `/api/v1/rules/${rule.id}`);
const change = (rule: WireRule, body: object) =>
  chiffon.admin.call<WireRule>("PATCH", `/api/v1/rules/${rule.id}`, body);
const revoke = (rule: WireRule) =>
  chiffon.admin.call<WireRule>("DELETE", `/api/v1/rules/${rule.id}`);

/** Asks for something and waits until rules have been asked about it. */
async function askAndLook(text: string, as: ChiffonClient = chiffon.operator) {
  const { requestId } = await as.say(text);
  const view = await chiffon.viewer.waitFor(requestId, ({ plan }) => plan !== null);
  const planId = view.plan?.id ?? "";
  await chiffon.services.applyRules.run(planId);
  return { requestId, planId, view: await chiffon.viewer.view(requestId) };
}

const decisionOf = (view: WireView) =>
  (view.plan as unknown as { decision: Decided | null } | null)?.decision ?? null;
const refusalsOf = async (planId: string) => {
  const { refusals } = await chiffon.viewer.call<{ refusals: { code: string }[] }>(
    "GET",
    `/api/v1/plan/${planId}/rules`,
  );
  return refusals.map(({ code }) => code);
};

/** It only says something: its risk is low. */
const playsSignal = (motto: string) =>
  playbook({
    service: "signal",
    extra: "  vars:\n    # Port that the signal says it has\n    signal_port: 3001\n",
    body: `  tasks:
    - name: Say
      ansible.builtin.debug:
        msg: "{{ signal_port }} ${motto}"
`,
  });

let signal = "";
beforeAll(async () => {
  lab.repository.commit({ "playbooks/signal.yml": playsSignal("up") });
  await lab.rescan();
  signal = (await approved("Deploy the signal")).planId;
});

describe("a rule (ORCH-07)", () => {
  it("is there only once an admin makes one: until then everything waits", async () => {
    const { view } = await askAndLook("Deploy the signal");
    expect(view.card).toBe("awaiting");
    for (const client of [chiffon.viewer, chiffon.operator, chiffon.approver])
      expect(await refusal(make(signal, {}, client))).toMatchObject({ status: 403 });
    const { token } = await chiffon.admin.call<{ token: string }>("POST", "/api/tokens", {
      ...{ name: "ci", scopes: ["read", "ask", "approve", "operate", "manage"], days: 1 },
    });
    const program = chiffon.stranger();
    const headers = { authorization: `Bearer ${token}` };
    const asked = program.call("POST", "/api/v1/rules", draft(signal), headers);
    expect(await refusal(asked)).toMatchObject({ status: 403 });
  });

  it.each<[string, object, string]>([
    ["without a host or group", { hosts: [] }, "invalid_input"],
    ["for high risk", { max_risk: "high" }, "invalid_input"],
    ["for ever", { until: inDays(181) }, "invalid_input"],
    ["until yesterday", { until: inDays(-1) }, "invalid_input"],
    ["for a host that nobody knows", { hosts: ["elsewhere"] }, "invalid_input"],
    ["for a group that nobody knows", { groups: ["elsewhere"] }, "invalid_input"],
    ["for a task that is not there", { task_key: "t9" }, "task_not_found"],
  ])("is not made %s", async (_how, more, code) => {
    expect(await refusal(make(signal, more))).toMatchObject({ code });
  });

  it("is not made of what changes something on this machine without full isolation", async () => {
    const { planId } = await approved("Deploy the beacon");
    expect(await refusal(make(planId, { max_risk: "medium" }))).toMatchObject({
      code: "invalid_state",
    });
  });

  it("is not made of what waits, or failed", async () => {
    const { plan } = await planFor(chiffon.operator, "Deploy the signal");
    expect(await refusal(make(plan.id))).toMatchObject({ code: "invalid_state" });
    await chiffon.approver.decide(plan, "reject");
    expect(await refusal(make(plan.id))).toMatchObject({ code: "invalid_state" });
  });

  it("approves as a press does, and card, history and git name it", async () => {
    const waiting = await planFor(chiffon.operator, "Deploy the signal");
    const rule = await make(signal, { groups: ["lab"], hosts: [] });
    expect(ruleSchema.shape.state.parse(rule.state)).toBe("active");
    // It is about what is asked from now on.
    await chiffon.services.applyRules.run(waiting.plan.id);
    expect((await chiffon.viewer.view(waiting.request_id)).card).toBe("awaiting");

    const { requestId } = await chiffon.operator.say("Deploy the signal");
    const view = await chiffon.viewer.waitFor(requestId, isDone, 60_000);
    const planId = view.plan?.id ?? "";
    expect(decisionOf(view)).toMatchObject({
      decided_by: `rule ${rule.name}, by Ada`,
      rules: [{ rule_id: rule.id, name: rule.name }],
    });
    // A press that comes too late, by somebody else.
    const late = chiffon.approver.decide(view.plan ?? waiting.plan);
    expect(await refusal(late)).toMatchObject({ code: "already_decided" });

    const entries = await chiffon.db.auditEntry.findMany({
      where: { planId, type: "plan.approved" },
    });
    expect(entries).toMatchObject([{ actorKind: "rule", actorId: rule.id }]);
    expect(entries[0]?.facts).toMatchObject({ rules: rule.id, digest: view.plan?.digest });
    const taskId = view.tasks[0]?.id ?? "";
    await until("git has the task's record", async () => gitRecord(taskId) !== null);
    expect(gitRecord(taskId)).toContain(`"actor":{"id":"${rule.id}","kind":"rule"`);

    // Delivered again, it decides nothing more.
    await chiffon.services.applyRules.run(planId);
    await settled(chiffon);
    expect(await read(rule)).toMatchObject({ state: "active", approvals: { count: 1, failed: 0 } });
    await revoke(rule);
  });

  it("leaves another value to a person, and what a person rejected", async () => {
    const rule = await make(signal);
    const other = await askAndLook("Deploy the signal with signal_port 3005");
    expect(other.view.card).toBe("awaiting");
    expect(await refusalsOf(other.planId)).toEqual(["other_values"]);
    if (other.view.plan !== null)
      await chiffon.approver.call("POST", `/api/v1/plan/${other.planId}/approve`, {
        ...{ plan_version: other.view.plan.version, plan_digest: other.view.plan.digest },
        ...{ decision: "reject", replan: true, reason: "not today" },
      });
    const again = await chiffon.viewer.waitFor(
      other.requestId,
      ({ card, plan }) => card === "awaiting" && plan?.version === 2,
    );
    await chiffon.services.applyRules.run(again.plan?.id ?? "");
    expect(await refusalsOf(again.plan?.id ?? "")).toContain("rejected_before");
    await revoke(rule);
  });

  it("approves nothing once it was revoked or switched off, or its admin is gone", async () => {
    const revoked = await make(signal);
    expect(await revoke(revoked)).toMatchObject({ state: "revoked" });
    expect(await refusal(change(revoked, { is_enabled: true }))).toMatchObject({ status: 409 });
    const off = await make(signal);
    expect(await change(off, { is_enabled: false })).toMatchObject({ state: "off" });
    const boss = await chiffon.join("admin", "Bo");
    await make(signal, {}, boss);
    const person = await chiffon.db.person.findFirstOrThrow({ where: { name: "Bo" } });
    await chiffon.admin.call("PATCH", `/api/people/${person.id}`, { role: "operator" });
    const { planId, view } = await askAndLook("Deploy the signal");
    expect(view.card).toBe("awaiting");
    expect((await refusalsOf(planId)).sort()).toEqual(["maker_has_no_role", "off"]);
    for (const { id } of await chiffon.db.approvalRule.findMany({ where: { revokedAt: null } }))
      await chiffon.admin.call("DELETE", `/api/v1/rules/${id}`);
  });

  it("decides once where a person presses at the same time", async () => {
    const rule = await make(signal);
    for (let round = 0; round < 5; round++) {
      const { requestId } = await chiffon.operator.say("Deploy the signal");
      const { plan } = await chiffon.viewer.waitFor(requestId, ({ plan: made }) => made !== null);
      if (plan === null) throw new Error("no plan");
      await Promise.all([
        chiffon.approver.decide(plan, "reject").catch(() => undefined),
        chiffon.services.applyRules.run(plan.id),
        chiffon.services.applyRules.run(plan.id),
      ]);
      const end = await chiffon.viewer.waitFor(requestId, (view) => view.end !== null, 60_000);
      const decided = await chiffon.db.auditEntry.count({
        where: { planId: plan.id, type: { in: ["plan.approved", "plan.rejected"] } },
      });
      expect([decided, ["done", "rejected"].includes(end.phase)]).toEqual([1, true]);
      const approvals = await chiffon.db.ruleApproval.count({ where: { planId: plan.id } });
      expect(approvals).toBe(end.phase === "done" ? 1 : 0);
    }
    await revoke(rule);
  });

  it("waits for a person when the playbook changed, says so, and is renewed from what they approved", async () => {
    const rule = await make(signal);
    lab.repository.commit({ "playbooks/signal.yml": playsSignal("down") });
    await lab.rescan();
    const { planId, requestId, view } = await askAndLook("Deploy the signal");
    expect(view.card).toBe("awaiting");
    expect(await refusalsOf(planId)).toEqual(["changed"]);
    expect(await read(rule)).toMatchObject({ state: "changed", change: { renew_from: null } });
    expect((await read(rule)).change?.files.join()).toContain("signal.yml");
    expect(
      await refusal(change(rule, { renew_from: { plan_id: planId, task_key: "t1" } })),
    ).toMatchObject({ code: "invalid_state" });
    if (view.plan !== null) await chiffon.approver.decide(view.plan);
    await chiffon.viewer.waitFor(requestId, isDone, 60_000);
    const from = { plan_id: planId, task_key: "t1" };
    expect(await read(rule)).toMatchObject({ change: { renew_from: from } });
    expect(await change(rule, { renew_from: from })).toMatchObject({ state: "active" });
    const next = await chiffon.operator.say("Deploy the signal");
    const done = await chiffon.viewer.waitFor(next.requestId, isDone, 60_000);
    expect(decisionOf(done)?.rules).toHaveLength(1);
    signal = planId;
    await revoke(rule);
  });

  it("waits for the preview that an admin wants of every plan", async () => {
    const rule = await make(signal);
    const at = `/api/repositories/${lab.repositoryId}`;
    await chiffon.admin.call("PATCH", at, { previewWhen: "always" });
    const { requestId } = await chiffon.operator.say("Deploy the signal");
    const done = await chiffon.viewer.waitFor(requestId, isDone, 60_000);
    const previews = await chiffon.db.planPreview.findMany({
      where: { planId: done.plan?.id ?? "" },
    });
    expect(previews).toHaveLength(1);
    const entries = await chiffon.db.auditEntry.findMany({
      where: { planId: done.plan?.id ?? "", type: { in: ["preview.made", "plan.approved"] } },
      orderBy: { ordinal: "asc" },
      select: { type: true },
    });
    expect(entries.map(({ type }) => type)).toEqual(["preview.made", "plan.approved"]);
    await chiffon.admin.call("PATCH", at, { previewWhen: "asked" });
    await revoke(rule);
  });

  it("pauses itself when what it approved failed, and goes on once a person resumes it", async () => {
    const flag = `${lab.effectsDir}/breaks`;
    lab.repository.commit({
      "playbooks/kite.yml": playbook({
        service: "kite",
        body: `  tasks:
    - name: Look whether it breaks
      ansible.builtin.stat:
        path: ${flag}
      register: breaks
    - name: Hold
      ansible.builtin.assert:
        that: not breaks.stat.exists
`,
      }),
    });
    await lab.rescan();
    const { planId } = await approved("Deploy the kite");
    const rule = await make(planId);
    execFileSync("mkdir", ["-p", flag]);
    const { requestId } = await chiffon.operator.say("Deploy the kite");
    await chiffon.viewer.waitFor(requestId, ({ phase }) => phase === "failed", 60_000);
    // Nobody has swept yet, perhaps: the next plan waits all the same.
    const next = await askAndLook("Deploy the kite");
    expect(next.view.card).toBe("awaiting");
    expect(await refusalsOf(next.planId)).toEqual(["paused"]);
    expect(await read(rule)).toMatchObject({ state: "paused", approvals: { failed: 1 } });
    const types = await chiffon.db.auditEntry.findMany({
      where: { type: "rule.paused", requestId },
    });
    expect(types).toHaveLength(1);
    execFileSync("rmdir", [flag]);
    expect(await change(rule, { resume: true })).toMatchObject({ state: "active" });
    const good = await chiffon.operator.say("Deploy the kite");
    await chiffon.viewer.waitFor(good.requestId, isDone, 60_000);
    await revoke(rule);
  });
});

describe("what a rule could be", () => {
  it("is offered after five approvals that went well, and tested against what was asked before", async () => {
    lab.repository.commit({
      "playbooks/drum.yml": playbook({
        service: "drum",
        body: "  tasks:\n    - name: Beat\n      ansible.builtin.debug:\n        msg: bom\n",
      }),
    });
    await lab.rescan();
    const offers = async () => {
      const reply = await chiffon.viewer.call<{ offers: { name: string; times: number }[] }>(
        "GET",
        "/api/v1/rules/offers",
      );
      return reply.offers.filter(({ name }) => /drum/i.test(name));
    };
    let planId = "";
    for (let time = 1; time <= 5; time++) {
      expect(await offers()).toEqual([]);
      ({ planId } = await approved("Deploy the drum"));
    }
    expect(await offers()).toMatchObject([{ times: 5, plan_id: planId }]);
    const { name: _name, until: _until, ...tested } = draft(planId);
    const test = await chiffon.admin.call("POST", "/api/v1/rules/test", tested);
    expect(test).toMatchObject({ would_approve: 5, high_risk: 0 });
    const rule = await make(planId);
    expect(await offers()).toEqual([]);
    await revoke(rule);
    const { rules: all } = await chiffon.viewer.call<{ rules: WireRule[] }>("GET", "/api/v1/rules");
    expect(all.find(({ id }) => id === rule.id)).toMatchObject({ state: "revoked" });
    const page = await chiffon.viewer.call<{ rules: WireRule[]; next_cursor: string }>(
      "GET",
      "/api/v1/rules?limit=1",
    );
    expect([page.rules.length, page.next_cursor]).toEqual([1, page.rules[0]?.id]);
  });
});

/** The record of a task in the history's repository, null until it is there. */
function gitRecord(taskId: string): string | null {
  const file = `.audit/tasks/${taskId.slice(0, 2)}/${taskId}.json`;
  try {
    return execFileSync(
      "git",
      ["--git-dir", chiffon.paths.auditRepository, "show", `HEAD:${file}`],
      {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
  } catch {
    return null;
  }
}
