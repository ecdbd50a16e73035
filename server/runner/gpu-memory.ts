import { execFile } from "node:child_process";
import { accessSync, constants, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Where this machine says what its graphics cards hold. */
export interface GpuSources {
  /** Directories in which `nvidia-smi` is looked for. */
  readonly searchPath: readonly string[];
  /** What AMD's driver keeps for each process that computes: a directory by process id. */
  readonly kfdDirectory: string;
  /** Whether process ids here are those of the machine: a driver knows no others. */
  readonly seesMachine: boolean;
}

const limitMs = 5_000;
/** Before that the program is ended. */
const programLimitMs = 4_500;
/** How long a program that failed is left alone. */
const pauseMs = 10 * 60_000;
const maxAnswerBytes = 256 * 1024;
/** Number of the first process namespace of every Linux machine (PROC_PID_INIT_INO). */
const machineNamespace = "pid:[4026531836]";

function machineSources(): GpuSources {
  return {
    searchPath: ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/nvidia/bin", "/opt/bin"],
    kfdDirectory: "/sys/class/kfd/kfd/proc",
    seesMachine: readNamespace() === machineNamespace,
  };
}

function readNamespace(): string | null {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return null;
  }
}

/**
 * Asks graphics cards how much memory processes hold there: NVIDIA's by `nvidia-smi`, AMD's by what their driver keeps
 * below /sys (where `rocm-smi` reads it). Where there is no card nothing is started. Never throws, never takes more than 5 s.
 */
export class GpuMemory {
  private readonly sources: GpuSources;
  private readonly nvidiaSmi: string | null;
  /** Sum over all NVIDIA cards; null until they were asked. */
  private nvidiaTotalMib: number | null = null;
  private notBefore = 0;
  /** The question that is under way: runs beside each other ask once. */
  private asked: Promise<string[] | null> | null = null;

  constructor(sources: GpuSources = machineSources()) {
    this.sources = sources;
    this.nvidiaSmi = sources.seesMachine ? findProgram(sources.searchPath, "nvidia-smi") : null;
  }

  /** MiB that these processes hold together; null where no card answered with a figure. */
  async heldBy(pids: ReadonlySet<number>): Promise<number | null> {
    const amd = this.sources.seesMachine ? kfdMib(this.sources.kfdDirectory, pids) : null;
    const nvidia = await this.nvidiaMib(pids);
    return amd === null && nvidia === null ? null : (amd ?? 0) + (nvidia ?? 0);
  }

  private async nvidiaMib(pids: ReadonlySet<number>): Promise<number | null> {
    if (this.nvidiaSmi === null || Date.now() < this.notBefore) return null;
    this.asked ??= this.askNvidia(this.nvidiaSmi);
    const answer = await this.asked;
    this.asked = null;
    const held = answer === null ? null : heldIn(answer, pids);
    // More than all cards have together is no figure.
    const isFigure = held !== null && held <= (this.nvidiaTotalMib ?? 0);
    if (!isFigure) this.notBefore = Date.now() + pauseMs;
    return isFigure ? held : null;
  }

  /** What the cards have is asked first and once: without an answer to that there is no second question. */
  private async askNvidia(program: string): Promise<string[] | null> {
    this.nvidiaTotalMib ??= sumOf(await query(program, "--query-gpu=memory.total"));
    if (this.nvidiaTotalMib === null) return null;
    return query(program, "--query-compute-apps=pid,used_memory");
  }
}

function findProgram(searchPath: readonly string[], name: string): string | null {
  for (const directory of searchPath) {
    try {
      accessSync(join(directory, name), constants.X_OK);
      return join(directory, name);
    } catch {
      // Not in this one.
    }
  }
  return null;
}

/** The lines of an answer; null when there was none in time. A program that can't even be killed is waited for no longer. */
function query(program: string, what: string): Promise<string[] | null> {
  return new Promise((resolve) => {
    const given = setTimeout(() => resolve(null), limitMs);
    execFile(
      program,
      [what, "--format=csv,noheader,nounits"],
      {
        timeout: programLimitMs,
        killSignal: "SIGKILL",
        maxBuffer: maxAnswerBytes,
        env: gpuEnvironment,
      },
      (error, stdout) => {
        clearTimeout(given);
        resolve(error === null ? stdout.split("\n").filter((line) => line.trim() !== "") : null);
      },
    );
  });
}

// Typings of the web framework demand NODE_ENV, which this program has no use for.
const gpuEnvironment = { PATH: "/usr/bin:/bin", LANG: "C" } as Record<
  string,
  string
> as NodeJS.ProcessEnv;

function sumOf(lines: readonly string[] | null): number | null {
  if (lines === null || lines.length === 0) return null;
  const figures = lines.map(wholeNumber);
  return figures.includes(null) ? null : figures.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

/** A process stands there once for each card. Null when a line is not what was asked for. */
function heldIn(lines: readonly string[], pids: ReadonlySet<number>): number | null {
  let held = 0;
  for (const line of lines) {
    const [pid, mib] = line.split(",").map(wholeNumber);
    if (pid == null) return null;
    if (!pids.has(pid)) continue;
    // "[N/A]": the driver does not say how much.
    if (mib == null) return null;
    held += mib;
  }
  return held;
}

function wholeNumber(text: string): number | null {
  return /^\s*\d{1,12}\s*$/.test(text) ? Number(text) : null;
}

/** `vram_ID` holds the bytes of one process on one card. Null without such a driver. */
function kfdMib(directory: string, pids: ReadonlySet<number>): number | null {
  const processes = namesIn(directory);
  if (processes === null) return null;
  let bytes = 0;
  for (const process of processes.filter((name) => pids.has(Number(name)))) {
    const cards = (namesIn(join(directory, process)) ?? []).filter((name) =>
      /^vram_\d+$/.test(name),
    );
    for (const card of cards) bytes += readFigure(join(directory, process, card));
  }
  return bytes / 2 ** 20;
}

function namesIn(directory: string): string[] | null {
  try {
    return readdirSync(directory);
  } catch {
    return null;
  }
}

function readFigure(path: string): number {
  try {
    return wholeNumber(readFileSync(path, "latin1").trim()) ?? 0;
  } catch {
    return 0;
  }
}
