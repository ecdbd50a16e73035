import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#server/lib/app-error.ts";
import {
  addKeyToAgent,
  type KeyFault,
  type SshKeyText,
  startAgent,
} from "#server/platform/ssh-agent.ts";
import { agentSocket } from "./run-directory.ts";

/** A private key for a run. It is never written down here, and no run can read it. */
export interface SshKey extends SshKeyText {
  /** What people call it, for messages. */
  readonly name: string;
  /** The machines it is for, by their names in the scope's known_hosts lines; null for all of those. */
  readonly machines: ReadonlySet<string> | null;
}

/** What a run's agent answers for, and for how long. */
export interface AgentScope {
  readonly keys: readonly SshKey[];
  /** Lines of a known_hosts file: the agent signs only for machines that hold one of these host keys. */
  readonly knownHosts: string;
  readonly lifetimeSeconds: number;
}

/** The agent refuses longer lists; each name is looked up for every key. */
const maxDestinations = 200;

/**
 * What lives as long as the run and takes the agent with it: OpenSSH ends an agent whose command is over. It waits a
 * minute for the run to begin, then for the end of the run's shim, by whatever cause, and asks no worker.
 */
const holder = `
run=$1
left=600
until [ -s "$run/started/pid" ]; do
  [ -d "$run/input" ] && [ ! -e "$run/started/tombstone" ] && [ "$left" -gt 0 ] || break
  left=$((left - 1))
  sleep 0.1
done
read -r pid _ 2>/dev/null <"$run/started/pid" && tail -s 0.5 --pid="$pid" -f /dev/null
kill "$SSH_AGENT_PID" 2>/dev/null
`;

/**
 * Starts an agent for a prepared run and gives it the keys: the run sees the agent's socket, never a key. It ends with
 * the run, also after a kill, a timeout or its worker's death, and its keys expire with the run's time limit.
 *
 * @throws run_refused when OpenSSH's agent is missing or a key cannot be opened
 */
export async function startRunAgent(runDir: string, scope: AgentScope): Promise<void> {
  const life = String(scope.lifetimeSeconds);
  const command = ["/bin/sh", "-c", holder, "chiffon-ssh-agent", runDir];
  // The last word marks the holder as the run's, for the sweep that ends everything of a run.
  const args = ["-t", life, ...command, `${runDir}/agent/`];
  const child = await startAgent(agentSocket(runDir), { args, isOwn: false }).catch(
    (cause: unknown) => {
      const message = "No ssh-agent could be started (Debian: apt-get install openssh-client).";
      throw new AppError("run_refused", { message, cause });
    },
  );
  child.unref();
  await addKeys(runDir, scope);
}

async function addKeys(runDir: string, { keys, knownHosts, lifetimeSeconds }: AgentScope) {
  const names = hostNames(knownHosts);
  // Nothing can be reached, so nothing has to be signed.
  if (names.length === 0) return;
  // Beside what the sandbox shows of the run's directory.
  const directory = await mkdtemp(join(runDir, "keys-"));
  try {
    const file = join(directory, "known_hosts");
    await writeFile(file, knownHosts, { mode: 0o600 });
    for (const key of keys) {
      const own = key.machines === null ? names : names.filter((name) => key.machines?.has(name));
      // Bound to nothing it would be bound to no machine in particular.
      if (own.length === 0) continue;
      const bound = own.length > maxDestinations ? [] : own;
      const options = ["-t", String(lifetimeSeconds), "-H", file];
      const to = bound.flatMap((name) => ["-h", name]);
      const agent = { socket: agentSocket(runDir), directory };
      const fault = await addKeyToAgent(agent, key, [...options, ...to]);
      if (fault !== null) throw refusedKey(key, fault);
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The names of a known_hosts file's machines, as they stand there. */
function hostNames(knownHosts: string): string[] {
  const names = knownHosts.split("\n").flatMap((line) => line.split(" ")[0]?.split(",") ?? []);
  return [...new Set(names)].filter((name) => /^[\w.:[\]-]+$/.test(name));
}

function refusedKey({ name }: SshKey, { kind, said }: KeyFault): AppError {
  const message =
    kind === "locked"
      ? `The SSH key "${name}" could not be opened: its passphrase is missing or wrong.`
      : `The SSH key "${name}" could not be used: ${said}`;
  return new AppError("run_refused", { message });
}
