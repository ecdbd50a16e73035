import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlannedView, planFor, until, waitForPlan } from "#tests/support/installation.ts";
import { builtInAgent } from "#workers/built-in-agent.ts";
import { refusal, useLab } from "./lab.ts";
import { playbook } from "./lab-repository.ts";

const lab = useLab();
const { chiffon } = lab;
const apart = mkdtempSync(path.join(tmpdir(), "chiffon-vault-"));
afterAll(() => rmSync(apart, { recursive: true, force: true }));
const right = "the vault's password";

beforeAll(async () => {
  const [clear, password] = [path.join(apart, "clear.yml"), path.join(apart, "password")];
  writeFileSync(clear, "from_vault: opened\n");
  writeFileSync(password, `${right}\n`);
  execFileSync("ansible-vault", ["encrypt", `--vault-password-file=${password}`, clear]);
  lab.repository.commit({
    "playbooks/safe-vars.yml": readFileSync(clear, "utf8"),
    "playbooks/safe.yml": playbook({
      service: "safe",
      body: `  vars_files: [safe-vars.yml]
  tasks:
    - ansible.builtin.file: { path: "{{ effects_dir }}", state: directory, mode: "0755" }
    - ansible.builtin.copy: { dest: "{{ effects_dir }}/safe", content: "{{ from_vault }}", mode: "0644" }
`,
    }),
  });
  await lab.rescan();
});

const safe = () => planFor(chiffon.operator, "Deploy the safe");
const needs = (body: Record<string, unknown>) =>
  ((body["secret_needs"] ?? []) as { key: string }[]).map(({ key }) => key);
const give = (view: PlannedView, keep: "once" | "save", value: string, by = chiffon.admin) =>
  by.call("POST", `/api/v1/plan/${view.plan.id}/secrets/${keep}`, {
    ...{ plan_version: view.plan.version, key: "vault/default", value },
  });
const approve = async ({ request_id }: PlannedView) => {
  const { plan } = await chiffon.viewer.view(request_id);
  if (plan === null) throw new Error("it has a plan");
  await chiffon.approver.decide(plan);
};
const ended = ({ request_id }: PlannedView) =>
  chiffon.viewer.waitFor(request_id, ({ phase }) => ["done", "failed"].includes(phase), 120_000);
const vaultSecret = () =>
  chiffon.db.secret.findFirstOrThrow({ where: { kind: "vault_password", requestId: null } });

describe("a plan whose vault password is not there (INFRA-07)", () => {
  it("says so, and is given it once by an operator: it runs, and the store forgets it", async () => {
    const view = await safe();
    expect(needs(view.plan.body)).toEqual(["vault/default"]);
    expect((await refusal(give(view, "once", right, chiffon.viewer))).status).toBe(403);
    expect((await refusal(give(view, "save", right, chiffon.operator))).status).toBe(403);
    await give(view, "once", right, chiffon.operator);
    const second = await waitForPlan(chiffon.viewer, view.request_id, 2);
    expect(needs(second.plan.body)).toEqual([]);
    expect(second.plan.body["secrets"]).toEqual(["vault@1"]);
    expect(second.plan.digest).not.toBe(view.plan.digest);
    expect((await refusal(chiffon.approver.decide(view.plan))).code).toBe("plan_changed");
    await approve(second);
    expect((await ended(second)).phase).toBe("done");
    expect(readFileSync(path.join(lab.effectsDir, "safe"), "utf8")).toBe("opened");
    expect(await chiffon.db.secret.count()).toBe(0);
    expect(needs((await safe()).plan.body)).toEqual(["vault/default"]);
  });

  it("forgets what was given once when the plan is rejected, too", async () => {
    const view = await safe();
    await give(view, "once", right);
    const second = await waitForPlan(chiffon.viewer, view.request_id, 2);
    await chiffon.approver.decide(second.plan, "reject");
    expect(await chiffon.db.secret.count()).toBe(0);
  });

  it("takes one once after a wrong one: plans again with it, runs, and keeps neither", async () => {
    const view = await safe();
    await give(view, "once", "a guess");
    await approve(view);
    expect((await ended(view)).phase).toBe("failed");
    expect(await chiffon.db.secret.count()).toBe(0);
    const { plan } = await chiffon.viewer.view(view.request_id);
    const at = `/api/v1/plan/${plan?.id}/secrets/once-again`;
    const body = { task_key: "t1", value: right };
    expect((await refusal(chiffon.viewer.call("POST", at, body))).status).toBe(403);
    const { request_id } = await chiffon.operator.call<PlannedView>("POST", at, body);
    expect(request_id).not.toBe(view.request_id);
    const next = await waitForPlan(chiffon.viewer, request_id, 1);
    expect(needs(next.plan.body)).toEqual([]);
    expect(next.plan.body["secrets"]).toEqual(["vault@1"]);
    expect((await refusal(chiffon.operator.call("POST", at, body))).code).toBe("invalid_state");
    expect(await chiffon.db.secret.count()).toBe(1);
    await approve(next);
    expect((await ended(next)).phase).toBe("done");
    expect(await chiffon.db.secret.count()).toBe(0);
  });

  it("says in words that a saved one is wrong, tries once, and takes it again", async () => {
    const view = await safe();
    await give(view, "save", "a guess");
    await approve(view);
    expect((await ended(view)).phase).toBe("failed");
    const where = { requestId: view.request_id };
    const task = await chiffon.db.task.findFirstOrThrow({ where, include: { runs: true } });
    expect(task.message).toMatch(/vault password does not open .* not tried again by itself/);
    expect(task.runs).toHaveLength(1);
    const { plan } = await chiffon.viewer.view(view.request_id);
    const body = { task_key: "t1", value: right };
    await chiffon.admin.call("POST", `/api/v1/plan/${plan?.id}/secrets/again`, body);
    expect(await vaultSecret()).toMatchObject({ version: 2 });
    const next = await safe();
    expect(next.plan.body["secrets"]).toEqual(["vault@2"]);
    await approve(next);
    expect((await ended(next)).phase).toBe("done");
  });
});

describe("a secret that changes under a plan (R8, ORCH-03)", () => {
  const rotate = async () =>
    chiffon.admin.call("POST", `/api/secrets/${(await vaultSecret()).id}/rotate`, { value: right });
  const staleReason = async ({ request_id }: PlannedView) => {
    const { plan } = await chiffon.viewer.waitFor(request_id, ({ card }) => card === "stale");
    return (plan as unknown as { stale_reason: string }).stale_reason;
  };

  it("makes a plan that waits stale, naming it", async () => {
    const view = await safe();
    await rotate();
    expect(await staleReason(view)).toMatch(/the secret "vault" was changed: it is vault@3 now/);
    expect((await refusal(chiffon.approver.decide(view.plan))).code).toBe("plan_stale");
  });

  it("makes an approved plan stale before it runs", async () => {
    const before = await lab.traces();
    await lab.toggleAgent();
    const view = await safe();
    await approve(view);
    await chiffon.viewer.waitFor(view.request_id, ({ card }) => card === "paused");
    await rotate();
    await lab.toggleAgent();
    await chiffon.services.dispatch.dispatch(view.plan.id);
    expect(await staleReason(view)).toContain("vault@4");
    expect((await lab.traces()).runs).toBe(before.runs);
  });

  it("is not deleted while a live plan names it, which is said", async () => {
    const view = await safe();
    const at = `/api/secrets/${(await vaultSecret()).id}`;
    const refused = await refusal(chiffon.admin.call("DELETE", at));
    expect(refused).toMatchObject({ status: 409, code: "secret_in_use" });
    expect(String(refused.reply["errorMessage"])).toContain(String(view.plan.body["summary"]));
    await chiffon.approver.decide(view.plan, "reject");
    await chiffon.admin.call("DELETE", at);
    expect(await chiffon.db.secretVersion.count()).toBe(0);
  });
});

describe("the key file (R12)", () => {
  it("lost: the run says what to do and nothing else is disturbed; put back, all works", async () => {
    const view = await safe();
    await give(view, "save", right);
    const { secretsKeyFile } = chiffon.container.config;
    renameSync(secretsKeyFile, `${secretsKeyFile}.kept`);
    await approve(view);
    expect((await ended(view)).phase).toBe("failed");
    const where = { requestId: view.request_id };
    const task = await chiffon.db.task.findFirstOrThrow({ where, include: { runs: true } });
    expect(task.message).toContain(`the key file ${secretsKeyFile} is missing`);
    expect(task.message).toContain("Put the key file back, or give the secret again");
    expect(task.runs).toHaveLength(1);
    const { notices } = await chiffon.viewer.call<{ notices: string[] }>("GET", "/api/settings");
    expect(notices.join()).toContain("1 secret cannot be read");
    const other = await planFor(chiffon.operator, "Deploy the beacon");
    await approve(other);
    expect((await ended(other)).phase).toBe("done");
    renameSync(`${secretsKeyFile}.kept`, secretsKeyFile);
    const again = await safe();
    await approve(again);
    expect((await ended(again)).phase).toBe("done");
  });
});

describe("what runs were given", () => {
  const held = () => ["input", "redactions.json", "output.raw", "work/events.jsonl", "command.sh"];

  it("is gone from their directories", async () => {
    const runs = await chiffon.db.run.findMany();
    expect(runs.length).toBeGreaterThan(4);
    const left = () =>
      runs.flatMap(({ id }) =>
        held().filter((name) => existsSync(path.join(chiffon.paths.runs, id, name))),
      );
    await until("everything is forgotten", () => left().length === 0);
  });

  it("is removed at the next start where its follower died before it could", async () => {
    const runDir = path.join(chiffon.paths.runs, randomUUID());
    mkdirSync(path.join(runDir, "input"), { recursive: true });
    writeFileSync(path.join(runDir, "input/become-password"), "left behind\n");
    const next = await builtInAgent(chiffon.container);
    await next.start();
    await next.drain();
    expect(existsSync(path.join(runDir, "input"))).toBe(false);
  });
});
