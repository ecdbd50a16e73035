import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { promisify } from "node:util";
import type { AgentTools, MachineMetrics } from "#server/contracts/agent.ts";
import { findAnsiblePrograms } from "#server/platform/ansible-programs.ts";

const run = promisify(execFile);
const mebibyte = 1024 * 1024;
/** Long, because a busy machine must not look like one without Ansible. */
const toolTimeoutMs = 30_000;

/** What the machine has and uses now. */
export async function measureMachine(): Promise<MachineMetrics> {
  const memory = await readFile("/proc/meminfo", "utf8").catch(() => "");
  const availableKib = Number(/^MemAvailable:\s+(\d+) kB/m.exec(memory)?.[1] ?? 0);
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  return {
    cpuCores: cpus().length,
    load: [one, five, fifteen],
    memoryTotalMb: Math.round(totalmem() / mebibyte),
    memoryAvailableMb: Math.round(availableKib / 1024),
  };
}

/** Versions of the tools that runs need; null where one is missing. Never fails and never takes long. */
export async function findTools(searchPath: string): Promise<AgentTools> {
  const [ansibles, ansibleLint, bubblewrap, ssh, git] = await Promise.all([
    findAnsiblePrograms(searchPath),
    version("ansible-lint", ["--version", "--offline", "--nocolor"]),
    version("bwrap", ["--version"]),
    version("ssh", ["-V"]),
    version("git", ["--version"]),
  ]);
  return { ansible: ansibles[0]?.version ?? null, ansibles, ansibleLint, bubblewrap, ssh, git };
}

async function version(command: string, args: string[]): Promise<string | null> {
  try {
    const { stdout, stderr } = await run(command, args, { timeout: toolTimeoutMs });
    return /\d+\.\d+[\w.]*/.exec(`${stdout}\n${stderr}`)?.[0] ?? "unknown";
  } catch {
    return null;
  }
}
