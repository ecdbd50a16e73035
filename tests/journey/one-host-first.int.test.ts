import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PlannedView, planFor, waitForPlan } from "#tests/support/installation.ts";
import { ask } from "./conversation.ts";
import { refusal, useLab } from "./lab.ts";
import { playbook } from "./lab-repository.ts";
import { localInventory } from "./playbook-repository.ts";

const lab = useLab();
const { chiffon } = lab;
const crew = ["ann", "ben", "cid"];
const inventory = `${localInventory}    crew:\n      hosts:\n${crew
  .map((name) => `        ${name}:\n          ansible_connection: local\n`)
  .join("")}      vars:\n        ansible_python_interpreter: /usr/bin/python3\n`;

/** A playbook on the crew that counts itself on each of its hosts, with or without a check on the host. */
const onCrew = (service: string, check = "") =>
  playbook({
    service,
    body: `  tasks:
    - name: Arrive
      ansible.builtin.shell: echo here >> ${lab.effectsDir}/${service}-{{ inventory_hostname }}
      changed_when: true
`,
  })
    .replace("hosts: lab", "hosts: crew")
    .replace("# chiffon:idempotent", `${check}# chiffon:idempotent`);

beforeAll(async () => {
  const seen = `# chiffon:check=command: test -e ${lab.effectsDir}/well timeout=2\n`;
  lab.repository.commit({
    "inventory/hosts.yml": inventory,
    "playbooks/checked.yml": onCrew("harbour", seen),
    "playbooks/plain.yml": onCrew("anchor"),
  });
  await lab.rescan();
});
beforeEach(() => {
  rmSync(lab.effectsDir, { recursive: true, force: true });
  mkdirSync(lab.effectsDir, { recursive: true });
});

/** On which of the crew a service's playbook ran, and how often. */
const ran = (service: string) =>
  crew.flatMap((name) => {
    const file = path.join(lab.effectsDir, `${service}-${name}`);
    return existsSync(file)
      ? [`${name} ${readFileSync(file, "utf8").trim().split("\n").length}`]
      : [];
  });
const makeWell = () => writeFileSync(path.join(lab.effectsDir, "well"), "");
const plannedFor = (service: string, more = "", conversationId?: string) =>
  planFor(chiffon.operator, `Deploy the ${service} on ${crew.join(", ")}${more}`, conversationId);

interface PlannedTask {
  readonly task_key: string;
  readonly hosts: string[];
  readonly limit: string[];
  readonly depends_on: string[];
  readonly checks: readonly { host?: string }[];
  readonly first_host?: { readonly first_task_key: string; readonly asks: boolean };
}
const tasksOf = ({ plan }: PlannedView) => plan.body["tasks"] as PlannedTask[]; // as the API writes it

async function stage(view: PlannedView, host: string | null, asks = false): Promise<PlannedView> {
  await chiffon.operator.call("POST", `/api/v1/plan/${view.plan.id}/versions`, {
    ...{ plan_version: view.plan.version },
    ...{ first_hosts: [{ task_key: "t1", host, asks }] },
  });
  return waitForPlan(chiffon.viewer, view.request_id, view.plan.version + 1);
}

const ended = ["done", "failed", "cancelled"];
async function run(view: PlannedView, until: (card: string | null, phase: string) => boolean) {
  await chiffon.approver.decide(view.plan);
  return chiffon.viewer.waitFor(view.request_id, ({ card, phase }) => until(card, phase), 120_000);
}
const toEnd = (_card: string | null, phase: string) => ended.includes(phase);
const toQuestion = (card: string | null, phase: string) =>
  card === "paused" || ended.includes(phase);

interface ShownTask {
  readonly id: string;
  readonly status: string;
  readonly message: string | null;
  readonly paused_reason: string | null;
  readonly hold: { readonly state: string; readonly checks: readonly { ok: boolean }[] } | null;
}
const second = (view: { tasks: readonly unknown[] }) => view.tasks[1] as ShownTask; // as above

const decide = (taskId: string, decision: string) =>
  chiffon.approver.call("POST", `/api/v1/tasks/${taskId}/first-host`, { decision });

async function auditTypes(requestId: string): Promise<string[]> {
  const { entries } = await chiffon.admin.call<{ entries: { type: string }[] }>(
    "GET",
    `/api/v1/audit/query?request_id=${requestId}&limit=200`,
  );
  return entries.map(({ type }) => type).filter((type) => type.startsWith("first_host."));
}

describe("a plan for several hosts", () => {
  it("is split in two with a digest of its own, and put together again", async () => {
    const whole = await plannedFor("harbour");
    const staged = await stage(whole, "ben", true);
    expect(tasksOf(staged)).toMatchObject([
      { task_key: "t1", hosts: ["ben"], limit: ["ben"], checks: [{ host: "ben" }] },
      {
        ...{ task_key: "t2", hosts: ["ann", "cid"], limit: ["ann", "cid"], depends_on: ["t1"] },
        ...{ checks: [{ host: "ann" }, { host: "cid" }] },
        first_host: { first_task_key: "t1", asks: true },
      },
    ]);
    expect(staged.plan.digest).not.toBe(whole.plan.digest);
    const unasked = await stage(staged, "ben", false);
    expect(unasked.plan.digest).not.toBe(staged.plan.digest);
    expect(tasksOf(await stage(unasked, null))).toMatchObject([{ hosts: ["ben", "ann", "cid"] }]);
  });

  it("takes no host that the task does not run on", async () => {
    const { plan } = await plannedFor("harbour");
    const { status, reply } = await refusal(
      chiffon.operator.call("POST", `/api/v1/plan/${plan.id}/versions`, {
        ...{ plan_version: plan.version, first_hosts: [{ task_key: "t1", host: "eve" }] },
      }),
    );
    expect([status, reply["error_message"]]).toEqual([
      422,
      expect.stringContaining("not run on eve"),
    ]);
  });

  it("is asked for in words, at once or of the waiting plan", async () => {
    const atOnce = await plannedFor("harbour", ", one host first");
    expect(tasksOf(atOnce).map(({ hosts }) => hosts)).toEqual([["ann"], ["ben", "cid"]]);
    const asked = await ask(chiffon.operator, `Deploy the anchor on ${crew.join(", ")}`);
    const more = { conversationId: asked.conversationId };
    expect((await ask(chiffon.operator, "try it on one host first", more)).words).toContain(
      "ann first",
    );
    const said = await waitForPlan(chiffon.viewer, asked.requestId, 2);
    expect(tasksOf(said).map(({ hosts }) => hosts)).toEqual([["ann"], ["ben", "cid"]]);
    await ask(chiffon.operator, "try it on cid first and ask me before the rest", more);
    const named = await waitForPlan(chiffon.viewer, asked.requestId, 3);
    expect(tasksOf(named)).toMatchObject([{ hosts: ["cid"] }, { first_host: { asks: true } }]);
    expect(named.plan.body["summary"]).toContain("cid first");
  });
});

describe("the run", () => {
  it("goes on to the rest when the checks on the first host pass", async () => {
    makeWell();
    const view = await run(await stage(await plannedFor("harbour"), "ben"), toEnd);
    expect(view.phase).toBe("done");
    expect(second(view).hold).toMatchObject({ state: "released", checks: [{ ok: true }] });
    expect(ran("harbour")).toEqual(["ann 1", "ben 1", "cid 1"]);
    expect(await auditTypes(view.request_id)).toEqual(["first_host.passed"]);
  });

  it("stops before the rest when a check fails, and says which hosts were not touched", async () => {
    const view = await run(await stage(await plannedFor("harbour"), "ben"), toEnd);
    expect(view.phase).toBe("failed");
    expect(second(view)).toMatchObject({
      ...{ status: "failed", hold: { checks: [{ ok: false }] } },
      message: expect.stringContaining("2 hosts were not touched: ann, cid."),
    });
    expect(ran("harbour")).toEqual(["ben 1"]);
    expect(await auditTypes(view.request_id)).toEqual(["first_host.stopped"]);
  });

  it("asks a person where nothing is checked, who lets it go on", async () => {
    const asking = await run(await stage(await plannedFor("anchor"), "cid"), toQuestion);
    expect(second(asking)).toMatchObject({ status: "paused", hold: { state: "asking" } });
    expect(second(asking).paused_reason).toContain("cid is done, and there is no check");
    expect(ran("anchor")).toEqual(["cid 1"]);
    const operatorTries = await refusal(
      chiffon.operator.call("POST", `/api/v1/tasks/${second(asking).id}/first-host`, {
        decision: "go_on",
      }),
    );
    expect(operatorTries.status).toBe(403);
    await decide(second(asking).id, "go_on");
    const done = await chiffon.viewer.waitFor(
      asking.request_id,
      ({ phase }) => ended.includes(phase),
      120_000,
    );
    expect([done.phase, ran("anchor")]).toEqual(["done", ["ann 1", "ben 1", "cid 1"]]);
    expect((await auditTypes(done.request_id)).sort()).toEqual([
      "first_host.asked",
      "first_host.released",
    ]);
    expect((await refusal(decide(second(asking).id, "stop"))).status).toBe(409);
  });

  it("ends where that person stops, the rest untouched", async () => {
    const asking = await run(await stage(await plannedFor("anchor"), "ann"), toQuestion);
    await decide(second(asking).id, "stop");
    const view = await chiffon.viewer.waitFor(
      asking.request_id,
      ({ phase }) => ended.includes(phase),
      60_000,
    );
    expect(view).toMatchObject({
      ...{ phase: "cancelled" },
      reason: expect.stringContaining("2 hosts were not touched: ben, cid."),
    });
    expect(ran("anchor")).toEqual(["ann 1"]);
  });

  it("asks in any case where the plan says so, though every check passed", async () => {
    makeWell();
    const asking = await run(await stage(await plannedFor("harbour"), "ann", true), toQuestion);
    expect(second(asking)).toMatchObject({
      hold: { state: "asking", checks: [{ ok: true }] },
      paused_reason: expect.stringContaining("its checks passed"),
    });
    expect(ran("harbour")).toEqual(["ann 1"]);
  });
});

it("is planned again in two halves", async () => {
  const { request_id } = await run(await stage(await plannedFor("harbour"), "ben"), toEnd);
  const again = await chiffon.operator.call<{ request_id: string }>(
    "POST",
    `/api/v1/requests/${request_id}/replan`,
    { kind: "again" },
  );
  const repeated = await waitForPlan(chiffon.viewer, again.request_id);
  expect(tasksOf(repeated)).toMatchObject([
    { hosts: ["ben"] },
    { hosts: ["ann", "cid"], first_host: { first_task_key: "t1" } },
  ]);
});
