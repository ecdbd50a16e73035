import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { planFor, until } from "#tests/support/installation.ts";
import { refusal, useLab } from "./lab.ts";
import { playbook } from "./lab-repository.ts";

const lab = useLab();
const { chiffon } = lab;
const at = "/api/v1/unattended-runs";

interface WireRun {
  readonly id: string;
  readonly conversation_id: string;
  readonly status: string;
  readonly stop_reason: string | null;
  readonly results: readonly { readonly result: string; readonly request_id: string }[];
}

const plays = (service: string, task: string) =>
  playbook({ service, body: `  tasks:\n    - name: Do it\n${task}` });
const says = "      ansible.builtin.debug:\n        msg: bom\n";
const looks = () => `      ansible.builtin.stat:
        path: ${lab.effectsDir}/breaks
      register: breaks
    - name: Hold
      ansible.builtin.assert:
        that: not breaks.stat.exists
`;

const start = (requests: readonly string[], more: object = {}) =>
  chiffon.operator.call<WireRun>("POST", at, { requests, cooldown_seconds: 0, ...more });
const read = (id: string) => chiffon.viewer.call<WireRun>("GET", `${at}/${id}`);
const steer = (id: string, how: string) =>
  chiffon.operator.call<WireRun>("POST", `${at}/${id}/${how}`, {});

async function ended(id: string): Promise<WireRun> {
  let run = await read(id);
  await until(
    "the run is over",
    async () => {
      await chiffon.services.unattended.sweep();
      run = await read(id);
      return run.status === "finished" || run.status === "stopped";
    },
    90_000,
  );
  return run;
}

/** Has a person approve something once, and makes a rule of it. */
async function rule(text: string): Promise<void> {
  const { plan, request_id } = await planFor(chiffon.operator, text);
  await chiffon.approver.decide(plan);
  await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done", 60_000);
  const until30 = new Date(Date.now() + 30 * 86_400_000).toISOString();
  await chiffon.admin.call("POST", "/api/v1/rules", {
    ...{ name: text, plan_id: plan.id, task_key: "t1", hosts: ["localhost"] },
    ...{ max_risk: "low", until: until30 },
  });
}

const wordsIn = async (conversationId: string) => {
  const messages = await chiffon.db.message.findMany({
    where: { conversationId, author: "chiffon" },
    orderBy: { ordinal: "asc" },
  });
  return messages.map(({ text }) => text);
};

describe("an unattended run (ORCH-07)", () => {
  beforeAll(async () => {
    lab.repository.commit({
      "playbooks/drum.yml": plays("drum", says),
      "playbooks/gong.yml": plays("gong", says),
      "playbooks/vase.yml": plays("vase", looks()),
    });
    await lab.rescan();
    await rule("Deploy the drum");
    await rule("Deploy the vase");
  });

  it("works through its list, leaves to people what no rule covers, and ends with a report", async () => {
    const list = ["Deploy the drum", "Deploy the gong", "Deploy the drum"];
    const { id, conversation_id } = await start(list, { checkpoint_interval: 2 });
    const run = await ended(id);
    expect(run).toMatchObject({ status: "finished", stop_reason: "The list is done." });
    expect(run.results.map(({ result }) => result)).toEqual(["done", "waits_for_person", "done"]);
    const left = await chiffon.viewer.view(run.results[1]?.request_id ?? "");
    expect(left.card).toBe("awaiting");
    const asked = await chiffon.db.request.count({ where: { conversationId: conversation_id } });
    expect(asked).toBe(3);
    const words = await wordsIn(conversation_id);
    expect(words.some((text) => text.startsWith("2 of 3 requests asked"))).toBe(true);
    expect(words.at(-1)).toMatch(/^The unattended run is over\. The list is done\. 3 of 3/);
    const actors = await chiffon.db.auditEntry.findMany({
      where: { type: "plan.approved", requestId: { in: run.results.map((one) => one.request_id) } },
      select: { actorKind: true },
    });
    expect(actors.map(({ actorKind }) => actorKind)).toEqual(["rule", "rule"]);
  });

  it("stops after failures in a row, and the rule has paused itself", async () => {
    // It breaks for reasons that no file shows: what the rule covers is as it was.
    mkdirSync(path.join(lab.effectsDir, "breaks"), { recursive: true });
    const list = ["Deploy the vase", "Deploy the drum"];
    const run = await ended((await start(list, { max_consecutive_failures: 1 })).id);
    expect(run.results.map(({ result }) => result)).toEqual(["failed"]);
    expect(run.stop_reason).toBe("1 request failed in a row.");
    const rules = { where: { name: "Deploy the vase", pausedReason: { not: null } } };
    await until(
      "its rule has paused itself",
      async () => (await chiffon.db.approvalRule.count(rules)) === 1,
    );
  });

  it("is paused, resumed and stopped by a person; what it asked for goes on", async () => {
    const { id } = await start(["Deploy the drum", "Deploy the drum"], {
      cooldown_seconds: 86_400,
    });
    await until("the first is over", async () => (await read(id)).results.length === 1, 60_000);
    expect((await steer(id, "pause")).status).toBe("paused");
    expect(await refusal(steer(id, "pause"))).toMatchObject({ code: "invalid_state" });
    expect((await steer(id, "resume")).status).toBe("running");
    const stopped = await steer(id, "stop");
    expect(stopped).toMatchObject({ status: "stopped", stop_reason: "Otto stopped it." });
    expect((await wordsIn(stopped.conversation_id)).at(-1)).toContain("1 of 2 requests asked");
    expect(await refusal(steer(id, "resume"))).toMatchObject({ code: "invalid_state" });
  });

  it("asks once, however many sweep at the same time", async () => {
    const { id, conversation_id } = await start(["Deploy the drum"]);
    await Promise.all([1, 2, 3, 4].map(() => chiffon.services.unattended.sweep()));
    await ended(id);
    const asked = await chiffon.db.request.count({ where: { conversationId: conversation_id } });
    expect(asked).toBe(1);
  });

  it("is refused to viewers and programs, and without an end", async () => {
    const requests = ["Deploy the drum"];
    expect(await refusal(chiffon.viewer.call("POST", at, { requests }))).toMatchObject({
      status: 403,
    });
    const { token } = await chiffon.operator.call<{ token: string }>("POST", "/api/tokens", {
      ...{ name: "ci", scopes: ["read", "ask"], days: 1 },
    });
    const headers = { authorization: `Bearer ${token}` };
    const program = chiffon.stranger().call("POST", at, { requests }, headers);
    expect(await refusal(program)).toMatchObject({ status: 403 });
    for (const body of [{ requests: [] }, { requests, max_hours: 73 }, { requests: [" "] }])
      expect(await refusal(chiffon.operator.call("POST", at, body))).toMatchObject({ status: 400 });
    expect(await refusal(read(randomUUID()))).toMatchObject({ status: 404 });
  });
});
