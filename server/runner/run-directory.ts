import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import type { ExitRecord } from "#server/contracts/runner.ts";
import type { ProcessIdentity } from "#server/platform/process.ts";

/** How the name of a run's directory ends while it is being written. */
export const draftEnding = ".draft";

/**
 * Where everything of one run lies. The sandbox sees `work` (writable) and `input` (read-only);
 * the rest, with the nonce and the exit record, is out of the playbook's reach.
 */
export function runPaths(runDir: string) {
  const at = (...parts: string[]) => join(runDir, ...parts);
  return {
    settings: at("settings"),
    commandScript: at("command.sh"),
    shim: at("shim.sh"),
    sweepPatterns: at("sweep.patterns"),
    started: at("started"),
    startedPid: at("started", "pid"),
    startedClock: at("started", "clock"),
    startedCommand: at("started", "command"),
    tombstone: at("started", "tombstone"),
    exit: at("exit"),
    timedOut: at("timed_out"),
    usage: at("usage.json"),
    rawOutput: at("output.raw"),
    log: at("output.log"),
    logIndex: at("output.idx"),
    lineTimes: at("output.times"),
    redactions: at("redactions.json"),
    input: at("input"),
    programs: at("input", "bin"),
    ansibleConfig: at("input", "ansible.cfg"),
    extraVars: at("input", "extra-vars.json"),
    generatedPlay: at("input", "play.yml"),
    checksPlay: at("input", "checks.yml"),
    checkModules: at("input", "library"),
    ownCollections: at("input", "collections"),
    localhostInventory: at("input", "localhost.ini"),
    knownHosts: at("input", "known_hosts"),
    sshConfig: at("input", "ssh_config"),
    connectionVars: at("input", "connection-vars.json"),
    work: at("work"),
    home: at("work", "home"),
    temporary: at("work", "tmp"),
    events: at("work", "events.jsonl"),
    eventsKey: at("work", "events.key"),
  };
}

/** Longest path of a directory whose `socket` an address of a unix socket (107 bytes) can name. */
const maxSocketDirectory = 95;

/** Where the socket of the run's ssh-agent lies, and nothing else. Only such runs have it. */
export function agentDirectory(runDir: string): string {
  const own = join(runDir, "agent");
  return own.length <= maxSocketDirectory ? own : `/tmp/.chiffon-agent-${basename(runDir)}`;
}

/** The socket of the run's ssh-agent. */
export function agentSocket(runDir: string): string {
  return join(agentDirectory(runDir), "socket");
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** A process recorded by the shim; null while the record is missing or half written. */
export function readIdentity(path: string): ProcessIdentity | null {
  const [pid, startTime, bootId] = (readOrNull(path) ?? "").trim().split(" ");
  if (!pid || !startTime || !bootId || !/^\d+$/.test(pid)) return null;
  return { pid: Number(pid), startTime, bootId };
}

/** The texts that mark a process as belonging to the run. */
export function readSweepPatterns(runDir: string): string[] {
  return (readOrNull(runPaths(runDir).sweepPatterns) ?? "").split("\n").filter(Boolean);
}

/** The attempt's secret, or null when the directory was never prepared. */
export function readNonce(runDir: string): string | null {
  const match = /^nonce='([^']*)'$/m.exec(readOrNull(runPaths(runDir).settings) ?? "");
  return match?.[1] ?? null;
}

/** "0m1.230s 0m0.340s", as the shell's `times` prints it, in seconds. */
export function parseShellTimes(text: string): number {
  let seconds = 0;
  for (const [, minutes, rest] of text.matchAll(/(\d+)m([\d.]+)s/g)) {
    seconds += Number(minutes) * 60 + Number(rest);
  }
  return Math.round(seconds * 1000) / 1000;
}

const writtenExitSchema = z
  .object({
    nonce: z.string(),
    exitCode: z.number(),
    startedNs: z.string().regex(/^\d+$/),
    endedNs: z.string().regex(/^\d+$/),
    cpu: z.string().max(200),
    timedOut: z.boolean(),
  })
  .transform(({ nonce, exitCode, timedOut, ...times }): ExitRecord => {
    const startedAtMs = Number(times.startedNs) / 1e6;
    const endedAtMs = Number(times.endedNs) / 1e6;
    return {
      nonce,
      exitCode,
      timedOut,
      startedAtMs,
      endedAtMs,
      cpuSeconds: parseShellTimes(times.cpu),
    };
  });

/** The shim's exit record; null while there is none, or when what stands there is not one. */
export function readExitRecord(runDir: string): ExitRecord | null {
  const text = readOrNull(runPaths(runDir).exit);
  if (text === null) return null;
  try {
    return writtenExitSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** When the shim began the command, in nanoseconds of the wall clock; null before that. */
export function readStartClock(runDir: string): bigint | null {
  const text = readOrNull(runPaths(runDir).startedClock)?.trim();
  return text && /^\d+$/.test(text) ? BigInt(text) : null;
}
