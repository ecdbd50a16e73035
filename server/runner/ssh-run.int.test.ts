import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFamily } from "#server/platform/process.ts";
import { interruptRun } from "./interrupt-run.ts";
import { follow, RunnerFixture, until } from "./runner-fixture.ts";

const fixture = new RunnerFixture();
const keys = join(fixture.root, "data", "keys");
const key = join(keys, "id");
const knownHosts = join(keys, "known_hosts");
const strangers = join(keys, "strangers");
let sshd: ChildProcess;

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
  const port = await freePort();
  writeFileSync(join(keys, "authorized"), readFileSync(`${key}.pub`));
  const config = join(keys, "sshd_config");
  writeFileSync(
    config,
    `ListenAddress 127.0.0.1\nPort ${port}\nHostKey ${keys}/host\nAuthorizedKeysFile ${keys}/authorized\nUsePAM no\nStrictModes no\nPidFile none\nSubsystem sftp internal-sftp\nPermitRootLogin yes\nLogLevel QUIET\n`,
  );
  const entry = (name: string) =>
    `[127.0.0.1]:${port} ${readFileSync(join(keys, `${name}.pub`), "utf8")}`;
  writeFileSync(knownHosts, entry("host"));
  writeFileSync(strangers, entry("other"));
  chmodSync(key, 0o600);
  fixture.write("ssh.ini", `nas ansible_host=127.0.0.1 ansible_port=${port}\n`);
  sshd = spawn("/usr/sbin/sshd", ["-D", "-f", config], { stdio: "ignore" });
  for (let attempt = 0; attempt < 100 && !(await answers(port)); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

afterAll(async () => {
  await fixture.close();
  sshd.kill("SIGKILL");
});

function onNas(tasks: string, knownHostsFile = knownHosts) {
  fixture.write("ssh.yml", `- hosts: nas\n  gather_facts: false\n  tasks:\n${tasks}\n`);
  return fixture.ansible(
    {
      playbookPath: "ssh.yml",
      inventoryPath: "ssh.ini",
      limit: ["nas"],
      privateKeyFile: key,
      knownHostsFile,
      remoteUser: userInfo().username,
    },
    { profile: "isolated", hiddenDirs: [join(fixture.root, "data")] },
  );
}

describe("a run against an ssh host", () => {
  it("reaches it from inside the sandbox, and works beside it on the controller", async () => {
    const spec = onNas(
      "    - shell: echo $HOME\n      register: out\n    - debug: { var: out.stdout }\n    - command: hostname\n      delegate_to: localhost",
    );
    const { outcome, text } = await fixture.complete(spec);
    expect(outcome).toMatchObject({ verdict: "succeeded", hosts: [{ host: "nas", changed: 2 }] });
    expect(text).toContain(userInfo().homedir);
  });

  it("refuses a host whose key is not the pinned one", async () => {
    const { outcome } = await fixture.complete(onNas("    - ping:", strangers));
    expect(outcome).toMatchObject({ verdict: "failed", message: "nas could not be reached." });
    expect(outcome.failedAnsibleTask?.message).toContain("Host key verification failed");
  });

  it("stops the remote command when it is cancelled", async () => {
    const mark = `sleep 9${process.pid}`;
    const runDir = await fixture.start(onNas(`    - shell: ${mark}; true`));
    await until(() => findFamily([mark.replace(" ", "\0")]).length > 0, 20_000);
    await interruptRun(runDir);
    await until(() => findFamily([mark.replace(" ", "\0")]).length === 0, 2000);
    expect((await follow(runDir)).end.exit?.exitCode).not.toBe(0);
  });
});
