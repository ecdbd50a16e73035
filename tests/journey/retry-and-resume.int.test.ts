import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { WireView } from "#tests/support/chiffon-client.ts";
import { type PlannedView, planFor, waitForPlan } from "#tests/support/installation.ts";
import { refusal, useLab } from "./lab.ts";
import { playbook } from "./lab-repository.ts";
import { localInventory } from "./playbook-repository.ts";

const lab = useLab();
const { chiffon } = lab;
const crew = ["ann", "ben", "cid", "dot", "eve"];
const inventory = () =>
  `${localInventory}    crew:\n      hosts:\n${crew
    .map((name) => `        ${name}:\n          ansible_connection: local\n`)
    .join("")}      vars:\n        ansible_python_interpreter: /usr/bin/python3\n`;
const stone = (name: string) => path.join(lab.effectsDir, `stone-${name}`);
const trace = (step: string, name: string) => path.join(lab.effectsDir, `${step}-${name}`);
/** How often a step ran on a host. */
const times = (step: string, name: string) =>
  existsSync(trace(step, name))
    ? readFileSync(trace(step, name), "utf8").trim().split("\n").length
    : 0;
const step = (name: string, word: string) => `    - name: ${name}
      ansible.builtin.shell: echo here >> ${lab.effectsDir}/${word}-{{ inventory_hostname }}
`;

/** A playbook on the crew that counts itself, looks for a stone, and counts itself again. */
const onCrew = (service: string, look: string, more = "") =>
  playbook({
    service,
    body: `  tasks:\n${step("Set out", "before")}${look}${step("Arrive", "after")}${more}`,
  }).replace("hosts: lab", "hosts: crew");
const lookNamed = (name: string) => `    - name: ${name}
      ansible.builtin.command: cat ${lab.effectsDir}/stone-{{ inventory_hostname }}
      changed_when: false
`;

beforeAll(async () => {
  const look = lookNamed("Look for the stone");
  const included = `    - name: Go on
      ansible.builtin.include_tasks: tasks/look.yml
`;
  lab.repository.commit({
    "inventory/hosts.yml": inventory(),
    "playbooks/march.yml": onCrew("march", look),
    "playbooks/twice.yml": onCrew("twice", lookNamed("Set out")),
    "playbooks/template.yml": onCrew("template", lookNamed('"Look on {{ inventory_hostname }}"')),
    "playbooks/unnamed.yml": onCrew(
      "unnamed",
      look.replace("- name: Look for the stone\n      ", "- "),
    ),
    "playbooks/include.yml": onCrew("include", included),
    "playbooks/tasks/look.yml": `---\n${look.replace(/^ {4}/gm, "")}`,
    "playbooks/rescue.yml": onCrew(
      "rescue",
      `    - name: Try\n      block:\n        - name: Fall\n          ansible.builtin.command: "false"\n      rescue:\n${look.replace(/^(?=.)/gm, "    ")}`,
    ),
    "playbooks/roled.yml": playbook({
      service: "roled",
      body: "  roles:\n    - role: walker\n",
    }).replace("hosts: lab", "hosts: crew"),
    "roles/walker/tasks/main.yml": `---\n${`${step("Set out", "before")}${look}`.replace(/^ {4}/gm, "")}`,
  });
  await lab.rescan();
});
beforeEach(() => {
  rmSync(lab.effectsDir, { recursive: true, force: true });
  mkdirSync(lab.effectsDir, { recursive: true });
});

interface Recovered extends WireView {
  readonly recovery: { readonly failed_hosts: string[]; readonly resume_at: string | null };
}
interface PlannedTask {
  readonly hosts: string[];
  readonly limit: string[];
  readonly start_at_task?: string;
}
const tasksOf = ({ plan }: PlannedView) => plan.body["tasks"] as PlannedTask[]; // as the API writes it
const lay = (names: readonly string[]) => {
  for (const name of names) writeFileSync(stone(name), "");
};

async function run(view: PlannedView, phase: string): Promise<Recovered> {
  await chiffon.approver.decide(view.plan);
  const seen = await chiffon.viewer.waitFor(view.request_id, (one) => one.phase === phase, 120_000);
  return seen as Recovered; // the same reply, with what these tests look at
}

const replan = (requestId: string, kind: string) =>
  chiffon.operator.call<WireView>("POST", `/api/v1/requests/${requestId}/replan`, { kind });

/** Runs a service's playbook on the crew, of whom only some have their stone. */
async function failedRun(service: string, found: readonly string[] = []): Promise<Recovered> {
  lay(found);
  return run(
    await planFor(chiffon.operator, `Deploy the ${service} on ${crew.join(", ")}`),
    "failed",
  );
}

describe("after a run that failed on some hosts", () => {
  it("retries exactly those, under a digest and an approval of their own", async () => {
    const failed = await failedRun("march", ["ann", "cid"]);
    expect(failed.recovery).toEqual({
      failed_hosts: ["ben", "dot", "eve"],
      resume_at: "Look for the stone",
      undo: [],
    });
    lay(crew);
    const { request_id } = await replan(failed.request_id, "failed_hosts");
    const retry = await waitForPlan(chiffon.viewer, request_id);
    expect(tasksOf(retry)).toMatchObject([
      { hosts: ["ben", "dot", "eve"], limit: ["ben", "dot", "eve"] },
    ]);
    expect(retry.plan.digest).not.toBe(failed.plan?.digest);
    expect(retry.plan.body).toMatchObject({
      change_note: "Only 3 hosts that failed: ben, dot, eve.",
    });
    expect(retry).toMatchObject({
      follows: { request_id: failed.request_id, kind: "failed_hosts" },
    });
    const done = await run(retry, "done");
    const hosts = done.tasks[0]?.runs[0] as { outcome?: { hosts: { host: string }[] } }; // as above
    expect(hosts.outcome?.hosts.map(({ host }) => host)).toEqual(["ben", "dot", "eve"]);
    expect(crew.map((name) => times("before", name))).toEqual([1, 2, 1, 2, 2]);
  });

  it("resumes at the step that failed, on the hosts that have it before them", async () => {
    const failed = await failedRun("march", ["ann", "cid"]);
    lay(crew);
    const { request_id } = await replan(failed.request_id, "failed_task");
    const resumed = await waitForPlan(chiffon.viewer, request_id);
    expect(tasksOf(resumed)).toMatchObject([
      { hosts: ["ben", "dot", "eve"], start_at_task: "Look for the stone" },
    ]);
    await run(resumed, "done");
    expect(crew.map((name) => times("before", name))).toEqual([1, 1, 1, 1, 1]);
    expect(crew.map((name) => times("after", name))).toEqual([1, 1, 1, 1, 1]);
  });

  it("starts at another step only with another digest", async () => {
    const failed = await failedRun("march");
    const whole = await waitForPlan(
      chiffon.viewer,
      (await replan(failed.request_id, "again")).request_id,
    );
    const resumed = await waitForPlan(
      chiffon.viewer,
      (await replan(failed.request_id, "failed_task")).request_id,
    );
    expect(whole.plan.digest).toBe(failed.plan?.digest);
    expect(resumed.plan.digest).not.toBe(whole.plan.digest);
  });

  it("resumes inside a role", async () => {
    const failed = await failedRun("roled");
    lay(crew);
    const { request_id } = await replan(failed.request_id, "failed_task");
    await run(await waitForPlan(chiffon.viewer, request_id), "done");
    expect(crew.map((name) => times("before", name))).toEqual([1, 1, 1, 1, 1]);
  });

  it.each([
    ["two steps have its name", "twice"],
    ["its name is a template", "template"],
    ["it has no name", "unnamed"],
    ["it is only known at run time", "include"],
    ["it stands in a rescue", "rescue"],
  ])("offers no way to resume where %s", async (_why, service) => {
    const failed = await failedRun(service, ["ann"]);
    expect(failed.recovery).toEqual({
      failed_hosts: ["ben", "cid", "dot", "eve"],
      resume_at: null,
      undo: [],
    });
    expect(await refusal(replan(failed.request_id, "failed_task"))).toMatchObject({
      ...{ status: 409, code: "invalid_state" },
    });
  });

  it("does not guess where the step was renamed since, and says so", async () => {
    const failed = await failedRun("march");
    const renamed = onCrew("march", lookNamed("Find the stone"));
    lab.repository.commit({ "playbooks/march.yml": renamed });
    await lab.rescan();
    const { request_id } = await replan(failed.request_id, "failed_task");
    const view = await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done");
    expect(view).toMatchObject({
      plan: null,
      reason: expect.stringContaining("has no step of that name any more"),
    });
  });

  it("retries what failed only once all those hosts are still there", async () => {
    const failed = await failedRun("march", ["ann"]);
    lab.repository.commit({ "inventory/hosts.yml": inventory().replace(/ {8}eve:\n.*\n/, "") });
    await lab.rescan();
    const { request_id } = await replan(failed.request_id, "failed_hosts");
    const view = await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done");
    expect(view).toMatchObject({ plan: null, reason: "eve is not in the inventory any more." });
  });
});
