import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { cpus, freemem, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import type { AgentTools, Disk, Gpu, MachineMetrics } from "#server/contracts/agent.ts";
import { findAnsiblePrograms } from "#server/platform/ansible-programs.ts";
import {
  joinCards,
  nvidiaQuery,
  readControllers,
  readNvidia,
  readRocm,
  rocmQuery,
} from "./gpu-reports.ts";
import { probe } from "./probe.ts";

const run = promisify(execFile);
const mebibyte = 1024 * 1024;
/** Long, because a busy machine must not look like one without Ansible. */
const toolTimeoutMs = 30_000;
/** All that is asked of a machine is known by then, or left out. */
const probeTimeoutMs = 5_000;
/** What was found is good for so long: a card fills up within seconds, a disk takes its time. */
const cardAgeMs = 10_000;
const diskAgeMs = 10 * 60_000;
const maxDisks = 64;

interface Hardware {
  readonly gpus: Gpu[];
  readonly disks: Disk[];
  readonly memoryAvailableMb: number;
}

const probeFile = (): string => fileURLToPath(new URL("./machine-probe.mjs", import.meta.url));

const unseen: Hardware = { gpus: [], disks: [], memoryAvailableMb: 0 };

/** Measures a machine again and again: remembers since when its load is too high. */
export class Machine {
  readonly #searchPath: string;
  readonly #overloadFactor: number;
  readonly #timeoutMs: number;
  readonly #probe: readonly string[];
  #overloadedSinceMs: number | null = null;
  #hardware: { goodUntilMs: number; readonly found: Promise<Hardware> } | null = null;

  /** @param settings.overloadFactor a load above this many times the cores is too high for more work */
  constructor(settings: {
    readonly searchPath: string;
    readonly overloadFactor: number;
    readonly timeoutMs?: number;
    /** The command that prints what the machine has; the script beside this file if absent. */
    readonly probe?: readonly string[];
  }) {
    this.#probe = settings.probe ?? [process.execPath, probeFile()];
    this.#searchPath = settings.searchPath;
    this.#overloadFactor = settings.overloadFactor;
    this.#timeoutMs = settings.timeoutMs ?? probeTimeoutMs;
  }

  /** What the machine has and uses now. Takes at most five seconds and never throws; what is not known is zero or empty. */
  async measure(): Promise<MachineMetrics> {
    return this.measureWith(await this.#look(performance.now()));
  }

  /** The same at once, without disks and cards unless they are told. */
  async measureWith(hardware: Hardware = unseen): Promise<MachineMetrics> {
    const nowMs = performance.now();
    const memory = await readFile("/proc/meminfo", "utf8").catch(() => "");
    const cores = cpus().length;
    const [one = 0, five = 0, fifteen = 0] = loadavg();
    const availableKib = Number(/^MemAvailable:\s+(\d+) kB/m.exec(memory)?.[1] ?? 0);
    const highest = this.#overloadFactor * cores;
    this.#overloadedSinceMs = overloadedSince(this.#overloadedSinceMs, {
      load: one,
      highest,
      nowMs,
    });
    return {
      cpuCores: cores,
      cpuCoresAvailable: idleCores(cores, one, five),
      load: [one, five, fifteen],
      overloadedSeconds:
        this.#overloadedSinceMs === null ? 0 : Math.round((nowMs - this.#overloadedSinceMs) / 1000),
      memoryTotalMb: Math.round(totalmem() / mebibyte),
      memoryAvailableMb:
        Math.round(availableKib / 1024) ||
        hardware.memoryAvailableMb ||
        Math.round(freemem() / mebibyte),
      gpus: hardware.gpus,
      disks: hardware.disks,
    };
  }

  #look(nowMs: number): Promise<Hardware> {
    if (this.#hardware !== null && nowMs < this.#hardware.goodUntilMs) return this.#hardware.found;
    const found = findHardware(this.#probe, {
      searchPath: this.#searchPath,
      timeoutMs: this.#timeoutMs,
    });
    const kept = { goodUntilMs: nowMs + cardAgeMs, found };
    this.#hardware = kept;
    void found.then(({ gpus }) => {
      if (gpus.length === 0) kept.goodUntilMs = nowMs + diskAgeMs;
    });
    return found;
  }
}

/** Since when the load is too high; null while it is not. Times are milliseconds of one clock. */
export function overloadedSince(
  before: number | null,
  {
    load,
    highest,
    nowMs,
  }: { readonly load: number; readonly highest: number; readonly nowMs: number },
): number | null {
  return load > highest ? (before ?? nowMs) : null;
}

/** Cores that nobody uses, by the higher of the two averages: work that has just ended may begin again. */
export function idleCores(cores: number, one: number, five: number): number {
  return Math.max(0, Math.floor(cores - Math.max(one, five)));
}

const size = z.number().min(0).catch(0);
const foundSchema = z.object({
  memory: z.object({ available: size }).nullish().catch(null),
  disks: z
    .array(z.object({ mount: z.string().max(500), size, available: size }))
    .nullish()
    .catch(null),
  controllers: z.unknown(),
});

async function findHardware(
  [program = "", ...args]: readonly string[],
  limits: { readonly searchPath: string; readonly timeoutMs: number },
): Promise<Hardware> {
  const [found, nvidia, rocm] = await Promise.all([
    probe(program, args, limits),
    probe("nvidia-smi", nvidiaQuery, limits),
    probe("rocm-smi", rocmQuery, limits),
  ]);
  const { memory, disks, controllers } = readFound(found);
  return {
    gpus: joinCards(
      [...readNvidia(nvidia ?? ""), ...readRocm(rocm ?? "")],
      readControllers(controllers),
    ),
    disks: (disks ?? [])
      .filter((disk) => disk.size > 0)
      .slice(0, maxDisks)
      .map(({ mount, size: total, available }) => ({
        mount,
        totalMb: Math.round(total / mebibyte),
        availableMb: Math.round(available / mebibyte),
      })),
    memoryAvailableMb: Math.round((memory?.available ?? 0) / mebibyte),
  };
}

function readFound(text: string | null): z.infer<typeof foundSchema> {
  try {
    return foundSchema.parse(JSON.parse(text ?? "{}"));
  } catch {
    return { memory: null, disks: null, controllers: null };
  }
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
