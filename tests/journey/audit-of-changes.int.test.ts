import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { type PlanTask, planBodySchema } from "#server/contracts/plan.ts";
import type { PreviewReport } from "#server/contracts/preview.ts";
import { type EndpointName, type MethodOf, routes } from "#server/contracts/routes.ts";
import type { ScaffoldResult } from "#server/contracts/scaffold.ts";
import { runStatuses } from "#server/execution/domain/run-state.ts";
import { clientIdOf } from "#server/people/domain/client-id.ts";
import { planDigest } from "#server/planning/plan-digest.ts";
import type { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { planFor, until } from "#tests/support/installation.ts";
import { ask } from "./conversation.ts";
import { refusal, settled, useLab } from "./lab.ts";
import { playbook } from "./lab-repository.ts";
import {
  addRepository,
  executable,
  localInventory,
  PlaybookRepository,
} from "./playbook-repository.ts";

const lab = useLab();
const { chiffon } = lab;
const password = "correct horse battery";

/** A call that changes something, ready to be made; `by` is who the history must name. */
interface Change {
  readonly by: string;
  readonly call: () => Promise<unknown>;
}

type Preparation = () => Promise<Change>;
type Changing = Exclude<
  {
    [Name in EndpointName]: MethodOf<Name> extends "GET" ? never : Name;
  }[EndpointName],
  keyof typeof exceptions
>;

/** Routes that are no GET and yet need no entry of their own, with the reason. */
const exceptions = {
  setUp: "happens once, before anybody could look: its entry is asserted below",
  explainRouting: "says where a task would go: asserted where routing is tested",
  verifyAudit: "reads and compares, changes nothing: asserted below",
  testRule: "reads and compares, changes nothing: asserted below",
  validateGates: "says what gates would say: asserted where gates are tested",
} as const;

const post =
  (client: ChiffonClient, at: string, body: object = {}) =>
  () =>
    client.call("POST", at, body);
let names = 0;
const newName = () => `Person${++names}`;

async function waitingPlan() {
  const view = await planFor(chiffon.operator, "Deploy the beacon");
  const { plan, request_id } = view;
  return { plan, requestId: request_id, conversationId: (await conversationOf(request_id)).id };
}

function isolated(task: PlanTask): PlanTask {
  return { ...task, profile: "isolated" };
}

/** A preview that named one file. */
function previewOf(file: string): PreviewReport {
  const counts = { changes: 1, same: 0, unseen: 0, unknown: 0, condition: 0, fails: 0 };
  const step = {
    taskKey: "t1",
    host: "localhost",
    ansibleTask: "Light it",
    kind: "changes" as const,
  };
  return {
    ...{ counts, hosts: [{ host: "localhost", counts, isReached: true }] },
    steps: [
      {
        ...{ ...step, action: "copy", place: null, message: "", notifies: [] },
        diffs: [{ path: file, text: "+lit" }],
      },
    ],
    ...{ stepsLeftOut: 0, isCut: false },
  };
}

async function conversationOf(requestId: string): Promise<{ id: string }> {
  const row = await chiffon.db.request.findUniqueOrThrow({ where: { id: requestId } });
  return { id: row.conversationId };
}

/** A task that waits, because the only agent is off. */
async function waitingTask(): Promise<string> {
  await lab.toggleAgent();
  const { plan, requestId } = await waitingPlan();
  await chiffon.approver.decide(plan);
  const view = await chiffon.viewer.waitFor(requestId, ({ card }) => card === "paused");
  return view.tasks[0]?.id ?? "";
}

/** One of which nothing is left to run. */
async function failedTask(): Promise<string> {
  const id = await waitingTask();
  await chiffon.db.task.update({
    where: { id },
    data: { status: "failed", finishedAt: new Date(), message: "it broke" },
  });
  return id;
}

async function invite(): Promise<string> {
  const { token } = await chiffon.admin.call<{ token: string }>("POST", "/api/invites", {
    role: "viewer",
  });
  return token;
}

const newToken = () => ({ name: newName(), scopes: ["read"], days: 1 });
const newConnection = () => ({
  clientId: clientIdOf({ name: newName(), redirectUris: ["http://127.0.0.1/back"] }),
  ...{ redirectUri: "http://127.0.0.1:4000/back", responseType: "code", resource: null },
  ...{ codeChallenge: "A".repeat(43), codeChallengeMethod: "S256", scope: null, state: null },
  ...{ scopes: ["read"], days: 1 },
});
const newSecret = () => ({ name: newName(), kind: "api_key", scope: "global", value: "one" });

/** A waiting plan of a playbook with a vault file, for which there is no password yet. */
async function planInNeed(keep: "once" | "save") {
  const secrets = await chiffon.db.secret.findMany({ where: { kind: "vault_password" } });
  await chiffon.db.secret.deleteMany({ where: { id: { in: secrets.map(({ id }) => id) } } });
  lab.repository.commit({
    "playbooks/vault.yml": playbook({
      service: "safe",
      body: `  vars_files: [vault-vars.yml]
  tasks:
    - ansible.builtin.debug: { var: it }
`,
    }),
    "playbooks/vault-vars.yml": "$ANSIBLE_VAULT;1.1;AES256\n00\n",
  });
  await lab.rescan();
  const { plan } = await planFor(chiffon.operator, "Deploy the safe");
  const at = `/api/v1/plan/${plan.id}/secrets/${keep}`;
  return { at, body: { plan_version: plan.version, key: "vault/default", value: "opens" } };
}

/** A plan whose task ended for want of a password: runs that do are tried elsewhere. */
async function planWithoutItsPassword(): Promise<string> {
  const { plan, requestId } = await waitingPlan();
  await chiffon.approver.decide(plan);
  await chiffon.viewer.waitFor(requestId, ({ phase }) => phase === "done", 60_000);
  const run = await chiffon.db.run.findFirstOrThrow({ where: { task: { planId: plan.id } } });
  const trouble = { kind: "become_password", problem: "wrong", hosts: ["localhost"], message: "" };
  const outcome = { ...(run.outcome as object), secretTrouble: trouble };
  await chiffon.db.run.update({ where: { id: run.id }, data: { outcome } });
  return plan.id;
}

/** What a rule is made of: a task that a person approved and that went well. */
async function ruleDraft() {
  const body = `  tasks:\n    - ansible.builtin.debug: { msg: ${newName()} }\n`;
  lab.repository.commit({ "playbooks/drum.yml": playbook({ service: "drum", body }) });
  await lab.rescan();
  const { plan, request_id } = await planFor(chiffon.operator, "Deploy the drum");
  await chiffon.approver.decide(plan);
  await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done", 60_000);
  return { plan_id: plan.id, task_key: "t1", hosts: ["localhost"], max_risk: "low" };
}

const inAMonth = () => new Date(Date.now() + 30 * 86_400_000).toISOString();

/** A rule about nothing that the lab has. */
async function storedRule(): Promise<string> {
  const content = {
    ...{ files: [], requirementsLock: null, inventoryPath: "x", inventoryRepositoryId: null },
    ...{ profile: "isolated", isIdempotent: true, secrets: [] },
  };
  const pattern = {
    ...{ repositoryId: lab.repositoryId, workType: "ansible.playbook", entryKind: "playbook" },
    ...{ entryPath: "none.yml", playbookPath: null, tags: [], values: [], content },
  };
  const { id } = await chiffon.db.approvalRule.create({
    data: {
      ...{ name: newName(), repositoryId: lab.repositoryId, repositoryName: "Lab", pattern },
      ...{ entryName: "None", hosts: ["localhost"], groups: [], maxRisk: "low" },
      ...{ askerRole: "operator", until: inAMonth(), inNameOfId: randomUUID(), inNameOf: "Ada" },
    },
  });
  return id;
}

/** An unattended run that has nothing to do today. */
async function storedUnattended(status: "running" | "paused"): Promise<string> {
  const limits = { maxRequests: 1, maxHours: 72, cooldownSeconds: 0 };
  const { id } = await chiffon.db.unattendedRun.create({
    data: {
      ...{ id: randomUUID(), conversationId: randomUUID(), personId: randomUUID() },
      ...{ startedBy: "Otto", status, requests: ["Deploy the beacon"], notBefore: inAMonth() },
      limits: { ...limits, maxConsecutiveFailures: 2, checkpointInterval: 5 },
    },
  });
  return id;
}

async function storedSecret(): Promise<string> {
  const secret = newSecret();
  await chiffon.admin.call("POST", "/api/secrets", secret);
  const { id } = await chiffon.db.secret.findFirstOrThrow({ where: { name: secret.name } });
  return id;
}

const newHost = () => ({
  ...{ name: newName(), connection: "ssh", address: "192.0.2.7" },
  ...{ user: null, port: null, groups: [] },
});

async function keptHost() {
  const host = newHost();
  await chiffon.admin.call("POST", "/api/hosts", host);
  return host;
}

/** The one that is here. */
function workingAgent() {
  return chiffon.db.agent.findFirstOrThrow({ where: { NOT: { workTypes: { equals: [] } } } });
}

/** A machine that enrolled, as its row stands: its process is tried elsewhere. */
async function remoteAgent(): Promise<string> {
  const { id } = await goneAgent();
  await chiffon.db.agent.update({ where: { id }, data: { kind: "remote" } });
  return id;
}

async function enrolment(): Promise<string> {
  return (await chiffon.admin.call<{ id: string }>("POST", "/api/v1/agents", {})).id;
}

async function goneAgent() {
  const { id, name } = await chiffon.services.agents.register({
    ...{ identity: randomUUID(), name: newName(), agentType: "infra", domains: [] },
    ...{ workTypes: [], slots: 1, version: "0" },
    metrics: { cpuCores: 1, load: [0, 0, 0], memoryTotalMb: 1, memoryAvailableMb: 1 },
    tools: {
      ...{ ansible: null, ansibleLint: null, bubblewrap: null, ssh: null, git: null },
      ansibles: [],
    },
  });
  return { id, name };
}

function otherRepository(): PlaybookRepository {
  const name = newName();
  return new PlaybookRepository(path.join(chiffon.paths.apps, "..", name), {
    "inventory/hosts.yml": localInventory,
    "playbooks/it.yml": playbook({ service: name.toLowerCase(), body: "  tasks: []\n" }),
  });
}

const byChiffon = { kind: "system", id: "system", name: "Chiffon" };

/** A role that a playbook names and nothing says the source of. */
async function unsourcedRole(): Promise<string> {
  const name = newName().toLowerCase();
  lab.repository.commit({
    [`playbooks/${name}.yml`]: playbook({ service: name, body: `  roles: [${name}]\n` }),
  });
  await lab.rescan();
  return name;
}

const sourceOf = (name: string) => {
  const source = "https://example.org/it.git";
  return { kind: "role", name, type: "git", source, version: null };
};

/** A look at the lab that is over, with a patch for one of its files. */
async function storedReview(): Promise<string> {
  const head = await headOfLab();
  const file = "inventory/hosts.yml";
  const first = firstLineOfHosts();
  const result = {
    ...{ path: file, lintVersion: "6", suggestions: [], omitted: 0, notes: [] },
    categories: {
      ...{ idempotency: 0, error_handling: 0, performance: 0, best_practices: 0, standards: 0 },
    },
    patch: {
      ...{ diff: `--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-${first}\n+${first} # x\n`, fixes: 1 },
      proven: { findingsBefore: 1, findingsAfter: 0, syntaxCheck: true, listTasksSame: true },
    },
  };
  const { id } = await chiffon.db.playbookReview.create({
    data: {
      ...{ repositoryId: lab.repositoryId, path: file, status: "done", result },
      ...{ ...head, actor: byChiffon },
    },
  });
  return id;
}

function firstLineOfHosts(): string {
  const file = path.join(lab.repository.directory, "inventory/hosts.yml");
  return readFileSync(file, "utf8").split("\n")[0] ?? "";
}

async function headOfLab() {
  const { commit, treeId } = await chiffon.db.repository.findUniqueOrThrow({
    where: { id: lab.repositoryId },
  });
  return { commit: commit ?? "", treeId: treeId ?? "" };
}

const openData = { variable: "x_data", question: "In which folder?", isSecret: false };

/** A playbook that was written for the lab, of a service of its own. */
async function storedScaffold(gaps: ScaffoldResult["gaps"] = []): Promise<string> {
  const head = await headOfLab();
  const result = {
    ...{ service: "x", title: "X", isKnown: true, playbook: "x.yml", gaps, sources: [] },
    ...{ files: [{ path: "x.yml", content: "---\n" }], lintVersion: "6", findings: [] },
    ...{ syntaxFault: null, notes: [] },
  };
  const { id } = await chiffon.db.scaffoldRequest.create({
    data: {
      ...{ repositoryId: lab.repositoryId, asked: newName(), status: "done", result },
      ...{ ...head, actor: byChiffon },
    },
  });
  return id;
}

/** A change to the lab of a file that nobody will find. */
async function storedChange(stage: "none" | "on_branch" | "applied"): Promise<string> {
  const { commit } = await headOfLab();
  const { id } = await chiffon.db.repositoryChange.create({
    data: {
      ...{ id: randomUUID(), repositoryId: lab.repositoryId, commit, title: "Add x", stage },
      ...{ branch: `chiffon/add-${newName()}`, actor: byChiffon },
      files: [{ path: "none.yml", before: "a", after: "b" }],
    },
  });
  return id;
}

async function newSchedule(): Promise<string> {
  const made = await chiffon.operator.call<{ id: string }>("POST", "/api/v1/schedules", {
    ...{ text: "Deploy the beacon", when: "daily at 4" },
  });
  return `/api/v1/schedules/${made.id}`;
}

const newHook = () => ({
  ...{ name: newName(), format: "generic", auth: "secret", template: "Deploy the {service}" },
});

async function madeHook(): Promise<{ at: string; name: string; secret: string }> {
  const { webhook, secret } = await chiffon.admin.call<{
    webhook: { id: string; name: string };
    secret: string;
  }>("POST", "/api/v1/webhooks", newHook());
  return { at: `/api/v1/webhooks/${webhook.id}`, name: webhook.name, secret };
}

const newChannel = () => ({
  ...{ name: newName(), is_shared: true, kinds: [] },
  target: { kind: "webhook", url: "http://127.0.0.1:1/" },
});

async function madeChannel(): Promise<string> {
  const { channel } = await chiffon.admin.call<{ channel: { id: string } }>(
    "POST",
    "/api/v1/notifications/channels",
    newChannel(),
  );
  return `/api/v1/notifications/channels/${channel.id}`;
}

async function news(): Promise<string> {
  const { id } = await chiffon.db.notification.create({
    data: {
      ...{ kind: "machine_back", auditSeq: -BigInt(++names), path: "/fleet" },
      facts: {
        ...{ action: "shed", hosts: [], hostCount: 0, risk: null, asker: null },
        ...{ outcome: null, reason: null, headHash: null },
      },
    },
  });
  return id;
}

async function newsFor(name: string): Promise<void> {
  const { id: personId } = await chiffon.db.person.findUniqueOrThrow({ where: { name } });
  const notificationId = await news();
  await chiffon.db.notificationReader.create({ data: { personId, notificationId } });
}

async function failedDelivery(): Promise<string> {
  const channelId = (await madeChannel()).split("/").at(-1) ?? "";
  const notificationId = await news();
  const data = { notificationId, channelId, status: "failed", error: "it broke" };
  return (await chiffon.db.notificationDelivery.create({ data })).id;
}

const changes: Readonly<Record<Changing, Preparation>> = {
  startPlanNow: async () => {
    const { plan } = await waitingPlan();
    await chiffon.approver.call("POST", `/api/v1/plan/${plan.id}/approve`, {
      ...{ plan_version: plan.version, plan_digest: plan.digest, decision: "approve" },
      start_at: new Date(Date.now() + 3_600_000).toISOString(),
    });
    return { by: "Abel", call: post(chiffon.approver, `/api/v1/plan/${plan.id}/start`) };
  },
  createChannel: async () => ({
    by: "Ada",
    call: post(chiffon.admin, "/api/v1/notifications/channels", newChannel()),
  }),
  changeChannel: async () => {
    const at = await madeChannel();
    return { by: "Ada", call: () => chiffon.admin.call("PATCH", at, { enabled: false }) };
  },
  deleteChannel: async () => {
    const at = await madeChannel();
    return { by: "Ada", call: () => chiffon.admin.call("DELETE", at) };
  },
  testChannel: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `${await madeChannel()}/test`),
  }),
  sendAgain: async () => ({
    by: "Ada",
    call: post(
      chiffon.admin,
      `/api/v1/notifications/deliveries/${await failedDelivery()}/send-again`,
    ),
  }),
  chooseNotifications: async () => {
    const scopes = [{ kind: "run_finished", scope: "all" }];
    const at = "/api/v1/notifications/settings";
    return { by: "Otto", call: () => chiffon.operator.call("PATCH", at, { scopes }) };
  },
  readNotifications: async () => {
    await newsFor("Abel");
    return { by: "Abel", call: post(chiffon.approver, "/api/v1/notifications/read") };
  },
  createWebhook: async () => ({
    by: "Ada",
    call: post(chiffon.admin, "/api/v1/webhooks", newHook()),
  }),
  receiveAlerts: async () => {
    const { at, name, secret } = await madeHook();
    const headers = { authorization: `Bearer ${secret}` };
    const body = { service: "beacon" };
    const by = `Webhook ${name}, by Ada`;
    return { by, call: () => chiffon.stranger().call("POST", at, body, headers) };
  },
  changeWebhook: async () => {
    const { at } = await madeHook();
    return { by: "Ada", call: () => chiffon.admin.call("PATCH", at, { enabled: false }) };
  },
  deleteWebhook: async () => {
    const { at } = await madeHook();
    return { by: "Ada", call: () => chiffon.admin.call("DELETE", at) };
  },
  renewWebhookSecret: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `${(await madeHook()).at}/secret`, {}),
  }),
  testWebhook: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `${(await madeHook()).at}/test`, { service: "beacon" }),
  }),
  createSchedule: async () => ({
    by: "Otto",
    call: post(chiffon.operator, "/api/v1/schedules", { text: "Deploy it", when: "daily at 4" }),
  }),
  changeSchedule: async () => {
    const at = await newSchedule();
    return { by: "Otto", call: () => chiffon.operator.call("PATCH", at, { enabled: false }) };
  },
  deleteSchedule: async () => {
    const at = await newSchedule();
    return { by: "Otto", call: () => chiffon.operator.call("DELETE", at) };
  },
  fireSchedule: async () => ({
    by: "Otto",
    call: post(chiffon.operator, `${await newSchedule()}/fire`, {}),
  }),
  signIn: async () => ({
    by: "Vera",
    call: post(chiffon.stranger(), "/api/session", { name: "Vera", password }),
  }),
  signOut: async () => {
    const client = chiffon.stranger();
    await client.signIn("Vera", password);
    return { by: "Vera", call: () => client.call("DELETE", "/api/session") };
  },
  changePassword: async () => {
    const name = newName();
    const client = await chiffon.join("viewer", name);
    const body = { currentPassword: password, newPassword: `${password} 2` };
    return { by: name, call: post(client, "/api/session/password", body) };
  },
  changePerson: async () => {
    const name = newName();
    await chiffon.join("viewer", name);
    const person = await chiffon.db.person.findFirstOrThrow({ where: { name } });
    const at = `/api/people/${person.id}`;
    return { by: "Ada", call: () => chiffon.admin.call("PATCH", at, { role: "operator" }) };
  },
  installDependencies: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `/api/repositories/${lab.repositoryId}/dependencies`, {
      kind: "install",
    }),
  }),
  decideDependencies: async () => {
    const offered = await chiffon.db.dependencyInstall.create({
      data: {
        repositoryId: lab.repositoryId,
        kind: "update",
        status: "offered",
        actor: { kind: "system", id: "system", name: "Chiffon" },
        progress: { done: 0, total: 0, current: null },
      },
    });
    const body = { installId: offered.id, decision: "keep" };
    const at = `/api/repositories/${lab.repositoryId}/dependencies/decision`;
    return { by: "Ada", call: post(chiffon.admin, at, body) };
  },
  giveSource: async () => ({
    by: "Ada",
    call: post(
      chiffon.admin,
      `/api/repositories/${lab.repositoryId}/dependencies/sources`,
      sourceOf(await unsourcedRole()),
    ),
  }),
  withdrawSource: async () => {
    const name = await unsourcedRole();
    const at = `/api/repositories/${lab.repositoryId}/dependencies/sources`;
    await chiffon.admin.call("POST", at, sourceOf(name));
    const gone = `${at}?kind=role&name=${name}`;
    return { by: "Ada", call: () => chiffon.admin.call("DELETE", gone) };
  },
  startReview: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `/api/repositories/${lab.repositoryId}/reviews`, {
      path: "playbooks/it.yml",
    }),
  }),
  putReviewOnBranch: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `/api/reviews/${await storedReview()}/branch`, {}),
  }),
  startScaffold: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `/api/repositories/${lab.repositoryId}/scaffolds`, {
      service: "beacon",
    }),
  }),
  editScaffold: async () => {
    const scaffoldId = await storedScaffold();
    const files = [{ path: "x.yml", content: "- hosts: all\n" }];
    const at = `/api/scaffolds/${scaffoldId}/edits`;
    return { by: "Ada", call: post(chiffon.admin, at, { files }) };
  },
  fillScaffold: async () => {
    const values = [{ variable: "x_data", value: "/data" }];
    const at = `/api/scaffolds/${await storedScaffold([openData])}/values`;
    return { by: "Ada", call: post(chiffon.admin, at, { values }) };
  },
  proposeScaffoldValues: async () => {
    const at = `/api/scaffolds/${await storedScaffold([openData])}/proposals`;
    return { by: "Ada", call: post(chiffon.admin, at) };
  },
  putScaffoldOnBranch: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `/api/scaffolds/${await storedScaffold()}/branch`),
  }),
  keepOn: async () => {
    const { plan } = await planFor(chiffon.operator, "Deploy the beacon");
    const keepOn = {
      ...{ path: "inventory/hosts.yml", line: 1, isOn: false },
      ...{ text: firstLineOfHosts(), switchedOn: "all: # on" },
    };
    await chiffon.db.$executeRaw`
      UPDATE plan SET body = jsonb_set(body, '{tasks,0,keepOn}', ${JSON.stringify(keepOn)}::jsonb)
      WHERE id = ${plan.id}::uuid`;
    const at = `/api/v1/plan/${plan.id}/keep-on`;
    return { by: "Ada", call: post(chiffon.admin, at, { task_key: "t1" }) };
  },
  keepFiles: async () => {
    const { plan, requestId } = await waitingPlan();
    // Files of this machine are not kept: the plan says that its hosts are elsewhere, and has a preview that named one.
    const stored = await chiffon.db.plan.findUniqueOrThrow({ where: { id: plan.id } });
    const body = planBodySchema.parse(stored.body);
    const away = { ...body, tasks: body.tasks.map((task) => isolated(task)) };
    const digest = planDigest(away);
    await chiffon.db.$executeRaw`
      UPDATE plan SET body = ${JSON.stringify(away)}::jsonb, digest = ${digest} WHERE id = ${plan.id}::uuid`;
    await chiffon.db.$executeRaw`
      INSERT INTO plan_preview (request_id, plan_id, report)
      VALUES (${requestId}::uuid, ${plan.id}::uuid, ${JSON.stringify(previewOf("/etc/beacon.conf"))}::jsonb)`;
    const at = `/api/v1/plan/${plan.id}/preview/keep-files`;
    const shown = { plan_version: plan.version, plan_digest: digest };
    return { by: "Ada", call: post(chiffon.admin, at, shown) };
  },
  startPreview: async () => {
    const { plan } = await waitingPlan();
    // Its only agent is off, so that it waits, and somebody else stops it.
    await lab.toggleAgent();
    const body = { plan_version: plan.version, plan_digest: plan.digest };
    const call = async () => {
      const at = `/api/v1/plan/${plan.id}/preview`;
      const preview = await chiffon.admin.call<{ request_id: string }>("POST", at, body);
      await chiffon.approver.call("POST", `/api/v1/requests/${preview.request_id}/cancel`, {});
    };
    return { by: "Ada", call };
  },
  putChange: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `/api/changes/${await storedChange("none")}/branch`),
  }),
  applyChange: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `/api/changes/${await storedChange("on_branch")}/apply`),
  }),
  revertChange: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `/api/changes/${await storedChange("applied")}/revert`),
  }),
  invitePerson: async () => ({
    by: "Ada",
    call: post(chiffon.admin, "/api/invites", { role: "viewer" }),
  }),
  createToken: async () => ({
    by: "Otto",
    call: post(chiffon.operator, "/api/tokens", newToken()),
  }),
  revokeToken: async () => {
    const { created } = await chiffon.operator.call<{ created: { id: string } }>(
      "POST",
      "/api/tokens",
      newToken(),
    );
    const at = `/api/tokens/${created.id}`;
    return { by: "Otto", call: () => chiffon.operator.call("DELETE", at) };
  },
  connectClient: async () => ({
    by: "Otto",
    call: post(chiffon.operator, "/api/connect", newConnection()),
  }),
  acceptInvite: async () => {
    const [token, name] = [await invite(), newName()];
    const body = { token, name, password };
    return { by: name, call: post(chiffon.stranger(), "/api/invites/accept", body) };
  },
  setBudgets: async () => {
    const body = {
      external_day_micro_usd: null,
      external_month_micro_usd: 0,
      external_day_tokens: null,
      external_month_tokens: null,
      local_day_tokens: null,
    };
    return {
      by: "Ada",
      call: () => chiffon.admin.call("PATCH", "/api/v1/spend/budgets", body),
    };
  },
  sendMessage: async () => ({
    by: "Otto",
    call: post(chiffon.operator, "/api/chat", { message: "hello" }),
  }),
  dispatchTask: async () => {
    const parameters = { playbook: "playbooks/beacon/deploy.yml" };
    const body = { work_type: "ansible.playbook", parameters };
    return { by: "Otto", call: post(chiffon.operator, "/api/v1/dispatch", body) };
  },
  submitRequest: async () => ({
    by: "Otto",
    call: post(chiffon.operator, "/api/v1/request", { message: "hello" }),
  }),
  renameConversation: async () => {
    const { conversationId } = await ask(chiffon.operator, "hello");
    const at = `/api/conversations/${conversationId}`;
    const call = () => chiffon.operator.call("PATCH", at, { title: "Greeting" });
    return { by: "Otto", call };
  },
  deleteConversation: async () => {
    const { conversationId } = await ask(chiffon.operator, "hello");
    const at = `/api/conversations/${conversationId}`;
    return { by: "Otto", call: () => chiffon.operator.call("DELETE", at) };
  },
  restoreConversation: async () => {
    const { conversationId } = await ask(chiffon.operator, "hello");
    const at = `/api/conversations/${conversationId}`;
    await chiffon.operator.call("DELETE", at);
    return { by: "Otto", call: post(chiffon.operator, `${at}/restore`) };
  },
  cancelRequest: async () => {
    const { requestId } = await waitingPlan();
    return { by: "Otto", call: post(chiffon.operator, `/api/v1/requests/${requestId}/cancel`) };
  },
  replanRequest: async () => {
    const { requestId } = await waitingPlan();
    return { by: "Otto", call: post(chiffon.operator, `/api/v1/requests/${requestId}/replan`) };
  },
  decidePlan: async () => {
    const { plan } = await waitingPlan();
    return { by: "Abel", call: () => chiffon.approver.decide(plan, "reject") };
  },
  modifyPlan: async () => {
    const { plan } = await waitingPlan();
    const variables = [{ task_key: "t1", name: "beacon_port", value: 3004 }];
    const body = { plan_version: plan.version, variables };
    return { by: "Otto", call: post(chiffon.operator, `/api/v1/plan/${plan.id}/versions`, body) };
  },
  addToContext: async () => {
    const { requestId } = await waitingPlan();
    const at = `/api/v1/requests/${requestId}/context`;
    return { by: "Otto", call: post(chiffon.operator, at, { text: "mind the window" }) };
  },
  movePhase: async () => {
    const { requestId } = await waitingPlan();
    const at = `/api/v1/requests/${requestId}/phase`;
    return { by: "Otto", call: post(chiffon.operator, at, { phase: "cancelled" }) };
  },
  addArtifact: async () => {
    const { requestId } = await waitingPlan();
    const at = `/api/v1/requests/${requestId}/artifacts`;
    return { by: "Otto", call: post(chiffon.operator, at, { kind: "sign_off", content: "fine" }) };
  },
  saveGateSettings: async () => {
    const settings = await chiffon.admin.call("GET", "/api/v1/gates");
    const { kinds, required } = settings as { kinds: string[]; required: object };
    const body = { kinds, required, blocked_days: 8 };
    return { by: "Ada", call: () => chiffon.admin.call("PATCH", "/api/v1/gates", body) };
  },
  cancelTask: async () => {
    const taskId = await waitingTask();
    return { by: "Abel", call: post(chiffon.approver, `/api/v1/cancel/${taskId}`) };
  },
  reviewTask: async () => {
    const taskId = await waitingTask();
    const status = "needs_review"; // as after a shim that was killed: the faults are tried elsewhere
    await chiffon.db.task.update({ where: { id: taskId }, data: { status } });
    const body = { verdict: "failed" };
    return { by: "Abel", call: post(chiffon.approver, `/api/v1/tasks/${taskId}/review`, body) };
  },
  decideFirstHost: async () => {
    const taskId = await waitingTask();
    await chiffon.db.task.update({ where: { id: taskId }, data: { hold: "asking" } });
    const at = `/api/v1/tasks/${taskId}/first-host`;
    return { by: "Abel", call: post(chiffon.approver, at, { decision: "stop" }) };
  },
  giveUpTask: async () => {
    const taskId = await waitingTask();
    // Of a machine that is gone: the agent that is here would report on its own run.
    const agent = await goneAgent();
    await chiffon.db.run.create({
      data: {
        ...{ taskId, attempt: 1, fence: 1, agentId: agent.id, agentName: agent.name },
        ...{ status: "lost", nonce: "0".repeat(16), leaseUntil: new Date() },
      },
    });
    return { by: "Abel", call: post(chiffon.approver, `/api/v1/tasks/${taskId}/give-up`) };
  },
  createEnrolment: async () => ({
    by: "Ada",
    call: post(chiffon.admin, "/api/v1/agents"),
  }),
  revokeEnrolment: async () => {
    const id = await enrolment();
    const call = () => chiffon.admin.call("DELETE", `/api/v1/agents/enrolments/${id}`);
    return { by: "Ada", call };
  },
  setAgentHosts: async () => {
    const [id, { name: host }] = [await remoteAgent(), await keptHost()];
    const { hosts } = await chiffon.admin.call<{ hosts: { name: string; repositoryId: string }[] }>(
      "GET",
      "/api/hosts",
    );
    const repositoryId = hosts.find((each) => each.name === host)?.repositoryId;
    const body = { hosts: [{ repository_id: repositoryId, host }] };
    return { by: "Ada", call: post(chiffon.admin, `/api/v1/agents/${id}/hosts`, body) };
  },
  revokeAgent: async () => {
    const id = await remoteAgent();
    return { by: "Ada", call: post(chiffon.admin, `/api/v1/agents/${id}/revoke`) };
  },
  toggleAgent: async () => {
    const agent = await workingAgent();
    return { by: "Ada", call: post(chiffon.admin, `/api/v1/agents/${agent.id}/toggle`) };
  },
  changeAgent: async () => {
    const { id } = await workingAgent();
    const call = () =>
      chiffon.admin.call("PATCH", `/api/v1/agents/${id}`, { enabled: false, tags: ["attic"] });
    return { by: "Ada", call };
  },
  removeAgent: async () => {
    const { id } = await goneAgent();
    await chiffon.db.agent.update({ where: { id }, data: { lastHeartbeatAt: new Date(0) } });
    return { by: "Ada", call: () => chiffon.admin.call("DELETE", `/api/v1/agents/${id}`) };
  },
  startThread: async () => {
    const body = { title: newName(), text: "who has the key?", to: "Abel" };
    const at = "/api/v1/collaboration/threads";
    return { by: "Otto", call: post(chiffon.operator, at, body) };
  },
  addThreadMessage: async () => {
    const { conversationId } = await waitingPlan();
    const body = { conversation_id: conversationId, text: "mind the window" };
    return { by: "Otto", call: post(chiffon.operator, "/api/v1/collaboration/messages", body) };
  },
  offerHandoff: async () => {
    const body = { task_id: await failedTask(), to: "Abel", context: "I am away" };
    return { by: "Otto", call: post(chiffon.operator, "/api/v1/collaboration/handoffs", body) };
  },
  answerHandoff: async () => {
    const at = "/api/v1/collaboration/handoffs";
    const body = { task_id: await failedTask(), to: "Abel", context: "I am away" };
    await chiffon.operator.call("POST", at, body);
    const { handoffs } = await chiffon.approver.call<{ handoffs: { id: string }[] }>("GET", at);
    const call = post(chiffon.approver, `${at}/${handoffs[0]?.id}`, { decision: "accept" });
    return { by: "Abel", call };
  },
  takeLock: async () => {
    const body = { host: "localhost", service: newName(), reason: "maintenance", ttl_minutes: 5 };
    return { by: "Abel", call: post(chiffon.approver, "/api/v1/locks", body) };
  },
  releaseLock: async () => {
    const service = newName();
    const body = { host: "localhost", service, reason: "maintenance", ttl_minutes: 5 };
    type Locks = { locks: { id: string; service: string | null }[] };
    const { locks } = await chiffon.approver.call<Locks>("POST", "/api/v1/locks", body);
    const id = locks.find((lock) => lock.service === service)?.id;
    return { by: "Abel", call: () => chiffon.approver.call("DELETE", `/api/v1/locks/${id}`) };
  },
  saveRoutingRules: async () => {
    const at = "/api/v1/routing/rules";
    const { hash } = await chiffon.admin.call<{ hash: string }>("GET", at);
    const body = { content: `# ${newName()}\nversion: 1\n`, hash };
    return { by: "Ada", call: () => chiffon.admin.call("PATCH", at, body) };
  },
  addRepository: async () => {
    const { directory } = otherRepository();
    const body = { name: newName(), location: directory };
    return { by: "Ada", call: post(chiffon.admin, "/api/repositories", body) };
  },
  scanRepository: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `/api/repositories/${lab.repositoryId}/scan`),
  }),
  changeRepository: async () => ({
    by: "Ada",
    call: () =>
      chiffon.admin.call("PATCH", `/api/repositories/${lab.repositoryId}`, { neverSend: true }),
  }),
  chooseInventory: async () => ({
    by: "Ada",
    call: post(chiffon.admin, `/api/repositories/${lab.repositoryId}/inventory`, {
      project: "",
      path: "inventory/hosts.yml",
    }),
  }),
  refreshInventory: async () => {
    const dynamic = otherRepository();
    dynamic.commit({
      "inventory/hosts.yml": executable(`#!/bin/sh\necho '{"web":{"hosts":["a"]}}'\n`),
    });
    const { id } = await addRepository(chiffon.admin, newName(), dynamic);
    return {
      by: "Ada",
      call: post(chiffon.admin, `/api/repositories/${id}/inventory/refresh`, {
        path: "inventory/hosts.yml",
      }),
    };
  },
  removeRepository: async () => {
    const { id } = await addRepository(chiffon.admin, newName(), otherRepository());
    return { by: "Ada", call: () => chiffon.admin.call("DELETE", `/api/repositories/${id}`) };
  },
  addHost: async () => ({ by: "Ada", call: post(chiffon.admin, "/api/hosts", newHost()) }),
  changeHost: async () => {
    const { name, ...host } = await keptHost();
    const call = () =>
      chiffon.admin.call("PATCH", `/api/hosts/${name}`, { ...host, groups: ["changed"] });
    return { by: "Ada", call };
  },
  removeHost: async () => {
    const { name } = await keptHost();
    return { by: "Ada", call: () => chiffon.admin.call("DELETE", `/api/hosts/${name}`) };
  },
  addInventory: async () => {
    const file = path.join(chiffon.paths.apps, "..", `${newName()}.ini`);
    writeFileSync(file, "nas\n");
    const body = { name: newName(), path: file };
    return { by: "Ada", call: post(chiffon.admin, "/api/inventories", body) };
  },
  testHost: async () => ({
    by: "Ada",
    call: post(chiffon.admin, "/api/hosts/test", {
      repositoryId: lab.repositoryId,
      host: "localhost",
    }),
  }),
  addSecret: async () => ({ by: "Ada", call: post(chiffon.admin, "/api/secrets", newSecret()) }),
  rotateSecret: async () => {
    const at = `/api/secrets/${await storedSecret()}/rotate`;
    return { by: "Ada", call: post(chiffon.admin, at, { value: "another" }) };
  },
  removeSecret: async () => {
    const at = `/api/secrets/${await storedSecret()}`;
    return { by: "Ada", call: () => chiffon.admin.call("DELETE", at) };
  },
  giveSecretOnce: async () => {
    const { at, body } = await planInNeed("once");
    return { by: "Otto", call: post(chiffon.operator, at, body) };
  },
  saveSecretForPlan: async () => {
    const { at, body } = await planInNeed("save");
    return { by: "Ada", call: post(chiffon.admin, at, body) };
  },
  giveSecretAgain: async () => {
    const planId = await planWithoutItsPassword();
    const body = { task_key: "t1", value: "another" };
    return { by: "Ada", call: post(chiffon.admin, `/api/v1/plan/${planId}/secrets/again`, body) };
  },
  giveSecretOnceAgain: async () => {
    const at = `/api/v1/plan/${await planWithoutItsPassword()}/secrets/once-again`;
    return { by: "Otto", call: post(chiffon.operator, at, { task_key: "t1", value: "another" }) };
  },
  makeRule: async () => {
    const body = { ...(await ruleDraft()), name: newName(), until: inAMonth() };
    return { by: "Ada", call: post(chiffon.admin, "/api/v1/rules", body) };
  },
  changeRule: async () => {
    const at = `/api/v1/rules/${await storedRule()}`;
    return { by: "Ada", call: () => chiffon.admin.call("PATCH", at, { is_enabled: false }) };
  },
  startUnattended: async () => {
    const at = "/api/v1/unattended-runs";
    const call = async () => {
      const body = { requests: ["Deploy the beacon"] };
      const { id } = await chiffon.operator.call<{ id: string }>("POST", at, body);
      await chiffon.approver.call("POST", `${at}/${id}/stop`, {});
    };
    return { by: "Otto", call };
  },
  pauseUnattended: async () => ({
    by: "Otto",
    call: post(
      chiffon.operator,
      `/api/v1/unattended-runs/${await storedUnattended("running")}/pause`,
    ),
  }),
  resumeUnattended: async () => ({
    by: "Otto",
    call: post(
      chiffon.operator,
      `/api/v1/unattended-runs/${await storedUnattended("paused")}/resume`,
    ),
  }),
  stopUnattended: async () => ({
    by: "Otto",
    call: post(
      chiffon.operator,
      `/api/v1/unattended-runs/${await storedUnattended("paused")}/stop`,
    ),
  }),
  revokeRule: async () => {
    const at = `/api/v1/rules/${await storedRule()}`;
    return { by: "Ada", call: () => chiffon.admin.call("DELETE", at) };
  },
  decideSetAsideJob: async () => {
    const row = { job: { name: "gone" }, attempts: 6, setAsideAt: new Date() };
    const { id } = await chiffon.db.outbox.create({ data: row });
    const body = { jobId: String(id), decision: "discard" };
    return { by: "Ada", call: post(chiffon.admin, "/api/set-aside-jobs", body) };
  },
};

afterAll(allow);

describe("no change without an entry in the history (R6)", () => {
  it("knows every route that is no GET", () => {
    const changing = Object.entries(routes)
      .filter(([, route]) => !route.startsWith("GET "))
      .map(([name]) => name);
    const known = [...Object.keys(changes), ...Object.keys(exceptions)];
    expect(known.sort()).toEqual(changing.sort());
  });

  it.each(Object.entries(changes))("%s", async (_route, prepare) => {
    const change = await prepare();
    await settled(chiffon);
    const before = await atRest();

    await refuse();
    const refused = await refusal(change.call());
    const after = await everything();
    await allow();
    expect(refused).toMatchObject({ status: 503, code: "audit_unavailable" });
    expect(after).toEqual(before);

    const entries = await newestEntry();
    await change.call();
    const written = await chiffon.db.auditEntry.findMany({
      where: { ordinal: { gt: entries } },
      select: { actorName: true, type: true },
    });
    expect(written.map(({ actorName }) => actorName)).toContain(change.by);
    await switchAgentOn();
  });

  it("has the entry of the set-up, and verifying and testing a rule change nothing", async () => {
    expect(await chiffon.db.auditEntry.count({ where: { type: "setup.completed" } })).toBe(1);
    const draft = await ruleDraft();
    await settled(chiffon);
    const [before, newest] = [await atRest(), await newestEntry()];
    await chiffon.admin.call("POST", "/api/v1/audit/verify", {});
    await chiffon.admin.call("POST", "/api/v1/rules/test", draft);
    expect([await everything(), await newestEntry()]).toEqual([before, newest]);
  });
});

describe("while the history cannot be written", () => {
  it("what runs goes on, and its end is recorded once it can be", async () => {
    lab.repository.commit({
      "playbooks/steady.yml": playbook({
        service: "steadiness",
        body: `  tasks:
    - name: Take a while
      ansible.builtin.shell: mkdir -p {{ effects_dir }}; echo > {{ effects_dir }}/began; sleep 2; echo > {{ effects_dir }}/ended
      changed_when: true
`,
      }),
    });
    // One that began while nothing could be recorded is still to fail, and whoever asks meanwhile shares in it.
    await lab.rescan().catch(() => lab.rescan());
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the steadiness");
    await chiffon.approver.decide(plan);
    const left = async (effect: string) => (await lab.traces()).effects.includes(effect);
    await until("it has begun", () => left("began"));
    await refuse();
    await until("it has ended", () => left("ended"));
    expect((await chiffon.viewer.view(request_id)).phase).toBe("execution");
    await allow();
    const end = await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done", 60_000);
    expect(end.tasks.map(({ runs }) => runs.length)).toEqual([1]);
    const recorded = await chiffon.db.auditEntry.findMany({
      where: { requestId: request_id, type: { in: ["run.finished", "task.succeeded"] } },
    });
    expect(recorded.map(({ type }) => type).sort()).toEqual(["run.finished", "task.succeeded"]);
  });
});

/** Takes the product's right to write entries, as a full or broken table would. */
function refuse(): Promise<void> {
  return chiffon.asOwner(`REVOKE INSERT ON audit_entry FROM ${appRole()}`);
}

function allow(): Promise<void> {
  return chiffon.asOwner(`GRANT INSERT ON audit_entry TO ${appRole()}`);
}

function appRole(): string {
  return new URL(chiffon.container.config.databaseUrl).username;
}

const ofChanges = "topic <> 'fleet' AND topic NOT LIKE 'person:%'";

/**
 * A fingerprint of every table's rows, but for what heartbeats, sign-ins' clocks, the sealer and whoever tells people of
 * what was sealed move by themselves.
 */
async function everything(): Promise<Record<string, string>> {
  const { db } = chiffon;
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT relname::text AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
      AND relname NOT LIKE 'audit%'`;
  const rows: Record<string, string> = {
    agent: "SELECT id, enabled, tags FROM agent",
    agent_sample: "SELECT FROM agent_sample WHERE false",
    session: "SELECT id, expires_at FROM session",
    event: `SELECT * FROM event WHERE ${ofChanges}`,
    event_topic: `SELECT * FROM event_topic WHERE ${ofChanges}`,
    ...Object.fromEntries(
      ["notification", "notification_reader", "notification_delivery", "notification_state"].map(
        (name) => [name, `SELECT FROM ${name} WHERE false`],
      ),
    ),
  };
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await db.$queryRawUnsafe<{ print: string }[]>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') AS print
       FROM (${rows[name] ?? `SELECT * FROM "${name}"`}) AS t`,
    );
    prints[name] = row?.print ?? "";
  }
  return prints;
}

/** What a worker still makes: a run or the linter may say nothing for longer than two fingerprints are apart. */
async function inHand(): Promise<number> {
  const unfinished = { where: { status: { in: ["waiting", "running"] } } };
  const counts = await Promise.all([
    chiffon.db.run.count({ where: { status: { in: [...runStatuses.attended] } } }),
    chiffon.db.dependencyInstall.count(unfinished),
    chiffon.db.playbookReview.count(unfinished),
    chiffon.db.scaffoldRequest.count(unfinished),
    chiffon.db.repositoryChange.count({ where: { pending: { not: null } } }),
  ]);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The fingerprints once nothing that was begun earlier changes them any more. */
async function atRest(): Promise<Record<string, string>> {
  await until("no work is in hand", async () => (await inHand()) === 0);
  let last = await everything();
  await until("everything is at rest", async () => {
    const [before, entries] = [last, await newestEntry()];
    await delay(100);
    last = await everything();
    return JSON.stringify(before) === JSON.stringify(last) && entries === (await newestEntry());
  });
  return last;
}

async function newestEntry(): Promise<bigint> {
  const newest = await chiffon.db.auditEntry.findFirst({ orderBy: { ordinal: "desc" } });
  return newest?.ordinal ?? 0n;
}

async function switchAgentOn(): Promise<void> {
  const agent = await workingAgent();
  if (!agent.enabled) await lab.toggleAgent();
}
