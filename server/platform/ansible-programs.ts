import { access, constants, readdir, realpath } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import type { AnsibleProgram } from "#server/contracts/agent.ts";
import { compareVersions } from "#server/lib/version-range.ts";
import { runProgram } from "./run-program.ts";

const program = "ansible-playbook";
const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** Long, because a busy machine must not look like one without Ansible. */
const probeTimeoutMs = 30_000;
const maxPrograms = 20;
const maxEntries = 200;

/**
 * Every `ansible-playbook` that works on this machine, newest first: on the path, in environments of pipx and uv, in
 * `~/.venv*` and `~/venv*`, in `/opt/*`. Of several names of one program the first found stands.
 */
export async function findAnsiblePrograms(
  searchPath: string,
  home: string = homedir(),
): Promise<AnsibleProgram[]> {
  const folders = [
    ...searchPath.split(delimiter),
    ...systemPath.split(delimiter),
    join(home, ".local/bin"),
    ...(await below(join(home, ".local/share/pipx/venvs"), "bin")),
    ...(await below(join(home, ".local/pipx/venvs"), "bin")),
    ...(await below(join(home, ".local/share/uv/tools"), "bin")),
    ...(await below(home, "bin", /^\.?venv/)),
    ...(await below("/opt", "bin")),
    ...(await below("/opt", "venv/bin")),
  ];
  const known = new Map<string, string>();
  for (const folder of new Set(folders.filter((each) => each.startsWith("/")))) {
    const real = await realpath(join(folder, program)).catch(() => null);
    if (real !== null && !known.has(real)) known.set(real, join(folder, program));
  }
  const found: AnsibleProgram[] = [];
  for (const path of [...known.values()].slice(0, maxPrograms)) {
    const version = await ansibleVersion(path);
    if (version !== null) found.push({ path, version });
  }
  return found.sort((a, b) => compareVersions(b.version, a.version));
}

/** Which version of Ansible's core an `ansible-playbook` says it is; null when it does not work. */
export async function ansibleVersion(path: string): Promise<string | null> {
  if (basename(path) !== program) return null;
  try {
    await access(path, constants.X_OK);
    const env = {
      NODE_ENV: "production" as const,
      PATH: `${dirname(path)}:${systemPath}`,
      HOME: "/nonexistent",
      ANSIBLE_LOCAL_TEMP: join(tmpdir(), "chiffon-ansible"),
      LC_ALL: "C.UTF-8",
      PYTHONDONTWRITEBYTECODE: "1",
    };
    const said = await runProgram(path, ["--version"], {
      env,
      timeoutMs: probeTimeoutMs,
      maxOutputBytes: 100_000,
    });
    return (
      /^ansible-playbook \[?(?:core )?(\d+(?:\.\d+)+\w*)/.exec(said.toString("utf8"))?.[1] ?? null
    );
  } catch {
    return null;
  }
}

async function below(folder: string, inside: string, pattern = /^/): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => pattern.test(name))
    .slice(0, maxEntries)
    .map((name) => join(folder, name, inside));
}
