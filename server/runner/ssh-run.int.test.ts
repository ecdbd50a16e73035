import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFamily, signalProcess } from "#server/platform/process.ts";
import { forgetInput } from "./clean-run.ts";
import { interruptRun } from "./interrupt-run.ts";
import { agentDirectory, agentSocket, readIdentity, runPaths } from "./run-directory.ts";
import { probeRun, tombstoneRun } from "./run-process.ts";
import { follow, RunnerFixture, until } from "./runner-fixture.ts";

const fixture = new RunnerFixture();
const keys = join(fixture.root, "data", "keys");
const key = join(keys, "id");
const knownHosts = join(keys, "known_hosts");
const strangers = join(keys, "strangers");
let port = 0;
/** Another machine that trusts the same key, but whose host key is not pinned. */
let otherPort = 0;
const daemons: ChildProcess[] = [];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address && typeof address === "object" ? address.port : 0;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("data", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}

beforeAll(async () => {
  mkdirSync(keys, { recursive: true });
  mkdirSync("/run/sshd", { recursive: true });
  for (const name of ["id", "host", "other"]) {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(keys, name)]);
  }
  writeFileSync(join(keys, "authorized"), readFileSync(`${key}.pub`));
  port = await startSshd("host");
  otherPort = await startSshd("other");
  const entry = (name: string) =>
    `[127.0.0.1]:${port} ${readFileSync(join(keys, `${name}.pub`), "utf8")}`;
  writeFileSync(knownHosts, entry("host"));
  writeFileSync(strangers, entry("other"));
  chmodSync(key, 0o600);
  fixture.write("ssh.ini", `nas ansible_host=127.0.0.1 ansible_port=${port}\n`);
});

async function startSshd(hostKey: string): Promise<number> {
  const at = await freePort();
  const config = join(keys, `sshd_config_${hostKey}`);
  writeFileSync(
    config,
    `ListenAddress 127.0.0.1\nPort ${at}\nHostKey ${keys}/${hostKey}\nAuthorizedKeysFile ${keys}/authorized\nUsePAM no\nStrictModes no\nPidFile none\nSubsystem sftp internal-sftp\nPermitRootLogin yes\nLogLevel QUIET\n`,
  );
  daemons.push(spawn("/usr/sbin/sshd", ["-D", "-f", config], { stdio: "ignore" }));
  for (let attempt = 0; attempt < 100 && !(await answers(at)); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return at;
}

afterAll(async () => {
  await fixture.close();
  for (const daemon of daemons) daemon.kill("SIGKILL");
});

const lines = (file: string) => readFileSync(file, "utf8");
const scope = (knownHostsFile = knownHosts, name = "id") => ({
  keys: [{ name, privateKey: lines(join(keys, name)), passphrase: null, machines: null }],
  knownHosts: lines(knownHostsFile),
  lifetimeSeconds: 120,
});

function onNas(tasks: string, knownHostsFile = knownHosts) {
  fixture.write("ssh.yml", `- hosts: nas\n  gather_facts: false\n  tasks:\n${tasks}\n`);
  return fixture.ansible(
    {
      playbookPath: "ssh.yml",
      inventoryPath: "ssh.ini",
      limit: ["nas"],
      sshAgent: true,
      knownHosts: lines(knownHostsFile),
      remoteUser: userInfo().username,
    },
    { profile: "isolated", hiddenDirs: [join(fixture.root, "data")], timeoutSeconds: 280 },
  );
}

describe("a run against an ssh host", { timeout: 300_000 }, () => {
  it("reaches it from inside the sandbox, and works beside it on the controller", async () => {
    const spec = onNas(
      "    - shell: echo $HOME\n      register: out\n    - debug: { var: out.stdout }\n    - command: hostname\n      delegate_to: localhost",
    );
    const { outcome, text } = await fixture.complete(spec, { agent: scope() });
    expect(outcome).toMatchObject({ verdict: "succeeded", hosts: [{ host: "nas", changed: 2 }] });
    expect(text).toContain(userInfo().homedir);
  });

  it.each(["directly", "by a jump host"])("says how many bytes went over ssh, %s", async (way) => {
    const megabytes = 20;
    // Random, should anything on the way compress.
    fixture.write("large.bin", randomBytes((megabytes / 2) * 1e6).toString("hex"));
    fixture.write("behind.ini", `nas ansible_host=127.0.0.1 ansible_port=${otherPort}\n`);
    const to = join(fixture.root, `copied ${way}`);
    const spec = onNas(`    - copy: { src: large.bin, dest: "${to}" }\n    - command: "true"`);
    const both = lines(knownHosts) + lines(strangers).replaceAll(String(port), String(otherPort));
    const behind = {
      ...{ inventoryPath: "behind.ini", knownHosts: both },
      routes: [{ address: "127.0.0.1", jumps: [{ address: "127.0.0.1", port, user: null }] }],
    };
    const command = { ...spec.command, ...(way === "directly" ? {} : behind) };
    const agent = { ...scope(), knownHosts: both };
    const { outcome } = await fixture.complete({ ...spec, command }, { agent });
    expect(outcome.verdict).toBe("succeeded");
    expect(statSync(to).size).toBe(megabytes * 1e6);
    expect(outcome.resources.sshBytes).toBeGreaterThan(megabytes * 1e6 * 0.8);
    expect(outcome.resources.sshBytes).toBeLessThan(megabytes * 1e6 * 1.2);
  });

  it("refuses a host whose key is not the pinned one", async () => {
    const spec = onNas("    - ping:", strangers);
    const { outcome } = await fixture.complete(spec, { agent: scope(strangers) });
    expect(outcome).toMatchObject({ verdict: "failed", message: "nas could not be reached." });
    expect(outcome.failedAnsibleTask?.message).toContain("Host key verification failed");
  });

  it("is not reached by anything but the keys of its agent", async () => {
    const { outcome } = await fixture.complete(onNas("    - ping:"), {
      agent: { ...scope(), keys: [] },
    });
    expect(outcome).toMatchObject({ verdict: "failed" });
    expect(outcome.message).toContain("nas refused the key, and no password was given.");
    expect(outcome.failedAnsibleTask?.message).toContain("Permission denied");
  });

  it("stops the remote command when it is cancelled", async () => {
    const mark = `sleep 9${process.pid}`;
    const runDir = await fixture.start(onNas(`    - shell: ${mark}; true`), { agent: scope() });
    await until(() => findFamily([mark.replace(" ", "\0")]).length > 0);
    await interruptRun(runDir);
    await until(() => findFamily([mark.replace(" ", "\0")]).length === 0);
    expect((await follow(runDir)).end.exit?.exitCode).not.toBe(0);
  });
});

describe("an inventory's own options for ssh", { timeout: 300_000 }, () => {
  it("start no program and switch no check off; jump hosts are gone by", async () => {
    const mark = join(fixture.root, "touched");
    fixture.write(
      "raw.ini",
      `nas ansible_host=127.0.0.1 ansible_port=${otherPort}\n[all:vars]\nansible_ssh_common_args=-o ProxyCommand="touch ${mark}" -o StrictHostKeyChecking=no\nansible_ssh_args=-o StrictHostKeyChecking=no\nansible_ssh_extra_args=-o StrictHostKeyChecking=no\nansible_ssh_executable=/bin/false\n`,
    );
    const spec = onNas("    - ping:");
    const raw = { ...spec.command, inventoryPath: "raw.ini" };
    const { outcome } = await fixture.complete({ ...spec, command: raw }, { agent: scope() });
    expect(outcome.failedAnsibleTask?.message).toContain("Host key verification failed");
    expect(existsSync(mark)).toBe(false);
    const both = lines(knownHosts) + lines(strangers).replaceAll(String(port), String(otherPort));
    const gate = { address: "127.0.0.1", port, user: null };
    const routes = [{ address: "127.0.0.1", jumps: [gate] }];
    const way = { ...raw, knownHosts: both, routes };
    const agent = { ...scope(), knownHosts: both };
    expect(
      (await fixture.complete({ ...spec, runId: randomUUID(), command: way }, { agent })).outcome
        .verdict,
    ).toBe("succeeded");
    const closed = { ...way, routes: [{ address: "127.0.0.1", jumps: [{ ...gate, port: 1 }] }] };
    const refused = await fixture.complete(
      { ...spec, runId: randomUUID(), command: closed },
      { agent },
    );
    expect(refused.outcome.message).toBe("nas could not be reached.");
  });
});

/** Processes of a run's ssh-agent. */
const agentOf = (runDir: string) => findFamily([`${runDir}/agent/`]);
const isGone = (runDir: string) => agentOf(runDir).length === 0 && !existsSync(agentSocket(runDir));

describe("a run's ssh-agent", { timeout: 300_000 }, () => {
  it("lets the run sign and never read: no key in files, environment or arguments", async () => {
    const look = [
      "ssh-add -L",
      // The brackets keep it from finding itself.
      `grep -rls 'PRIVATE[ ]KEY' ${fixture.root} . ../input $HOME /root/.ssh /etc/ssh`,
      "env",
    ];
    const tasks = look.map(
      (command, at) =>
        `    - shell: "${command}"\n      delegate_to: localhost\n      failed_when: false\n      register: out\n    - debug: { msg: "answer ${at}: [{{ out.stdout }}]" }`,
    );
    const { text } = await fixture.complete(onNas(tasks.join("\n")), { agent: scope() });
    expect(text).toContain("answer 0: [ssh-ed25519");
    expect(text).toContain("answer 1: []");
    expect(text).toContain("SSH_AUTH_SOCK=");
    expect(text).not.toContain("PRIVATE KEY");
  });

  it("signs for the pinned hosts and no others", async () => {
    const open = `ssh -F /dev/null -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes -o IdentityFile=none -p`;
    const tasks = [port, otherPort].map(
      (at) =>
        `    - command: ${open} ${at} 127.0.0.1 echo in-$((1))\n      delegate_to: localhost\n      register: attempt\n      failed_when: false\n    - debug: { msg: "{{ attempt.rc }} at ${at}" }`,
    );
    const { text } = await fixture.complete(onNas(tasks.join("\n")), { agent: scope() });
    expect(text).toContain(`0 at ${port}`);
    expect(text).toContain(`255 at ${otherPort}`);
  });

  it("opens a key by its passphrase, and says so where that is wrong", async () => {
    const file = join(keys, "locked");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "correct horse", "-f", file]);
    appendFileSync(join(keys, "authorized"), readFileSync(`${file}.pub`));
    const locked = (passphrase: string | null) => ({
      ...scope(),
      keys: [{ name: "mine", privateKey: lines(file), passphrase, machines: null }],
    });
    const spec = onNas("    - ping:");
    const { outcome } = await fixture.complete(spec, { agent: locked("correct horse") });
    expect(outcome.verdict).toBe("succeeded");
    for (const passphrase of ["battery", null]) {
      const refused = fixture.prepare(onNas("    - ping:"), { agent: locked(passphrase) });
      await expect(refused).rejects.toMatchObject({
        code: "run_refused",
        message: 'The SSH key "mine" could not be opened: its passphrase is missing or wrong.',
      });
    }
  });

  it("refuses what is no key in words", async () => {
    const odd = { name: "odd", privateKey: "nonsense", passphrase: null, machines: null };
    const agent = { ...scope(), keys: [odd] };
    await expect(fixture.prepare(onNas("    - ping:"), { agent })).rejects.toMatchObject({
      code: "run_refused",
      message: expect.stringContaining('The SSH key "odd" could not be used'),
    });
  });

  it("ends with the run", async () => {
    const { runDir } = await fixture.complete(onNas("    - ping:"), { agent: scope() });
    await until(() => isGone(runDir));
  });

  it("ends with a run that is cancelled, within its sweep", async () => {
    const runDir = await fixture.start(onNas("    - command: sleep 905"), { agent: scope() });
    await until(() => agentOf(runDir).length >= 2 && probeRun(runDir).state === "running");
    await interruptRun(runDir);
    expect(agentOf(runDir)).toEqual([]);
  });

  it("ends with a run whose time is up", async () => {
    const spec = { ...onNas("    - command: sleep 906"), timeoutSeconds: 2 };
    const runDir = await fixture.start(spec, { agent: scope() });
    expect((await follow(runDir)).end.exit?.timedOut).toBe(true);
    await until(() => isGone(runDir));
  });

  it("ends with a run whose shim was killed, and with one that never began", async () => {
    const runDir = await fixture.start(onNas("    - command: sleep 907"), { agent: scope() });
    const shim = await until(() => readIdentity(runPaths(runDir).startedPid));
    signalProcess(shim.pid, "SIGKILL");
    await until(() => isGone(runDir));
    const idle = await fixture.prepare(onNas("    - ping:"), { agent: scope() });
    expect(agentOf(idle).length).toBeGreaterThan(0);
    expect(tombstoneRun(idle)).toBe(true);
    await until(() => isGone(idle));
  });

  it("outlives the worker that started it, and the play goes on connecting", async () => {
    const go = join(fixture.root, "go");
    const spec = onNas(
      `    - wait_for: { path: ${go}, timeout: 120 }\n    - meta: reset_connection\n    - command: echo still here`,
    );
    const runDir = await fixture.prepare(spec);
    const modules = ["run-ssh-agent", "run-process"].map(
      (name) => new URL(`./${name}.ts`, import.meta.url).href,
    );
    const code = `const [agent, run] = await Promise.all(${JSON.stringify(modules)}.map((file) => import(file)));
      await agent.startRunAgent(${JSON.stringify(runDir)}, ${JSON.stringify(scope())});
      await run.spawnRun(${JSON.stringify(runDir)}); setInterval(() => {}, 1000);`;
    const args = ["--import", "tsx", "--input-type=module", "-e", code];
    const worker = spawn(process.execPath, args, { stdio: "ignore" });
    await until(() => probeRun(runDir).state === "running", 120_000);
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    worker.kill("SIGKILL");
    await ended;
    const adopted = follow(runDir);
    writeFileSync(go, "");
    const { lines: output, end } = await adopted;
    expect(end.exit?.exitCode).toBe(0);
    expect(output.join("\n")).toContain("changed: [nas]");
    await until(() => isGone(runDir));
  });

  it("works where the run's directory is too deep for a socket's address", async () => {
    const deep = new RunnerFixture("d".repeat(90));
    try {
      const spec = { ...onNas("    - ping:"), hiddenDirs: [] };
      const { outcome, runDir } = await deep.complete(spec, { agent: scope() });
      expect(outcome.verdict).toBe("succeeded");
      expect(agentSocket(runDir)).toMatch(/^\/tmp\/\.chiffon-agent-/);
      await until(() => isGone(runDir));
      await forgetInput(runDir);
      expect(existsSync(agentDirectory(runDir))).toBe(false);
    } finally {
      await deep.close();
    }
  });
});
