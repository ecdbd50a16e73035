import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { userInfo } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { writeSudoStandIn } from "./sudo-stand-in.ts";

/** Three machines reached over real ssh, as sshd on loopback addresses of their own, with a repository about them. */
export interface SshHosts {
  /** Path of the git repository whose inventory lists the three. */
  readonly repository: string;
  /** Directory in which each host keeps its file: `HOST/marker`. */
  readonly effects: string;
  readonly names: readonly string[];
  /** Where a host answers. */
  readonly places: Readonly<Record<string, { readonly address: string; readonly port: number }>>;
  /** Ends one host's sshd: the host is down. */
  stopHost(name: string): Promise<void>;
  stop(): Promise<void>;
}

const addresses = { web1: "127.0.0.2", web2: "127.0.0.3", web3: "127.0.0.4" } as const;
const sshd = "/usr/sbin/sshd";

/** How machines differ from the others, by name. */
export interface SshHostOptions {
  /** What sudo asks for; a machine that is not named has no sudo but its own. */
  readonly sudoPasswords?: Readonly<Record<string, string>>;
  /** Files of public keys that may sign in instead. */
  readonly publicKeys?: Readonly<Record<string, string>>;
  /** What the user of these tests signs in with there; see {@link canHaveOwnUsers}. */
  readonly passwords?: Readonly<Record<string, string>>;
  /** Someone without rights signs in to all of them, and becomes root by the real sudo, which asks; see {@link canHaveOwnUsers}. */
  readonly account?: SshAccount;
}

/** A user that exists on the machines of the tests alone. */
export interface SshAccount {
  readonly name: string;
  /** What sudo asks for. */
  readonly password: string;
}

/** Why machines cannot be reached over ssh here; null where they can. */
export const missingForSsh: string | null = !existsSync("/usr/sbin/sshd")
  ? "sshd is not installed"
  : process.getuid?.() !== 0
    ? "starting sshd needs root"
    : null;

/** Whether machines here can have users and passwords of their own, which needs a mount namespace and openssl. */
export function canHaveOwnUsers(): boolean {
  return (
    spawnSync("unshare", ["--mount", "true"]).status === 0 &&
    spawnSync("openssl", ["version"]).status === 0
  );
}

/** @param publicKeyFile the key that may sign in, usually Chiffon's own */
export async function startSshHosts(
  scratch: string,
  publicKeyFile: string,
  options: SshHostOptions = {},
): Promise<SshHosts> {
  const directory = path.join(scratch, "ssh-hosts");
  mkdirSync("/run/sshd", { recursive: true });
  mkdirSync(directory, { recursive: true });
  // Read by sshd as whoever signs in.
  const letIn = (file: string, publicKey: string) =>
    writeFileSync(path.join(directory, file), readFileSync(publicKey, "utf8"), { mode: 0o644 });
  letIn("authorized_keys", publicKeyFile);
  const port = 20_000 + (process.pid % 20_000);
  const daemons = new Map<string, ChildProcess>();
  for (const [name, address] of Object.entries(addresses)) {
    const own = options.publicKeys?.[name];
    if (own !== undefined) letIn(`${name}_authorized_keys`, own);
    const authorizedKeys = own === undefined ? "authorized_keys" : `${name}_authorized_keys`;
    const sudoPassword = options.sudoPasswords?.[name] ?? null;
    const password = options.passwords?.[name] ?? null;
    const { account = null } = options;
    const access = { authorizedKeys, sudoPassword, password, account };
    daemons.set(name, startDaemon({ directory, name, address, port, ...access }));
  }
  for (const address of Object.values(addresses)) await waitForPort(address, port);
  const effects = path.join(directory, "effects");
  mkdirSync(effects);
  if (options.account !== undefined) chownSync(effects, accountId, accountId);
  const user = options.account?.name ?? userInfo().username;
  const repository = writeRepository({ directory, port, effects, user });
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
    places: Object.fromEntries(
      Object.entries(addresses).map(([name, address]) => [name, { address, port }]),
    ),
    stopHost,
    stop: async () => {
      for (const name of [...daemons.keys()]) await stopHost(name);
    },
  };
}

/** Of the account on the machines; nobody here has it. */
const accountId = 41_000;

interface SshHost {
  readonly directory: string;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly authorizedKeys: string;
  readonly sudoPassword: string | null;
  readonly password: string | null;
  readonly account: SshAccount | null;
}

function startDaemon(host: SshHost): ChildProcess {
  const { directory, name, address, port, sudoPassword, password } = host;
  const programs = path.join(directory, name, "bin");
  if (sudoPassword !== null) writeSudoStandIn(programs, sudoPassword);
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
      `AuthorizedKeysFile ${directory}/${host.authorizedKeys}`,
      "UsePAM no",
      "StrictModes no",
      `PasswordAuthentication ${password === null ? "no" : "yes"}`,
      "KbdInteractiveAuthentication no",
      `PermitRootLogin ${password === null ? "prohibit-password" : "yes"}`,
      "Subsystem sftp internal-sftp",
      ...(sudoPassword === null ? [] : [`SetEnv PATH=${programs}:/usr/local/bin:/usr/bin:/bin`]),
      "",
    ].join("\n"),
  );
  const args = ["-D", "-f", config, "-E", path.join(directory, `${name}.log`)];
  const own = ownFiles(host);
  if (own.length === 0) return spawn(sshd, args, { stdio: "ignore" });
  // In the view of this sshd alone these files are others: nothing of the machine itself changes.
  const mounts = own.map(({ place }, at) => `mount --bind "$${at + 1}" ${place}`);
  const script = `${mounts.join(" && ")} && shift ${own.length} && exec "$@"`;
  const files = own.map(({ file }) => file);
  const inOwnView = ["--mount", "/bin/sh", "-c", script, "sh", ...files, sshd];
  return spawn("unshare", [...inOwnView, ...args], { stdio: "ignore" });
}

/** The machine's files about users with a password for the present one, or with one more user. */
function ownFiles({ directory, name, password, account }: SshHost) {
  const write = (place: string, text: string, mode: number) => {
    const file = path.join(directory, `${name}.${path.basename(place)}`);
    writeFileSync(file, text, { mode });
    return { file, place };
  };
  const shadowLine = (user: string, secret: string) =>
    `${user}:${hashed(secret)}:19000:0:99999:7:::\n`;
  const shadow = readFileSync("/etc/shadow", "utf8");
  if (password !== null) {
    const { username } = userInfo();
    const others = shadow.split("\n").filter((line) => !line.startsWith(`${username}:`));
    const text = others.filter((line) => line !== "").join("\n");
    return [write("/etc/shadow", `${text}\n${shadowLine(username, password)}`, 0o600)];
  }
  if (account === null) return [];
  const home = path.join(directory, name, "home");
  mkdirSync(home, { recursive: true });
  chownSync(home, accountId, accountId);
  const user = `${account.name}:x:${accountId}:${accountId}::${home}:/bin/sh\n`;
  return [
    write("/etc/passwd", readFileSync("/etc/passwd", "utf8") + user, 0o644),
    write("/etc/shadow", shadow + shadowLine(account.name, account.password), 0o600),
    write("/etc/sudoers", `Defaults !lecture\n${account.name} ALL=(ALL) ALL\n`, 0o440),
  ];
}

function hashed(password: string): string {
  const made = execFileSync("openssl", ["passwd", "-6", "-stdin"], { input: `${password}\n` });
  return made.toString().trim();
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

/** Asks sudo on each machine for its one task. Raw commands: one exchange over ssh each, however busy the machine is. */
const rootedPlaybook = (effects: string) => `# chiffon:service=rooted
# chiffon:action=deploy
# chiffon:idempotent=true
---
- name: Deploy the rooted
  hosts: webservers
  gather_facts: false
  tasks:
    - name: Make room
      ansible.builtin.raw: mkdir -p ${effects}/{{ inventory_hostname }}
    - name: Take root
      ansible.builtin.raw: printf 'by sudo' >${effects}/{{ inventory_hostname }}/rooted
      become: true
`;

function writeRepository({
  directory,
  port,
  effects,
  user,
}: {
  directory: string;
  port: number;
  effects: string;
  user: string;
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
    `all:\n  children:\n    webservers:\n      hosts:\n${hosts}      vars:\n        ansible_port: ${port}\n        ansible_user: ${user}\n        ansible_python_interpreter: /usr/bin/python3\n        ansible_become_user: daemon\n`,
  );
  write("playbooks/rooted.yml", rootedPlaybook(effects));
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
