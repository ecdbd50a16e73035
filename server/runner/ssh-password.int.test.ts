import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnsibleCommand } from "#server/contracts/runner.ts";
import { ensureSshKey } from "#server/platform/ssh-key.ts";
import {
  canHaveOwnUsers,
  missingForSsh,
  type SshHosts,
  startSshHosts,
} from "#tests/support/ssh-hosts.ts";
import { runPaths } from "./run-directory.ts";
import { RunnerFixture } from "./runner-fixture.ts";

const missing =
  missingForSsh ?? (canHaveOwnUsers() ? null : "passwords of its own need unshare and openssl");

const right = "it's \\ $right {{ here }}";

describe.skipIf(missing !== null)(
  `signing in by password${missing === null ? "" : ` (skipped: ${missing})`}`,
  { timeout: 300_000 },
  () => {
    const fixture = new RunnerFixture();
    const root = mkdtempSync(path.join(tmpdir(), "chiffon-passwords-"));
    let hosts: SshHosts;
    let port = "";

    beforeAll(async () => {
      const key = path.join(root, "nobodys");
      await ensureSshKey(key);
      const passwords = { web1: right, web2: "of the machine on the way" };
      hosts = await startSshHosts(root, `${key}.pub`, { passwords });
      port = /^Port (\d+)$/m.exec(read("web1.conf"))?.[1] ?? "";
    });
    afterAll(async () => {
      await hosts.stop();
      await fixture.close();
      rmSync(root, { recursive: true, force: true });
    });

    const read = (file: string) => readFileSync(path.join(root, "ssh-hosts", file), "utf8");
    /** How often a machine was given a password that it refused. */
    const refusals = (host: string) => read(`${host}.log`).split("Failed password").length - 1;
    const hostKey = (name: string, address: string) =>
      `[${address}]:${port} ${read(`${name}_host_key.pub`)}`;

    const spec = (play: string, password: string, change: Partial<AnsibleCommand> = {}) => {
      writeFileSync(path.join(hosts.repository, "signs-in.yml"), play);
      return fixture.ansible(
        {
          ...{ treePath: hosts.repository, playbookPath: "signs-in.yml", limit: ["web1"] },
          inventoryPath: "inventory/hosts.yml",
          knownHosts: hostKey("web1", "127.0.0.2") + hostKey("web2", "127.0.0.3"),
          secrets: { vaultPasswords: [], hostVars: { web1: { ansible_password: password } } },
          ...change,
        },
        { profile: "isolated", timeoutSeconds: 280 },
      );
    };
    const play = (tasks: string, more = "") =>
      `- hosts: web1\n  gather_facts: false\n${more}  tasks:\n${tasks}`;

    it("works with nothing installed for it, also on a connection that is made anew", async () => {
      const tasks = "    - raw: id -u\n    - meta: reset_connection\n    - ping:\n";
      const { outcome } = await fixture.complete(spec(play(tasks), right));
      expect(outcome).toMatchObject({ verdict: "succeeded", hosts: [{ host: "web1", ok: 2 }] });
      expect(refusals("web1")).toBe(0);
    });

    it("gives a wrong one once, whatever the play tries again", async () => {
      const more = "  ignore_unreachable: true\n  vars: { ansible_ssh_retries: 3 }\n";
      const tasks = "    - raw: id\n    - raw: id -u\n    - ping:\n";
      const { events } = await fixture.complete(spec(play(tasks, more), "wrong"));
      const results = events.filter(({ type }) => type === "host.result");
      expect(results).toHaveLength(3);
      expect(refusals("web1")).toBe(1);
      const { outcome: plain } = await fixture.complete(spec(play(tasks), "wrong"));
      expect(plain.message).toBe(
        "Wrong password: the SSH password was not accepted by web1. It is not tried again by itself, so that no account is locked.",
      );
      expect(refusals("web1")).toBe(2);
    });

    it("gives no machine on the way the password of the one at the end", async () => {
      const way = { address: "127.0.0.3", port: Number(port), user: null };
      const routes = [{ address: "127.0.0.2", jumps: [way] }];
      const { outcome } = await fixture.complete(spec(play("    - raw: id\n"), right, { routes }));
      expect(outcome.verdict).toBe("failed");
      expect(refusals("web2")).toBe(0);
    });

    it("leaves the password in no file but the run's inventory, which goes", async () => {
      const { runDir, outcome } = await fixture.complete(
        spec(play("    - raw: sleep 1\n    - raw: id\n"), right),
      );
      expect(outcome.verdict).toBe("succeeded");
      const holding = readdirSync(runDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .filter((file) => /\$right|\\\\ \$right/.test(readFileSync(file, "latin1")));
      expect(holding.map((file) => path.relative(runPaths(runDir).input, file))).toEqual([
        "host-secrets/host_vars/web1.json",
      ]);
    });
  },
);
