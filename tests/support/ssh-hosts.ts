import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { userInfo } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Three machines reached over real ssh, as sshd on loopback addresses of their own, with a repository about them. */
export interface SshHosts {
  /** Path of the git repository whose inventory lists the three. */
  readonly repository: string;
  /** Directory in which each host keeps its file: `HOST/marker`. */
  readonly effects: string;
  readonly names: readonly string[];
  /** Ends one host's sshd: the host is down. */
  stopHost(name: string): Promise<void>;
  stop(): Promise<void>;
}

const addresses = { web1: "127.0.0.2", web2: "127.0.0.3", web3: "127.0.0.4" } as const;
const sshd = "/usr/sbin/sshd";

/** @param publicKeyFile the key that may sign in, usually Chiffon's own */
export async function startSshHosts(scratch: string, publicKeyFile: string): Promise<SshHosts> {
  const directory = path.join(scratch, "ssh-hosts");
  mkdirSync("/run/sshd", { recursive: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "authorized_keys"), readFileSync(publicKeyFile, "utf8"), {
    mode: 0o600,
  });
  const port = 20_000 + (process.pid % 20_000);
  const daemons = new Map<string, ChildProcess>();
  for (const [name, address] of Object.entries(addresses)) {
    daemons.set(name, startDaemon({ directory, name, address, port }));
  }
  for (const address of Object.values(addresses)) await waitForPort(address, port);
  const effects = path.join(directory, "effects");
  const repository = writeRepository({ directory, port, effects });
  const stopHost = async (name: string) => {
    const daemon = daemons.get(name);
    daemons.delete(name);
    if (daemon === undefined || daemon.exitCode !== null) return;
    const ended = new Promise((resolve) => daemon.once("exit", resolve));
    daemon.kill("SIGKILL");
    await ended;
  };
  return {
    repository,
    effects,
    names: Object.keys(addresses),
    stopHost,
    stop: async () => {
      for (const name of [...daemons.keys()]) await stopHost(name);
    },
  };
}

function startDaemon(host: {
  directory: string;
  name: string;
  address: string;
  port: number;
}): ChildProcess {
  const { directory, name, address, port } = host;
  const key = path.join(directory, `${name}_host_key`);
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  const config = path.join(directory, `${name}.conf`);
  writeFileSync(
    config,
    [
      `ListenAddress ${address}`,
      `Port ${port}`,
      `HostKey ${key}`,
      `PidFile ${directory}/${name}.pid`,
      `AuthorizedKeysFile ${directory}/authorized_keys`,
      "UsePAM no",
      "StrictModes no",
      "PasswordAuthentication no",
      "PermitRootLogin prohibit-password",
      "Subsystem sftp internal-sftp",
      "",
    ].join("\n"),
  );
  return spawn(sshd, ["-D", "-f", config], { stdio: "ignore" });
}

async function waitForPort(address: string, port: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: address, port, timeout: 500 });
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("timeout", () => resolve(false));
      socket.once("close", () => socket.destroy());
    });
    if (open) return;
    if (Date.now() > deadline) throw new Error(`sshd on ${address}:${port} did not come up`);
    await delay(50);
  }
}

function writeRepository({
  directory,
  port,
  effects,
}: {
  directory: string;
  port: number;
  effects: string;
}): string {
  const repository = path.join(directory, "repository");
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(repository, file)), { recursive: true });
    writeFileSync(path.join(repository, file), text);
  };
  const hosts = Object.entries(addresses)
    .map(([name, address]) => `        ${name}:\n          ansible_host: ${address}\n`)
    .join("");
  write(
    "inventory/hosts.yml",
    `all:\n  children:\n    webservers:\n      hosts:\n${hosts}      vars:\n        ansible_port: ${port}\n        ansible_user: ${userInfo().username}\n        ansible_python_interpreter: /usr/bin/python3\n`,
  );
  write(
    "playbooks/banner.yml",
    `# chiffon:service=web-banner
# chiffon:action=deploy
# chiffon:aliases=web banner, banner
# chiffon:idempotent=true
# chiffon:description=Writes the banner file on every web server
---
- name: Deploy the web banner
  hosts: webservers
  gather_facts: false
  vars:
    # Text of the banner
    banner_text: welcome
  tasks:
    - name: Make room
      ansible.builtin.file:
        path: ${effects}/{{ inventory_hostname }}
        state: directory
        mode: "0755"
    - name: Write the banner
      ansible.builtin.copy:
        dest: ${effects}/{{ inventory_hostname }}/marker
        content: "{{ banner_text }}\\n"
        mode: "0644"
`,
  );
  const git = (...args: string[]) =>
    execFileSync(
      "git",
      [
        "-c",
        "user.name=test",
        "-c",
        "user.email=test@localhost",
        "-c",
        "init.defaultBranch=main",
        ...args,
      ],
      { cwd: repository, stdio: "ignore" },
    );
  git("init");
  git("add", "-A");
  git("commit", "-m", "three web servers");
  return repository;
}
