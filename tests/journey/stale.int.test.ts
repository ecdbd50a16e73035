import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WireView } from "#tests/support/chiffon-client.ts";
import { type PlannedView, planFor, waitForPlan } from "#tests/support/installation.ts";
import { useLab } from "./lab.ts";
import { labFiles } from "./lab-repository.ts";
import { link, type TreeFiles } from "./playbook-repository.ts";

const lab = useLab();
const { chiffon } = lab;
const text = (file: string) => String(labFiles(lab.effectsDir)[file]);
const write = (files: () => TreeFiles) => () => void lab.repository.commit(files());
const remove = (file: string) => () => {
  lab.repository.git("rm", "-q", file);
  lab.repository.commit();
};

/** Everything a plan of the beacon uses, and how it can come to differ; what the card must name. */
const changes: readonly (readonly [what: string, change: () => void, named: string])[] = [
  [
    "its playbook",
    write(() => ({
      "playbooks/beacon/deploy.yml": text("playbooks/beacon/deploy.yml").replace("3001", "3009"),
    })),
    "playbooks/beacon/deploy.yml",
  ],
  [
    "a task of its role",
    write(() => ({
      "roles/beacon/tasks/main.yml": text("roles/beacon/tasks/main.yml").replace("0644", "0666"),
    })),
    "roles/beacon/tasks/main.yml",
  ],
  [
    "its template",
    write(() => ({ "roles/beacon/templates/beacon.j2": "{{ lab_greeting }}!\n" })),
    "roles/beacon/templates/beacon.j2",
  ],
  [
    "a file added to its role",
    write(() => ({ "roles/beacon/defaults/main.yml": "---\nlab_greeting: hi\n" })),
    "roles/beacon/defaults/main.yml",
  ],
  [
    "variables of all hosts",
    write(() => ({
      "inventory/group_vars/all/place.yml": `${text("inventory/group_vars/all/place.yml")}more: 1\n`,
    })),
    "inventory/group_vars/all/place.yml",
  ],
  [
    "variables of its group",
    write(() => ({ "inventory/group_vars/lab.yml": "---\nlab_greeting: good day\n" })),
    "inventory/group_vars/lab.yml",
  ],
  [
    "new variables of its host",
    write(() => ({ "inventory/host_vars/localhost.yml": "---\nlab_greeting: you\n" })),
    "inventory/host_vars/localhost.yml",
  ],
  [
    "the inventory",
    write(() => ({ "inventory/hosts.yml": `${text("inventory/hosts.yml")}# moved\n` })),
    "inventory/hosts.yml",
  ],
  ["the file a link leads to", write(() => ({ "shared/motto": "unsteady\n" })), "shared/motto"],
  [
    "where a link leads",
    write(() => ({ "roles/beacon/files/motto": link("../../../notes.md") })),
    "roles/beacon/files/motto",
  ],
  ["a template that is gone", remove("roles/beacon/templates/beacon.j2"), "templates/beacon.j2"],
  [
    "the repository's Ansible settings",
    write(() => ({ "ansible.cfg": "[defaults]\nroles_path = roles:other\n" })),
    "ansible.cfg",
  ],
  [
    "a module of the repository's own",
    write(() => ({ "library/copy.py": "raise SystemExit(1)\n" })),
    "library/copy.py",
  ],
  [
    "a branch that was rewritten",
    () => {
      lab.repository.write("roles/beacon/templates/beacon.j2", "rewritten\n");
      lab.repository.git("add", "-A");
      lab.repository.git("commit", "-q", "--amend", "-m", "rewritten");
    },
    "roles/beacon/templates/beacon.j2",
  ],
];

describe("a plan whose content changed is stale and never runs (R8)", () => {
  beforeAll(() => lab.toggleAgent());
  afterAll(() => lab.toggleAgent());

  it.each(changes)("after a change of %s", async (_what, change, named) => {
    await startAfresh();
    const before = await lab.traces();
    const [approved, waiting] = await Promise.all([planned("beacon"), planned("beacon")]);
    await chiffon.approver.decide(approved.plan);
    await chiffon.viewer.waitFor(approved.request_id, ({ card }) => card === "paused");
    change();
    await chiffon.services.dispatch.dispatch(approved.plan.id);
    await chiffon.approver.decide(waiting.plan);
    for (const { request_id } of [approved, waiting]) {
      const view = await chiffon.viewer.waitFor(request_id, ({ card }) => card === "stale");
      expect(view.tasks.map(({ status }) => status)).toEqual(["cancelled"]);
      expect(view.plan).toMatchObject({ stale_reason: expect.stringContaining(named) });
    }
    expect(await lab.traces()).toEqual(before);
  });

  it.each([
    ["changed", { "notes.md": "Something else.\n" }],
    ["added", { "playbooks/lantern/green.yml": "---\n[]\n" }],
  ])("where an include is only known at run time, after any file was %s", async (_how, files) => {
    await startAfresh();
    const before = await lab.traces();
    const view = await planned("lantern");
    lab.repository.commit(files);
    await chiffon.approver.decide(view.plan);
    await chiffon.viewer.waitFor(view.request_id, ({ card }) => card === "stale");
    expect(await lab.traces()).toEqual(before);
  });

  it("with the branch gone it waits and says why, and goes on from there", async () => {
    await startAfresh();
    const before = await lab.traces();
    const view = await planned("beacon");
    lab.repository.git("branch", "-m", "main", "trunk");
    await chiffon.approver.decide(view.plan);
    const waiting = await chiffon.viewer.waitFor(view.request_id, ({ card }) => card === "paused");
    expect(waiting.tasks[0]).toMatchObject({ paused_reason: expect.stringContaining("main") });
    expect(await lab.traces()).toEqual(before);
    lab.repository.git("branch", "-m", "trunk", "main");
    await chiffon.operator.call("POST", `/api/v1/requests/${view.request_id}/cancel`, {});
  });
});

describe("a plan whose content is the same runs", () => {
  it("after commits that it does not use, and after a rewrite that changed no file", async () => {
    await startAfresh();
    await lab.toggleAgent();
    const { request_id, plan } = await planned("beacon");
    await chiffon.approver.decide(plan);
    await chiffon.viewer.waitFor(request_id, ({ card }) => card === "paused");
    lab.repository.commit({ "notes.md": "Another thought.\n", "docs/more.md": "text\n" });
    lab.repository.commit({ "playbooks/lantern/red.yml": "---\n[]\n" });
    lab.repository.git("commit", "-q", "--amend", "-m", "said differently");
    await lab.toggleAgent();
    await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done", 60_000);
  });

  it("planned anew after it was stale, once the new plan is approved", async () => {
    await startAfresh();
    const first = await planned("beacon");
    lab.repository.commit({ "roles/beacon/templates/beacon.j2": "new {{ beacon_port }}\n" });
    await chiffon.approver.decide(first.plan);
    await chiffon.viewer.waitFor(first.request_id, ({ card }) => card === "stale");
    const before = await lab.traces();
    // Nobody has to scan, nor to wait for a scan: the branch is read as it is when it is planned again.
    lab.repository.commit({ "roles/beacon/templates/beacon.j2": "newest {{ beacon_port }}\n" });
    const head = lab.repository.git("rev-parse", "HEAD").trim();
    const again = await chiffon.operator.call<WireView>(
      "POST",
      `/api/v1/requests/${first.request_id}/replan`,
      {},
    );
    const second = await waitForPlan(chiffon.viewer, again.request_id);
    expect(second.plan.digest).not.toBe(first.plan.digest);
    expect(second.plan.body).toMatchObject({ commit: head });
    expect(await lab.traces()).toEqual(before);
    await chiffon.approver.decide(second.plan);
    await chiffon.viewer.waitFor(again.request_id, ({ phase }) => phase === "done", 60_000);
    expect((await lab.traces()).runs).toBe(before.runs + 1);
  });
});

describe("a plan that is made again", () => {
  it("while it waits is made from the branch as it is then, without a scan", async () => {
    await startAfresh();
    const first = await planned("beacon");
    lab.repository.commit({ "roles/beacon/templates/beacon.j2": "other {{ beacon_port }}\n" });
    const head = lab.repository.git("rev-parse", "HEAD").trim();
    await chiffon.operator.call("POST", `/api/v1/requests/${first.request_id}/replan`, {});
    const second = await chiffon.viewer.waitFor(
      first.request_id,
      ({ plan, card }) => card === "awaiting" && plan?.version === 2,
    );
    expect(second.plan?.body).toMatchObject({ commit: head });
    await chiffon.operator.call("POST", `/api/v1/requests/${first.request_id}/cancel`, {});
  });
});

function planned(service: string): Promise<PlannedView> {
  return planFor(chiffon.operator, `Deploy the ${service}`);
}

/** Brings the repository back to its first state, as a further commit, and has it read. */
async function startAfresh(): Promise<void> {
  lab.repository.git("rm", "-rq", ".");
  lab.repository.commit(labFiles(lab.effectsDir));
  await lab.rescan();
}
