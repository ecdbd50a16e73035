import { existsSync, readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckResult } from "#server/contracts/plan.ts";
import { required } from "#server/lib/assert.ts";
import { signalProcess } from "#server/platform/process.ts";
import { readIdentity, runPaths } from "#server/runner/run-directory.ts";
import { planFor, until, useInstallation } from "#tests/support/installation.ts";
import { missingForSsh, type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { ask } from "./conversation.ts";
import { addRepository, PlaybookRepository } from "./playbook-repository.ts";

const addresses = ["127.0.0.2", "127.0.0.3", "127.0.0.4"];

/** Listens on one address; the port is the same on all, as a deployed service's is. */
async function listen(address: string, port: number): Promise<Server> {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, address, resolve);
  });
  return server;
}

/** The directory of the run that makes its checks now. */
function runThatChecks(runsDir: string): string | null {
  const running = readdirSync(runsDir)
    .map((name) => path.join(runsDir, name))
    .filter((runDir) => !existsSync(runPaths(runDir).exit));
  const checks = (runDir: string) =>
    existsSync(runPaths(runDir).events) &&
    readFileSync(runPaths(runDir).events, "utf8").includes('"checks.started"');
  return running.find(checks) ?? null;
}

const playbook = (service: string, checks: readonly string[]) =>
  [
    ...[`# chiffon:service=${service}`, "# chiffon:action=deploy", "# chiffon:idempotent=true"],
    ...checks.map(
      (check) => `# chiffon:check=${check}${check.includes("timeout=") ? "" : " timeout=2"}`,
    ),
    ...["---", `- name: Deploy the ${service}`, "  hosts: webservers", "  gather_facts: false"],
    ...["  tasks:", "    - name: Say it", "      ansible.builtin.debug:", "        msg: up", ""],
  ].join("\n");

describe.skipIf(missingForSsh !== null)(
  `checks after a deploy${missingForSsh === null ? "" : ` (skipped: ${missingForSsh})`}`,
  () => {
    const chiffon = useInstallation();
    const listening: Server[] = [];
    let hosts: SshHosts;
    let port = 0;

    beforeAll(async () => {
      hosts = await startSshHosts(chiffon.paths.apps, `${chiffon.paths.sshKey}.pub`);
      const [first = "", ...others] = addresses;
      const server = await listen(first, 0);
      listening.push(server);
      port = (server.address() as AddressInfo).port; // of a TCP server it is no pipe
      for (const address of others) listening.push(await listen(address, port));
      const inside = await listen("127.0.0.1", 0);
      listening.unshift(inside);
      const insidePort = (inside.address() as AddressInfo).port;
      const repository = new PlaybookRepository(hosts.repository, {
        "inventory/group_vars/webservers.yml": `---\nbeacon_port: ${port}\ninside_port: ${insidePort}\n`,
        "playbooks/beacon.yml": playbook("beacon", ["tcp://127.0.0.1:{{ beacon_port }}"]),
        "playbooks/riddle.yml": playbook("riddle", [
          "http://{{ lookup('env', 'HOME') }}/",
          "tcp://{{ ansible_host }}:{{ beacon_port }}",
          "http://169.254.169.254/latest/",
          "tcp://web1@192.168.1.1:{{ beacon_port }}",
        ]),
        "playbooks/ledger.yml": playbook("ledger", [
          "tcp://{{ inventory_hostname }}:{{ inside_port }} on=host",
          'command:test "a b" = "a b"',
        ]),
        "playbooks/anvil.yml": playbook("anvil", ["command:sleep 25 timeout=60"]),
        "playbooks/wreck.yml": playbook("wreck", [
          'command:sh -c "echo the disk is full >&2; exit 4"',
        ]),
      });
      const { id } = await addRepository(chiffon.admin, "Web", repository);
      for (const host of hosts.names)
        await chiffon.admin.call("POST", "/api/hosts/test", { repositoryId: id, host });
    });
    afterAll(async () => {
      for (const server of listening) server.close();
      await hosts.stop();
    });

    const deploy = async (service: string) => {
      const { plan, request_id } = await planFor(
        chiffon.operator,
        `Deploy the ${service} on webservers`,
      );
      await chiffon.approver.decide(plan);
      const view = await chiffon.viewer.waitFor(
        request_id,
        ({ phase }) => ["done", "failed"].includes(phase),
        300_000,
      );
      const { checks } = await chiffon.services.requestViews.view(request_id);
      return { view, checks, requestId: request_id };
    };
    const targets = (checks: readonly CheckResult[]) =>
      checks.map(({ target, ok }) => [target, ok] as const);

    it("show what could not be resolved, make the rest, and fail no good deploy", async () => {
      const { view, checks } = await deploy("riddle");
      expect(view.phase).toBe("done");
      expect(checks[0]).toMatchObject({
        ...{ target: "http://{{ lookup('env', 'HOME') }}/", ok: false, isUnresolved: true },
        message: "only Ansible knows lookup('env', 'HOME')",
      });
      const unresolved = checks.filter(({ isUnresolved }) => isUnresolved === true);
      expect(unresolved.map(({ message }) => message)).toEqual([
        "only Ansible knows lookup('env', 'HOME')",
        "169.254.169.254 is none of the hosts of this task, and no other is asked",
        "its address is not a host and a port",
      ]);
      const made = checks.filter(({ isUnresolved }) => isUnresolved !== true);
      expect(targets(made)).toEqual(addresses.map((at) => [`${at}:${port}`, true]));
    });

    it("are made on the hosts themselves where nothing else can ask", async () => {
      const { view, checks } = await deploy("ledger");
      expect(view.phase).toBe("done");
      expect(checks.map(({ kind, host, ok }) => [kind, host, ok])).toEqual([
        ...hosts.names.map((host) => ["tcp", host, true]),
        ...hosts.names.map((host) => ["command", host, true]),
      ]);
      expect(checks[0]?.target).toMatch(/^127\.0\.0\.1:\d+$/);
    });

    it("fail a deploy by what a host says, and never have it run again", async () => {
      const { view, checks, requestId } = await deploy("wreck");
      expect(view).toMatchObject({
        phase: "failed",
        reason: expect.stringMatching(
          /^The check command sh -c .* on web1 did not pass: ended with exit code 4: the disk is full$/,
        ),
      });
      expect(checks).toHaveLength(hosts.names.length);
      const { tasks } = await chiffon.services.requestViews.view(requestId);
      expect(tasks.map(({ status, runs }) => [status, runs.length])).toEqual([["succeeded", 1]]);
      expect(tasks[0]?.runs[0]?.outcome).toMatchObject({
        message: "Done on 3 hosts: nothing had to change.",
        hosts: hosts.names.map((host) => ({ host, ok: 1, failed: 0, ignored: 0 })),
      });
      const { entries } = await chiffon.services.audit.query({ requestId, limit: 100 });
      expect(entries.map(({ facts }) => facts)).toContainEqual(
        expect.objectContaining({
          to: "failed",
          checksPassed: 0,
          checksFailed: 3,
          checksNotMade: 0,
        }),
      );
      const { words } = await ask(chiffon.operator, "did the checks pass for wreck?");
      expect(words).toContain("0 of 3 checks passed");
    });

    it("that are cut off leave a good deploy done, and never have it run again", async () => {
      const done = deploy("anvil");
      await until("checks begin", () => runThatChecks(chiffon.paths.runs) !== null);
      const runDir = runThatChecks(chiffon.paths.runs) ?? "";
      const shim = required(readIdentity(runPaths(runDir).startedPid), "the shim");
      signalProcess(shim.pid, "SIGKILL");
      const { view, checks, requestId } = await done;
      expect(view.phase).toBe("done");
      expect(checks.map(({ isUnresolved, message }) => [isUnresolved, message])).toEqual(
        hosts.names.map(() => [true, "the run ended before it"]),
      );
      const { tasks } = await chiffon.services.requestViews.view(requestId);
      expect(tasks.map(({ status, runs }) => [status, runs.length])).toEqual([["succeeded", 1]]);
    });

    it("reach every remote host where it is, with the port of its inventory", async () => {
      const { view, checks } = await deploy("beacon");
      expect(view.phase).toBe("done");
      expect(targets(checks)).toEqual(addresses.map((at) => [`${at}:${port}`, true]));
    });

    it("fail the deploy of a host on which nothing answers, and name it", async () => {
      await new Promise((resolve) => listening.pop()?.close(resolve));
      const { view, checks } = await deploy("beacon");
      expect(view.phase).toBe("failed");
      expect(view).toMatchObject({ reason: expect.stringContaining(`127.0.0.4:${port}`) });
      expect(targets(checks).filter(([, ok]) => !ok)).toEqual([[`127.0.0.4:${port}`, false]]);
    });
  },
);
