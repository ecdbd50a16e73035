import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { WireView } from "#tests/support/chiffon-client.ts";
import { type PlannedView, planFor, waitForPlan } from "#tests/support/installation.ts";
import { ask, questionIn } from "./conversation.ts";
import { refusal, settled, useLab } from "./lab.ts";
import { playbook } from "./lab-repository.ts";

const lab = useLab();
const { chiffon } = lab;
/** The pier only holds once its stone is laid. */
const stone = () => path.join(lab.effectsDir, "stone");
const pier = () =>
  playbook({
    service: "pier",
    extra: "  vars:\n    # Its port\n    pier_port: 10\n",
    body: `  tasks:
    - name: Look for the stone
      ansible.builtin.command: cat ${stone()}
      changed_when: false
    - name: Build the pier
      ansible.builtin.copy:
        content: "{{ pier_port }}\\n"
        dest: ${lab.effectsDir}/pier
        mode: "0644"
`,
  });
/** Its role wants to be told the tone. */
const bell = () => ({
  "playbooks/bell.yml": playbook({ service: "bell", body: "  roles:\n    - role: bell\n" }),
  "roles/bell/meta/argument_specs.yml": `argument_specs:
  main:
    options:
      bell_tone:
        type: str
        required: true
        description: How it sounds
`,
  "roles/bell/tasks/main.yml": `---
- name: Hang the bell
  ansible.builtin.copy:
    content: "{{ bell_tone }}\\n"
    dest: ${lab.effectsDir}/bell
    mode: "0644"
`,
});

beforeAll(async () => {
  lab.repository.commit({ "playbooks/pier.yml": pier(), ...bell() });
  await lab.rescan();
});
beforeEach(() => {
  mkdirSync(lab.effectsDir, { recursive: true });
  writeFileSync(stone(), "");
});

const post = (request: { request_id: string }, what: string, body = {}) =>
  chiffon.operator.call<WireView>("POST", `/api/v1/requests/${request.request_id}/${what}`, body);
const planPier = () => planFor(chiffon.operator, "Deploy the pier");
const toggle = () => lab.toggleAgent();

/** A request as it stands; the trace id is of the reply. */
const seen = async (requestId: string) => ({
  ...(await chiffon.viewer.view(requestId)),
  trace_id: "",
});

async function ended(view: { request_id: string }, phase: string): Promise<WireView> {
  return chiffon.viewer.waitFor(view.request_id, (seen) => seen.phase === phase, 60_000);
}

/** Approves a plan that cannot start, does something meanwhile, and lets agents work again. */
async function whileAgentsRest<T>(work: (view: PlannedView) => Promise<T>): Promise<T> {
  await toggle();
  try {
    const view = await planPier();
    await chiffon.approver.decide(view.plan);
    await chiffon.viewer.waitFor(view.request_id, ({ card }) => card === "paused");
    return await work(view);
  } finally {
    await toggle();
  }
}

/** How a request comes to each of its ends; all ask for the pier. */
const ends = {
  done: async () => {
    const view = await planPier();
    await chiffon.approver.decide(view.plan);
    return ended(view, "done");
  },
  failed: async () => {
    rmSync(stone());
    const view = await planPier();
    await chiffon.approver.decide(view.plan);
    const failed = await ended(view, "failed");
    writeFileSync(stone(), "");
    return failed;
  },
  rejected: async () => {
    const view = await planPier();
    await chiffon.approver.decide(view.plan, "reject");
    return ended(view, "rejected");
  },
  "cancelled before anybody decided": async () => {
    const view = await planPier();
    await post(view, "cancel");
    return ended(view, "cancelled");
  },
  "cancelled while it waited": () =>
    whileAgentsRest(async (view) => {
      await post(view, "cancel");
      return ended(view, "cancelled");
    }),
  "timed out, undecided": async () => {
    const view = await planPier();
    const expiresAt = new Date(Date.now() - 60_000);
    await chiffon.db.plan.update({ where: { id: view.plan.id }, data: { expiresAt } });
    await settled(chiffon);
    return ended(view, "timed_out");
  },
  "timed out, approved but not begun": () =>
    whileAgentsRest(async (view) => {
      const expiresAt = new Date(Date.now() - 60_000);
      await chiffon.db.plan.update({ where: { id: view.plan.id }, data: { expiresAt } });
      await settled(chiffon);
      return ended(view, "timed_out");
    }),
  stale: async () => {
    const view = await planPier();
    lab.repository.commit({ "playbooks/pier.yml": `${pier()}# ${view.plan.id}\n` });
    await chiffon.approver.decide(view.plan);
    return ended(view, "cancelled");
  },
} as const satisfies Record<string, () => Promise<WireView>>;

describe("an ended request is planned again as a new one", () => {
  it.each(Object.entries(ends))("%s → a new plan → done", async (_end, reach) => {
    const old = await reach();
    const before = await seen(old.request_id);
    const asked = await post(old, "replan");
    expect(asked.request_id).not.toBe(old.request_id);
    const again = await waitForPlan(chiffon.viewer, asked.request_id);
    expect(again).toMatchObject({
      follows: { request_id: old.request_id, kind: "again", end: before.end },
      text: "Deploy the pier",
      plan: { version: 1 },
    });
    await chiffon.approver.decide(again.plan);
    await ended(again, "done");
    const followed_by = { request_id: again.request_id, is_open: false };
    expect(await seen(old.request_id)).toEqual({ ...before, followed_by });
  });

  it("blocked by a question → a new plan → done, and the old question is closed", async () => {
    const first = await ask(chiffon.operator, "Deploy the bell");
    expect(questionIn(first.parts)).toMatchObject({ key: "variable:0:bell_tone" });
    const old = { request_id: first.requestId };
    const asked = await post(old, "replan");
    const blocked = await ended(asked, "blocked");
    await chiffon.operator.say("bright", first.conversationId);
    const again = await waitForPlan(chiffon.viewer, blocked.request_id);
    await chiffon.approver.decide(again.plan);
    await ended(again, "done");
    expect(await chiffon.viewer.view(first.requestId)).toMatchObject({ phase: "cancelled" });
  });

  it("as it was approved, edits by hand included", async () => {
    const view = await planPier();
    const variables = [{ task_key: "t1", name: "pier_port", value: 77 }];
    const path = `/api/v1/plan/${view.plan.id}/versions`;
    await chiffon.operator.call("POST", path, { plan_version: 1, variables });
    await post(view, "cancel");
    const again = await waitForPlan(chiffon.viewer, (await post(view, "replan")).request_id);
    expect(JSON.stringify(again.plan.body)).toContain('"value":77');
  });

  it("by its words where it was rejected with a reason, which stands on the new plan", async () => {
    const view = await planPier();
    await chiffon.approver.call("POST", `/api/v1/plan/${view.plan.id}/approve`, {
      ...{ plan_version: 1, plan_digest: view.plan.digest, decision: "reject" },
      reason: "on port 12",
    });
    const again = await waitForPlan(chiffon.viewer, (await post(view, "replan")).request_id);
    expect(again.plan.body).toMatchObject({
      change_note: 'Rejected before: "on port 12"',
    });
    expect(JSON.stringify(again.plan.body)).toContain('"value":12');
  });

  it("once, however often and by however many it is asked at once", async () => {
    const old = await ends.rejected();
    const asked = await Promise.all(Array.from({ length: 12 }, () => post(old, "replan")));
    expect(new Set(asked.map(({ request_id }) => request_id)).size).toBe(1);
    const { request_id } = asked[0] ?? { request_id: "" };
    expect(await chiffon.db.request.count({ where: { followsId: old.request_id } })).toBe(1);
    expect(
      await chiffon.db.auditEntry.count({
        where: { type: "request.planned_again", requestId: request_id },
      }),
    ).toBe(1);
    await post({ request_id }, "cancel");
    expect((await post(old, "replan")).request_id).not.toBe(request_id);
  });

  it("what its words spoke of then, though the conversation went on", async () => {
    const first = await planPier();
    const { conversationId } = await conversationOf(first);
    await post(first, "cancel");
    const same = await planFor(chiffon.operator, "same again", conversationId);
    await chiffon.approver.call("POST", `/api/v1/plan/${same.plan.id}/approve`, {
      ...{ plan_version: 1, plan_digest: same.plan.digest, decision: "reject" },
      reason: "on localhost, please",
    });
    const other = await planFor(chiffon.operator, "Deploy the beacon", conversationId);
    await post(other, "cancel");
    const again = await waitForPlan(chiffon.viewer, (await post(same, "replan")).request_id);
    expect(JSON.stringify(again.plan.body)).toContain("playbooks/pier.yml");
  });

  it("in a conversation of its own where the old one was deleted", async () => {
    const old = await ends.rejected();
    const { conversationId } = await conversationOf(old);
    await chiffon.operator.call("DELETE", `/api/conversations/${conversationId}`);
    const asked = await post(old, "replan");
    const again = await waitForPlan(chiffon.viewer, asked.request_id);
    const thread = await conversationOf(again);
    expect(thread.conversationId).not.toBe(conversationId);
    const { conversation } = await chiffon.viewer.call<{ conversation: { title: string } }>(
      "GET",
      `/api/conversations/${thread.conversationId}`,
    );
    expect(conversation.title).toBe("Deploy the pier");
  });

  it("not while it is under way, and not by somebody who may only look", async () => {
    await whileAgentsRest(async (view) => {
      expect(await refusal(post(view, "replan"))).toMatchObject({
        status: 409,
        code: "invalid_state",
      });
      const path = `/api/v1/requests/${view.request_id}/replan`;
      expect(await refusal(chiffon.viewer.call("POST", path, {}))).toMatchObject({ status: 403 });
      await post(view, "cancel");
    });
  });
});

async function conversationOf({ request_id }: { request_id: string }) {
  return chiffon.db.request.findUniqueOrThrow({ where: { id: request_id } });
}
