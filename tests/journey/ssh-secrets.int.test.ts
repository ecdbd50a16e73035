import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostTest } from "#server/contracts/host.ts";
import { follow } from "#tests/support/chiffon-client.ts";
import { type PlannedView, planFor, until, useInstallation } from "#tests/support/installation.ts";
import {
  canHaveOwnUsers,
  missingForSsh,
  type SshHosts,
  startSshHosts,
} from "#tests/support/ssh-hosts.ts";
import { refusal } from "./lab.ts";
import { addRepository, PlaybookRepository, rescan } from "./playbook-repository.ts";

const missing =
  missingForSsh ?? (canHaveOwnUsers() ? null : "passwords of its own need unshare and openssl");

const passphrase = "opens the key of web1";
const password = "lets us into web3 {{ really }}";

/** One step on web2, done on web1, which lets nobody in but the key that is stored for it. */
const relay = (file: string) => `# chiffon:service=relay
- hosts: web2
  gather_facts: false
  tasks:
    - name: Pass it on
      ansible.builtin.raw: echo by {{ inventory_hostname }} > ${file}
      delegate_to: web1
`;

describe.skipIf(missing !== null)(
  `stored keys and passwords for ssh${missing === null ? "" : ` (skipped: ${missing})`}`,
  () => {
    const chiffon = useInstallation({ keepLog: true });
    const apart = mkdtempSync(path.join(tmpdir(), "chiffon-apart-"));
    const key = path.join(apart, "key");
    let hosts: SshHosts;
    let repositoryId = "";

    beforeAll(async () => {
      const make = ["-q", "-t", "ed25519", "-N", passphrase, "-f", key];
      execFileSync("ssh-keygen", make);
      hosts = await startSshHosts(chiffon.paths.apps, `${chiffon.paths.sshKey}.pub`, {
        // web2 would let the key in that is stored for web1 only.
        publicKeys: { web1: `${key}.pub`, web2: `${key}.pub`, web3: "/dev/null" },
        passwords: { web3: password },
      });
      const added = await addRepository(chiffon.admin, "Web", { directory: hosts.repository });
      repositoryId = added.id;
    });
    afterAll(async () => {
      await hosts.stop();
      rmSync(apart, { recursive: true, force: true });
    });

    const directory = () => path.dirname(hosts.repository);
    /** How often a machine refused a password. */
    const refusals = (host: string) =>
      readFileSync(path.join(directory(), `${host}.log`), "utf8").split("Failed password").length -
      1;
    const test = (host: string) =>
      chiffon.admin.call<HostTest>("POST", "/api/hosts/test", { repositoryId, host });
    const add = (secret: object) =>
      chiffon.admin.call("POST", "/api/secrets", { scope: "host", repositoryId, ...secret });
    const newest = async (name: string) =>
      chiffon.db.secret.findFirstOrThrow({ where: { name, requestId: null } });
    const plan = () => planFor(chiffon.operator, "Deploy the web banner");
    const run = async (view: PlannedView) => {
      await chiffon.approver.decide(view.plan);
      const isOver = ({ phase }: { phase: string }) => ["done", "failed"].includes(phase);
      return chiffon.viewer.waitFor(view.request_id, isOver, 300_000);
    };
    const task = (view: PlannedView) =>
      chiffon.db.task.findFirstOrThrow({
        where: { requestId: view.request_id },
        include: { runs: true },
      });
    const changed = () =>
      hosts.names.filter((name) => existsSync(path.join(hosts.effects, name, "marker")));

    it("are wanted where Chiffon's own key is not accepted", async () => {
      expect(await test("web1")).toMatchObject({ ok: false, state: "unreachable" });
      expect(await test("web3")).toMatchObject({ ok: false, state: "needs_password" });
    });

    it("a key that does not open with its passphrase is refused, with what to do", async () => {
      const body = { name: "key of web1", kind: "ssh_key", reference: "web1" };
      const value = readFileSync(key, "utf8");
      const refused = await refusal(add({ ...body, value, passphrase: "another" }));
      expect(refused.status).toBe(400);
      expect(refused.reply["errorMessage"]).toContain("The passphrase does not open the key.");
      expect(await chiffon.db.secret.count()).toBe(0);
      await add({ ...body, value, passphrase });
    });

    it("the test of the connection signs in as runs will, and its use is in the history", async () => {
      expect(await test("web1")).toMatchObject({ ok: true, state: "reachable" });
      const used = { type: "secret.used", host: "web1" };
      expect(await chiffon.db.auditEntry.count({ where: used })).toBe(1);
      expect((await test("web2")).message).toContain("refused Chiffon's key");
      await add({ name: "ssh", kind: "ssh_password", reference: "web3", value: "a guess" });
      const before = refusals("web3");
      const wrong = await test("web3");
      expect(wrong).toMatchObject({ ok: false, state: "needs_password" });
      expect(wrong.message).toContain('did not accept the password "ssh"');
      expect(refusals("web3")).toBe(before + 1);
    });

    it("a run signs in with them where they are for, and nowhere else; a wrong password is tried once", async () => {
      const view = await plan();
      expect(view.plan.body["secrets"]).toEqual(["key of web1@1", "ssh@1"]);
      const before = refusals("web3");
      expect((await run(view)).phase).toBe("failed");
      expect(changed()).toEqual(["web1"]);
      const { message, runs } = await task(view);
      expect(message).toContain("Wrong password: the SSH password was not accepted by web3.");
      expect(message).toContain("not tried again by itself");
      expect(runs).toHaveLength(1);
      expect(refusals("web3")).toBe(before + 1);
      const events = await chiffon.db.event.findMany({ where: { topic: `run:${runs[0]?.id}` } });
      expect(JSON.stringify(events.map(({ body }) => body))).toMatch(/web2[^}]*Permission denied/);

      await chiffon.admin.call("POST", `/api/v1/plan/${view.plan.id}/secrets/again`, {
        ...{ task_key: "t1", value: password },
      });
      expect(await newest("ssh")).toMatchObject({ version: 2 });
      expect(await test("web3")).toMatchObject({ ok: true });
    });

    it("beside Chiffon's own key elsewhere, they change all three; the key is seen nowhere meanwhile", async () => {
      const own = readFileSync(`${chiffon.paths.sshKey}.pub`, "utf8");
      appendFileSync(path.join(directory(), "web2_authorized_keys"), own);
      const view = await plan();
      expect(view.plan.body["secrets"]).toEqual(["key of web1@1", "ssh@2"]);
      const frames: string[] = [];
      const socket = await chiffon.viewer.connect();
      const { conversationId } = await chiffon.db.request.findUniqueOrThrow({
        where: { id: view.request_id },
      });
      void follow(socket, `conversation:${conversationId}`, (event) => {
        frames.push(JSON.stringify(event));
      });
      const seen = new Set<string>();
      let samples = 0;
      const sampler = setInterval(() => {
        samples += 1;
        for (const where of placesOfKey([...dataFiles(), ...processFiles()])) seen.add(where);
      }, 500);
      const end = await run(view).finally(() => {
        clearInterval(sampler);
        socket.close();
      });
      expect(end.phase, (await task(view)).message ?? "").toBe("done");
      expect(changed()).toEqual(["web1", "web2", "web3"]);
      expect(samples).toBeGreaterThan(10);
      expect([...seen]).toEqual([]);
      expect(frames.length).toBeGreaterThan(1);
      expect(frames.filter(holdsKey)).toEqual([]);
      const used = await chiffon.db.auditEntry.findMany({
        where: { type: "secret.used", requestId: view.request_id },
      });
      expect(used).toHaveLength(2);
    });

    it("leave nothing of themselves but the encrypted value", async () => {
      const { runs } = chiffon.paths;
      const left = () => readdirSync(runs).filter((id) => existsSync(path.join(runs, id, "agent")));
      await until("every agent is gone", () => left().length === 0);
      const files = dataFiles();
      const logs = files.filter((file) => file.endsWith("/logs/journey.log"));
      expect(logs).toHaveLength(1);
      expect(readFileSync(logs[0] ?? "", "utf8").length).toBeGreaterThan(100);
      expect(placesOfKey(files)).toEqual([]);
      const tables = await chiffon.db.$queryRaw<{ name: string }[]>`
        SELECT table_name AS name FROM information_schema.tables
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
      for (const { name } of tables) {
        const rows = await chiffon.db.$queryRawUnsafe<{ text: string }[]>(
          `SELECT t::text AS text FROM "${name}" t`,
        );
        expect(rows.map(({ text }) => text).filter(holdsKey), name).toEqual([]);
      }
    });

    it("a step that is delegated signs in with the key of its own host", async () => {
      const repository = new PlaybookRepository(hosts.repository, {
        "playbooks/relay.yml": relay(path.join(hosts.effects, "relayed")),
      });
      expect(repository.git("status", "--short")).toBe("");
      await rescan(chiffon.admin, repositoryId);
      const view = await planFor(chiffon.operator, "Deploy the relay");
      expect(view.plan.body["secrets"]).toEqual(["key of web1@1"]);
      expect((await run(view)).phase).toBe("done");
      expect(readFileSync(path.join(hosts.effects, "relayed"), "utf8")).toBe("by web2\n");
    });

    it("a key that is changed makes the plan that waits stale", async () => {
      const view = await plan();
      const { id } = await newest("key of web1");
      const at = `/api/secrets/${id}/rotate`;
      const value = readFileSync(key, "utf8");
      const refused = await refusal(chiffon.admin.call("POST", at, { value }));
      expect(refused.reply["errorMessage"]).toContain("The key is locked by a passphrase.");
      await chiffon.admin.call("POST", at, { value, passphrase });
      const { plan: stale } = await chiffon.viewer.waitFor(
        view.request_id,
        ({ card }) => card === "stale",
      );
      expect(stale).toMatchObject({
        stale_reason: expect.stringContaining('the secret "key of web1" was changed'),
      });
    });

    /** Lines of the key that no other file has, and what opens it, also as JSON and base64 have them. */
    function holdsKey(text: string): boolean {
      const lines = readFileSync(key, "utf8").split("\n").slice(1, -2);
      const whole = [Buffer.from(passphrase), readFileSync(key)].map((bytes) =>
        bytes.toString("base64").slice(0, 60),
      );
      return [...lines, passphrase, ...whole].some((line) => text.includes(line));
    }

    function placesOfKey(files: readonly string[]): string[] {
      return files.filter((file) => {
        try {
          return holdsKey(readFileSync(file, "latin1"));
        } catch {
          return false;
        }
      });
    }

    function dataFiles(): string[] {
      return filesBelow(path.dirname(chiffon.paths.runs));
    }

    /** Directories come and go while a run is under way. */
    function filesBelow(directory: string): string[] {
      try {
        return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
          const at = path.join(directory, entry.name);
          return entry.isDirectory() ? filesBelow(at) : entry.isFile() ? [at] : [];
        });
      } catch {
        return [];
      }
    }

    function processFiles(): string[] {
      return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
        .flatMap((pid) => ["cmdline", "environ"].map((name) => `/proc/${pid}/${name}`));
    }
  },
);
