import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PostMortem } from "#server/contracts/post-mortem.ts";
import { camel, renameKeys } from "#server/contracts/wire-case.ts";
import type { WireView } from "#tests/support/chiffon-client.ts";
import { planFor, until, useInstallation } from "#tests/support/installation.ts";
import { missingForSsh, type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { refusal } from "./lab.ts";
import { playbook } from "./lab-repository.ts";
import { addRepository, PlaybookRepository, rescan } from "./playbook-repository.ts";

/** A playbook of raw commands: one exchange over ssh each, however busy the machine is. */
const onWeb = (service: string, tasks: string, { extra = "", head = "" } = {}) =>
  playbook({ service, extra, body: `  tasks:\n${tasks}` })
    .replace("hosts: lab", "hosts: webservers")
    .replace("---\n", `---\n${head}`);
const step = (name: string, command: string) =>
  `    - name: ${name}\n      ansible.builtin.raw: >-\n        ${command}\n`;
const settle = step("Settle in", "echo here");
const onlyOn = (host: string, there: string, elsewhere: string) =>
  `{{ '${there}' if inventory_hostname == '${host}' else '${elsewhere}' }}`;

const install = (name: string) => settle + step("Install it", `apt-get -s -qq install ${name}`);
const odd = "chiffon-no-such-thing";
const listen = `${settle}    - name: Listen
      ansible.builtin.raw: >-
        python3 -c "import socket; socket.socket().bind(('127.0.0.2', {{ harbour_port }}))"
      when: inventory_hostname == 'web1'
`;
const harbourPort = "  vars:\n    # Port that the harbour listens on\n    harbour_port: 0\n";
const fill = (place: string) => settle + step("Store the harvest", `echo corn > ${place}`);
const greet =
  settle + step("Greet", "echo {{ greeting if inventory_hostname == 'web2' else 'hello' }}");
const sleep = (seconds: number) =>
  settle + step("Wait for spring", onlyOn("web3", `sleep ${seconds}`, "true"));
/** Fails twice without being a failure, and then for good. */
const tumble = (last: string) =>
  `${step("Stumble", "false")}      ignore_errors: true
    - name: Try
      block:
        - name: Fall
          ansible.builtin.raw: "false"
      rescue:
        - name: Get up
          ansible.builtin.raw: echo up
${step("Arrive", last)}`;
const checked = (port: number) =>
  onWeb("beacon", settle, { head: `# chiffon:check=tcp://127.0.0.2:${port} timeout=2\n` });

describe.skipIf(missingForSsh !== null)(
  `what went wrong in a failed request${missingForSsh === null ? "" : ` (skipped: ${missingForSsh})`}`,
  () => {
    // Long enough for every good run; what sleeps forever begins first and is waited for last.
    const chiffon = useInstallation({ config: { taskTimeoutSeconds: 45 } });
    let hosts: SshHosts;
    let repository: PlaybookRepository;
    let repositoryId = "";
    let sshPort = 0;
    let slow: Promise<WireView>;

    beforeAll(async () => {
      const key = `${chiffon.paths.sshKey}.pub`;
      const sudoPasswords = { web1: "sesame", web2: "sesame", web3: "sesame" };
      hosts = await startSshHosts(chiffon.paths.apps, key, { sudoPasswords });
      sshPort = hosts.places["web1"]?.port ?? 0;
      repository = new PlaybookRepository(hosts.repository, {
        "inventory/group_vars/webservers.yml": "---\ngreeting: hello\n",
        "playbooks/pantry.yml": onWeb("pantry", install("bash")),
        "playbooks/harbour.yml": onWeb("harbour", listen, { extra: harbourPort }),
        "playbooks/granary.yml": onWeb("granary", fill("/dev/null")),
        "playbooks/vestry.yml": onWeb("vestry", greet),
        "playbooks/winter.yml": onWeb("winter", sleep(0)),
        "playbooks/acrobat.yml": onWeb("acrobat", tumble("true")),
        "playbooks/beacon.yml": checked(sshPort),
      });
      repositoryId = (await addRepository(chiffon.admin, "Web", repository)).id;
      for (const host of hosts.names)
        await chiffon.admin.call("POST", "/api/hosts/test", { repositoryId, host });
      await deploy("winter");
      await change({ "playbooks/winter.yml": onWeb("winter", sleep(600)) }, "Sleep for longer");
      slow = deploy("winter", "failed");
      slow.catch(() => undefined);
    });
    afterAll(() => hosts.stop());

    async function change(files: Readonly<Record<string, string>>, message = "change") {
      const commit = repository.commit(files, message);
      await rescan(chiffon.admin, repositoryId);
      return commit;
    }

    async function deploy(service: string, phase = "done", more = ""): Promise<WireView> {
      const { plan, request_id } = await planFor(chiffon.operator, `Deploy the ${service}${more}`);
      await chiffon.approver.decide(plan);
      return ended(request_id, phase);
    }

    async function ended(requestId: string, phase: string): Promise<WireView> {
      const isOver = ({ phase: now }: WireView) => ["done", "failed"].includes(now);
      const view = await chiffon.viewer.waitFor(requestId, isOver, 300_000);
      expect(view.phase).toBe(phase);
      return view;
    }

    /** The report as a viewer reads it, once it is written down. */
    async function reportOf({ request_id: requestId }: WireView): Promise<PostMortem> {
      const count = () => chiffon.db.postMortem.count({ where: { requestId } });
      await until("the report is written down", async () => (await count()) === 1);
      const reply = await chiffon.viewer.call("GET", `/api/v1/requests/${requestId}/post-mortem`);
      return renameKeys(reply, camel) as PostMortem; // checked against its schema where it left
    }

    const failing = async (service: string, more = "") =>
      reportOf(await deploy(service, "failed", more));

    const differencesIn = ({ comparison }: PostMortem) => {
      if (comparison.kind !== "compared") throw new Error(`it is ${comparison.kind}`);
      return comparison.differences;
    };
    const touched = (report: PostMortem) =>
      differencesIn(report).commits?.touched.map(({ path, change: how }) => `${path} ${how}`);

    it("names a package that is missing, where it is, and the commit that asked for it", async () => {
      await deploy("pantry");
      const files = {
        "playbooks/pantry.yml": onWeb("pantry", install(onlyOn("web3", odd, "bash"))),
      };
      const commit = await change(files, "Install something new");
      const report = await failing("pantry");
      expect(report.cause).toMatchObject({
        ...{ kind: "ansible_task", ansibleTask: "Install it", host: "web3" },
        ...{ playbook: "playbooks/pantry.yml", module: "ansible.builtin.raw" },
        place: expect.stringMatching(/^playbooks\/pantry\.yml:\d+$/),
        message: expect.stringContaining(odd),
      });
      expect(touched(report)).toEqual(["playbooks/pantry.yml changed"]);
      expect(differencesIn(report).commits).toMatchObject({
        to: commit,
        log: [{ commit, subject: "Install something new", author: "Owner" }],
      });
      expect(report.otherFailures).toEqual([]);
      expect(report.changed.before.map(({ ansibleTask }) => ansibleTask)).toContain("Settle in");
      expect(report.suggestions.join(" ")).toMatch(
        /package chiffon-no-such-thing was not found.*look there first/,
      );
    });

    it("names a port that is taken, and the value that chose it", async () => {
      await deploy("harbour");
      const report = await failing("harbour", ` with harbour_port=${sshPort}`);
      expect(report.cause).toMatchObject({ ansibleTask: "Listen", host: "web1" });
      expect(differencesIn(report)).toMatchObject({
        commits: null,
        variables: [{ name: "harbour_port", before: "0", after: String(sshPort) }],
      });
      expect(report.suggestions.join(" ")).toContain("Something else on web1 uses that port");
    });

    it("names a password that is wrong, and since when it is used", async () => {
      const first = await planFor(chiffon.operator, "Deploy the rooted");
      const needs = first.plan.body["secret_needs"] as { key: string }[]; // as the API writes it
      await chiffon.admin.call("POST", `/api/v1/plan/${first.plan.id}/secrets/save`, {
        ...{ plan_version: first.plan.version, key: needs[0]?.key, value: "sesame" },
      });
      const { plan } = await chiffon.viewer.view(first.request_id);
      if (plan !== null) await chiffon.approver.decide(plan);
      await ended(first.request_id, "done");
      await chiffon.admin.call("POST", "/api/secrets", {
        ...{ name: "sudo of web3", kind: "become_password", scope: "host", repositoryId },
        ...{ reference: "web3", value: "open up" },
      });
      const report = await failing("rooted");
      expect(report.cause).toMatchObject({ ansibleTask: "Take root", host: "web3" });
      expect(differencesIn(report).settings).toEqual([
        { name: "Secret sudo of web3", before: null, after: "version 1" },
      ]);
      expect(report.suggestions[0]).toMatch(/^Give the right sudo password/);
      expect(JSON.stringify(report)).not.toContain("open up");
    });

    it("names a disk that is full, on the one host where it is, and how it ended before", async () => {
      await deploy("granary");
      const full = onWeb("granary", fill(onlyOn("web2", "/dev/full", "/dev/null")));
      await change({ "playbooks/granary.yml": full });
      const first = await failing("granary");
      expect(first.cause).toMatchObject({ ansibleTask: "Store the harvest", host: "web2" });
      expect(touched(first)).toEqual(["playbooks/granary.yml changed"]);
      expect(first.suggestions.join(" ")).toContain("Make room on web2");
      expect(first.similar).toEqual([]);
      await change({ "playbooks/granary.yml": onWeb("granary", fill("/dev/null")) });
      await deploy("granary");
      await change({ "playbooks/granary.yml": full });
      const second = await failing("granary");
      expect(second.similar).toMatchObject([
        {
          ...{ requestId: first.requestId, host: "web2" },
          ended: expect.stringMatching(/^It ran well again .*playbooks\/granary\.yml/),
        },
      ]);
    });

    it("names a variable that nothing sets, and the file that set it", async () => {
      await deploy("vestry");
      await change({ "inventory/group_vars/webservers.yml": "---\nother: hello\n" });
      const report = await failing("vestry");
      expect(report.cause).toMatchObject({ ansibleTask: "Greet", host: "web2" });
      expect(touched(report)).toEqual(["inventory/group_vars/webservers.yml changed"]);
      expect(report.suggestions.join(" ")).toContain("Nothing sets “greeting”");
    });

    it("names a check that did not pass, not the run before it", async () => {
      await deploy("beacon");
      await change({ "playbooks/beacon.yml": checked(1) });
      const report = await failing("beacon");
      expect(report.cause).toMatchObject({
        ...{ kind: "check", host: "web1", ansibleTask: null, taskName: "Deploy the beacon" },
        message: expect.stringContaining("127.0.0.2:1: connect ECONNREFUSED"),
      });
      expect(touched(report)).toEqual(["playbooks/beacon.yml changed"]);
    });

    it("takes nothing for a failure that was rescued or ignored, and the first in time for the first", async () => {
      await deploy("acrobat");
      await change({ "playbooks/acrobat.yml": onWeb("acrobat", tumble("exit 3")) });
      const report = await failing("acrobat");
      const all = [report.cause, ...report.otherFailures];
      expect(all.map(({ ansibleTask }) => ansibleTask)).toEqual(["Arrive", "Arrive", "Arrive"]);
      expect(all.map(({ host }) => host).sort()).toEqual(hosts.names);
      const moments = all.map(({ at }) => at ?? "");
      expect(moments).toEqual(moments.toSorted());
    });

    it("names the step and the host that a run waited for when its time was over", async () => {
      const report = await reportOf(await slow);
      expect(report.cause).toMatchObject({
        ...{ kind: "time_limit", ansibleTask: "Wait for spring", host: "web3" },
      });
      expect(touched(report)).toEqual(["playbooks/winter.yml changed"]);
      expect(differencesIn(report).commits?.log[0]?.subject).toBe("Sleep for longer");
    });

    it("names a machine that is down, where nothing else is different", async () => {
      await hosts.stopHost("web3");
      await change({ "playbooks/granary.yml": onWeb("granary", fill("/dev/null")) });
      const report = await failing("granary");
      expect(report.cause).toMatchObject({ kind: "unreachable", host: "web3" });
      expect(report.headline).toBe("web3 could not be reached.");
      expect(differencesIn(report)).toMatchObject({ variables: [], versions: [], settings: [] });
      expect(report.output.lines.join("\n")).toContain("web3");
    });

    it("is Markdown of which the audit has the hash, and nothing of what was said", async () => {
      const stored = await chiffon.db.postMortem.findFirstOrThrow();
      const { requestId } = stored;
      const at = `/api/v1/requests/${requestId}/post-mortem/download`;
      const cookie = await signedIn();
      const response = await fetch(`${chiffon.url}${at}`, { headers: { cookie } });
      expect(response.headers.get("content-type")).toContain("text/markdown");
      const hash = createHash("sha256")
        .update(await response.text())
        .digest("hex");
      const entries = await chiffon.db.auditEntry.findMany({
        where: { type: "post_mortem.recorded", requestId },
      });
      expect(entries.map(({ facts, payloadHash }) => [facts, payloadHash])).toMatchObject([
        [{ sha256: hash }, null],
      ]);
      await chiffon.services.postMortems.record(requestId);
      expect(await chiffon.db.auditEntry.count({ where: { type: "post_mortem.recorded" } })).toBe(
        await chiffon.db.postMortem.count(),
      );
    });

    it("is worked out where none was kept, with what is left, and written down by the sweep", async () => {
      const { requestId, report } = await chiffon.db.postMortem.findFirstOrThrow();
      const { headline, cause } = report as unknown as PostMortem; // as it was stored
      await chiffon.db.postMortem.delete({ where: { requestId } });
      rmSync(path.join(chiffon.paths.runs, cause.runId ?? ""), { recursive: true });
      await chiffon.db.event.deleteMany({ where: { topic: `run:${cause.runId}` } });
      expect(
        await chiffon.viewer.call("GET", `/api/v1/requests/${requestId}/post-mortem`),
      ).toMatchObject({
        ...{ record: null, headline },
        output: { lines: [], note: "Its output is not kept any more." },
      });
      const long = new Date(Date.now() - 60_000);
      await chiffon.db.request.update({ where: { id: requestId }, data: { updatedAt: long } });
      const count = () => chiffon.db.postMortem.count({ where: { requestId } });
      await until("the sweep has it written down", async () => (await count()) === 1);
    });

    it("is refused with a reason for what did not fail, and to strangers", async () => {
      const { request_id: id } = await planFor(chiffon.operator, "Deploy the beacon");
      const at = `/api/v1/requests/${id}/post-mortem`;
      const open = await refusal(chiffon.viewer.call("GET", at));
      expect(open).toMatchObject({ status: 404, code: "not_found" });
      expect(JSON.stringify(open.reply)).toContain("still goes on");
      expect((await refusal(chiffon.stranger().call("GET", at))).status).toBe(401);
    });

    it("is led to by the answer to why it failed", async () => {
      const { requestId } = await chiffon.operator.say("what went wrong?");
      await chiffon.viewer.waitFor(requestId, ({ phase }) => phase === "done");
      const said = await chiffon.db.message.findFirstOrThrow({
        where: { requestId, author: "chiffon" },
      });
      expect(JSON.stringify(said.parts)).toMatch(/"href":"\/requests\/[0-9a-f-]{36}\/post-mortem"/);
    });

    it("of a request without a plan says why there is none", async () => {
      for (const place of [chiffon.paths.trees, hosts.repository])
        rmSync(place, { recursive: true });
      const { requestId } = await chiffon.operator.say("Deploy the vestry");
      const report = await reportOf(await ended(requestId, "failed"));
      expect(report).toMatchObject({
        cause: { kind: "planning", taskName: null, host: null },
        comparison: { kind: "nothing_ran" },
        output: { lines: [], note: "Nothing ran, so there is no output." },
        ...{ otherFailures: [], similar: [] },
      });
      expect(report.headline).toMatch(/^There was no plan: ./);
    });

    async function signedIn(): Promise<string> {
      const response = await fetch(`${chiffon.url}/api/session`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: chiffon.url },
        body: JSON.stringify({ name: "Vera", password: "correct horse battery" }),
      });
      return response.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
    }
  },
);
