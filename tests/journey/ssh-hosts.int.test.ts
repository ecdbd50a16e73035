import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostTest } from "#server/contracts/host.ts";
import { planFor, useInstallation } from "#tests/support/installation.ts";
import { missingForSsh, type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { addRepository } from "./playbook-repository.ts";

describe.skipIf(missingForSsh !== null)(
  `on three machines over ssh${missingForSsh === null ? "" : ` (skipped: ${missingForSsh})`}`,
  () => {
    const chiffon = useInstallation();
    const replaced: ChildProcess[] = [];
    let hosts: SshHosts;
    let repositoryId = "";

    beforeAll(async () => {
      hosts = await startSshHosts(chiffon.paths.apps, `${chiffon.paths.sshKey}.pub`);
      const added = await addRepository(chiffon.admin, "Web", { directory: hosts.repository });
      repositoryId = added.id;
    });
    afterAll(async () => {
      for (const daemon of replaced) daemon.kill("SIGKILL");
      await hosts.stop();
    });

    const test = (host: string, more: object = {}) =>
      chiffon.admin.call<HostTest>("POST", "/api/hosts/test", { repositoryId, host, ...more });
    const marker = (host: string) => {
      const file = path.join(hosts.effects, host, "marker");
      return existsSync(file) ? readFileSync(file, "utf8").trim() : null;
    };
    const outcomes = (view: { tasks: readonly unknown[] }) => {
      const tasks = view.tasks as {
        message: string;
        runs: { outcome: { hosts: Record<string, unknown>[] } }[];
      }[];
      return tasks.flatMap(({ runs }) => runs.flatMap(({ outcome }) => outcome.hosts));
    };
    const deploy = async (text: string) => {
      const { plan, request_id } = await planFor(
        chiffon.operator,
        `Deploy the web banner with banner_text=${text}`,
      );
      await chiffon.approver.decide(plan);
      return chiffon.viewer.waitFor(
        request_id,
        ({ phase }) => ["done", "failed"].includes(phase),
        600_000,
      );
    };

    it("refuses to talk to a machine whose key nobody pinned", async () => {
      const end = await deploy("unpinned");
      expect(end.phase).toBe("failed");
      expect(hosts.names.map(marker)).toEqual([null, null, null]);
    });

    it("pins each machine's keys at the first test and keeps them at the second", async () => {
      for (const host of hosts.names) {
        const first = await test(host);
        expect(first).toMatchObject({ host, ok: true, newlyPinned: true });
        expect(first.keyFingerprints.length).toBeGreaterThan(0);
        const second = await test(host);
        expect(second).toMatchObject({ ok: true, newlyPinned: false });
        expect(second.keyFingerprints).toEqual(first.keyFingerprints);
      }
    });

    it("changes all three and says so for each", async () => {
      const end = await deploy("one");
      expect(end.phase).toBe("done");
      expect(hosts.names.map(marker)).toEqual(["one", "one", "one"]);
      expect(
        outcomes(end).map(({ host, changed, failed, unreachable }) => [
          host,
          changed,
          failed,
          unreachable,
        ]),
      ).toEqual(hosts.names.map((host) => [host, 2, 0, 0]));
    });

    it("refuses a machine whose key changed, in the test and in a run, until somebody pins the new one", async () => {
      await hosts.stopHost("web2");
      const directory = path.dirname(hosts.repository);
      const key = path.join(directory, "web2_host_key");
      for (const file of [key, `${key}.pub`]) rmSync(file);
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
      replaced.push(
        spawn("/usr/sbin/sshd", ["-D", "-f", path.join(directory, "web2.conf")], {
          stdio: "ignore",
        }),
      );
      await expect
        .poll(async () => (await test("web2")).message, { timeout: 20_000 })
        .toContain("differs from the pinned one");
      expect(await test("web2")).toMatchObject({ ok: false, newlyPinned: false });
      const end = await deploy("two");
      expect(end.phase).toBe("failed");
      expect(JSON.stringify(end.tasks)).toContain("web2");
      expect(hosts.names.map(marker)).toEqual(["two", "one", "two"]);
      expect(await test("web2", { repin: true })).toMatchObject({ ok: true, newlyPinned: true });
    });

    it("names the machine that is down; the others are finished and the task failed", async () => {
      await hosts.stopHost("web3");
      const end = await deploy("three");
      expect(end.phase).toBe("failed");
      expect(end.tasks.map(({ status }) => status)).toEqual(["failed"]);
      expect(JSON.stringify(end.tasks)).toMatch(
        /web3[^"]*(?:unreachable|not be reached)|(?:unreachable|reach)[^"]*web3/i,
      );
      expect(hosts.names.map(marker)).toEqual(["three", "three", "two"]);
      const down = outcomes(end).filter(({ unreachable }) => unreachable === 1);
      expect(down.map(({ host }) => host)).toEqual(["web3"]);
      expect(await test("web3")).toMatchObject({ ok: false });
    });
  },
);
