import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Where the example repository is. */
export const exampleDirectory = resolve(import.meta.dirname, "../../examples/homelab");

/** What one ansible-playbook run came to, from its recap. */
export interface PlaybookResult {
  exitCode: number;
  output: string;
  durationMs: number;
  ok: number;
  changed: number;
  unreachable: number;
  failed: number;
}

/** A copy of the example with a homelab of its own. */
export interface HomelabCopy {
  repository: string;
  homelabDirectory: string;
  /** Runs `playbooks/NAME.yml` as an agent would: bare environment, no stdin, read-only root where bubblewrap works. */
  run: (
    name: string,
    variables?: Record<string, unknown>,
    options?: string[],
  ) => Promise<PlaybookResult>;
  /** Stops every app and deletes the copy. */
  remove: () => void;
}

/** Copies the example to a temporary directory and points `homelab_dir` below it. */
export function copyHomelab(): HomelabCopy {
  const root = mkdtempSync(join(tmpdir(), "homelab-"));
  const repository = join(root, "repository");
  const homelabDirectory = join(root, "homelab");
  const runDirectory = join(root, "run");
  cpSync(exampleDirectory, repository, { recursive: true });
  mkdirSync(homelabDirectory);
  mkdirSync(runDirectory);
  writeFileSync(
    join(repository, "inventory/group_vars/all/place.yml"),
    `---\nhomelab_dir: ${JSON.stringify(homelabDirectory)}\n`,
  );
  const sandbox = sandboxArguments([homelabDirectory, runDirectory]);
  return {
    repository,
    homelabDirectory,
    run: (name, variables = {}, options = []) => {
      const playbook = join(repository, "playbooks", `${name}.yml`);
      const inventory = join(repository, "inventory/hosts.yml");
      const extra = ["-e", JSON.stringify(variables), ...options];
      const command = [...sandbox, "ansible-playbook", "-i", inventory, ...extra, playbook];
      return runPlaybook(command, runDirectory, repository);
    },
    remove: () => {
      stopApps(homelabDirectory);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Free TCP ports on loopback, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((done) => {
          server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            done(typeof address === "object" && address ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** Whether a command ends well within the time; used to find out what this machine has. */
export function works(command: string, args: string[], timeoutMs = 20_000): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore", timeout: timeoutMs });
    return true;
  } catch {
    return false;
  }
}

function sandboxArguments(writable: string[]): string[] {
  const base = [
    "bwrap",
    "--ro-bind",
    "/",
    "/",
    "--dev",
    "/dev",
    "--proc",
    "/proc",
    "--die-with-parent",
  ];
  if (!works("bwrap", [...base.slice(1), "true"])) return [];
  return [...base, ...writable.flatMap((path) => ["--bind", path, path])];
}

/** No HOME: nothing may depend on the home directory of who runs Chiffon. */
function bareEnvironment(runDirectory: string, repository: string): string[] {
  const variables = {
    PATH: "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin",
    LANG: "C.UTF-8",
    TMPDIR: runDirectory,
    ANSIBLE_CONFIG: join(repository, "ansible.cfg"),
    ANSIBLE_HOME: join(runDirectory, "ansible"),
    ANSIBLE_LOCAL_TEMP: join(runDirectory, "local"),
    ANSIBLE_REMOTE_TEMP: join(runDirectory, "remote"),
    ANSIBLE_INVENTORY_ENABLED: "ini,yaml",
    ANSIBLE_NOCOLOR: "1",
  };
  return ["-i", ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)];
}

function runPlaybook(command: string[], runDirectory: string, repository: string) {
  const startedAt = Date.now();
  const args = [...bareEnvironment(runDirectory, repository), ...command];
  return new Promise<PlaybookResult>((done) => {
    const child = execFile(
      "env",
      args,
      {
        cwd: runDirectory,
        maxBuffer: 20_000_000,
      },
      (error, stdout, stderr) => {
        const exitCode = error ? Number(error.code ?? 1) : 0;
        const output = stdout + stderr;
        done({ exitCode, output, durationMs: Date.now() - startedAt, ...readRecap(output) });
      },
    );
    child.stdin?.end();
  });
}

function readRecap(output: string) {
  const recap = output.slice(output.lastIndexOf("PLAY RECAP"));
  const count = (word: string) => Number(new RegExp(`${word}=(\\d+)`).exec(recap)?.[1] ?? -1);
  return {
    ok: count("ok"),
    changed: count("changed"),
    unreachable: count("unreachable"),
    failed: count("failed"),
  };
}

function stopApps(homelabDirectory: string) {
  const app = join(homelabDirectory, "bin/app");
  if (!existsSync(app)) return;
  const lines = execFileSync(app, ["list"], { encoding: "utf8" }).trim().split("\n");
  for (const name of lines.map((line) => line.split(" ")[0]).filter(Boolean)) {
    execFileSync(app, ["stop", String(name)], { stdio: "ignore" });
  }
}
