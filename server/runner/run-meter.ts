import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type ProcessRow, readProcess } from "#server/platform/process.ts";
import {
  commandLine,
  proportionalKib,
  residentKib,
  writtenBytes,
} from "#server/platform/process-usage.ts";
import { GpuMemory } from "./gpu-memory.ts";
import { runPaths } from "./run-directory.ts";
import { processKey, RunFamily } from "./run-family.ts";
import {
  addSample,
  addVram,
  type KeptUsage,
  keptUsageSchema,
  noUsage,
  type RunUsage,
  type UsageSample,
  usageOf,
} from "./run-usage.ts";

const intervalMs = 250;
/** Looking may take a fiftieth of one core: where there is much to look at, that is done less often. */
const restPerWork = 50;
const keepEveryMs = 1_000;
const gpuAfterMs = 2_000;
const gpuEveryMs = 5_000;
/** More processes than this are not looked into; their number has no limit of its own. */
const maxProcesses = 2_000;

/** What a meter asks, and whom it tells that it could not measure. */
export interface MeterOptions {
  readonly gpu?: GpuMemory;
  readonly onFault?: (error: unknown) => void;
}

/** One of a process: what a card said to one run it need not be asked again for another. */
const machineGpu = new GpuMemory();

/**
 * Looks at a run's processes four times a second and keeps the peaks in the run's directory, so that another process goes
 * on with them. Belongs beside a tail, not before a start: it takes nothing of the time until a run begins. A fault ends
 * the measuring and nothing else.
 */
export class RunMeter {
  private readonly runDir: string;
  private readonly options: MeterOptions;
  private readonly family: RunFamily;
  private kept: KeptUsage;
  private keptAt = 0;
  private gpuDue = Date.now() + gpuAfterMs;
  private timer: NodeJS.Timeout | null = null;
  private isOver = false;

  /** Begins to measure. {@link RunMeter.stop} must follow. */
  constructor(runDir: string, options: MeterOptions = {}) {
    this.runDir = runDir;
    this.options = options;
    this.family = new RunFamily(runDir);
    this.kept = readKeptUsage(runDir) ?? noUsage;
    this.lookIn(intervalMs);
  }

  /** Looks a last time, keeps the sums and returns them; null where nothing was ever seen. */
  stop(): RunUsage | null {
    if (!this.isOver) this.attempt(() => this.look());
    this.end();
    this.attempt(() => this.keep());
    return this.kept.samples === 0 ? null : usageOf(this.kept);
  }

  private lookIn(delayMs: number): void {
    this.timer = setTimeout(() => {
      const before = process.cpuUsage();
      this.attempt(() => this.look());
      const { user, system } = process.cpuUsage(before);
      const workMs = (user + system) / 1_000;
      if (!this.isOver) this.lookIn(Math.max(intervalMs, workMs * restPerWork));
    }, delayMs);
    // What runs is no reason for a worker to stay: it is adopted.
    this.timer.unref();
  }

  private look(): void {
    const rows = this.family.look().slice(0, maxProcesses);
    if (rows.length === 0) return;
    this.kept = addSample(this.kept, sampleOf(rows, this.kept.peakMemoryMib));
    if (Date.now() >= this.gpuDue) this.askGpu(rows);
    if (Date.now() - this.keptAt >= keepEveryMs) this.keep();
  }

  /** Not waited for. An answer that comes after the end is too late. */
  private askGpu(rows: readonly ProcessRow[]): void {
    this.gpuDue = Date.now() + gpuEveryMs;
    const gpu = this.options.gpu ?? machineGpu;
    void gpu.heldBy(new Set(rows.map(({ pid }) => pid))).then((held) => {
      if (held !== null && !this.isOver) this.kept = addVram(this.kept, held);
    });
  }

  /** Whole or not at all, for whoever reads it meanwhile. */
  private keep(): void {
    if (this.kept.samples === 0) return;
    const path = runPaths(this.runDir).usage;
    writeFileSync(`${path}.tmp`, JSON.stringify(this.kept), { mode: 0o600 });
    renameSync(`${path}.tmp`, path);
    this.keptAt = Date.now();
  }

  private attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.end();
      this.options.onFault?.(error);
    }
  }

  private end(): void {
    this.isOver = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }
}

/** The sums that were kept last; null while there are none, or when what stands there is not them. */
function readKeptUsage(runDir: string): KeptUsage | null {
  try {
    return keptUsageSchema.parse(JSON.parse(readFileSync(runPaths(runDir).usage, "utf8")));
  } catch {
    return null;
  }
}

function sampleOf(rows: readonly ProcessRow[], peakMib: number): UsageSample {
  const sshBytes = new Map<string, number>();
  let hasHiddenSsh = false;
  for (const row of rows.filter(carriesToHosts)) {
    const bytes = writtenBytes(row.pid);
    if (bytes !== null) sshBytes.set(processKey(row), bytes);
    else hasHiddenSsh ||= readProcess(row.pid)?.startTime === row.startTime;
  }
  return {
    memoryKib: memoryKib(rows, peakMib * 1024),
    cpuSeconds: rows.reduce((sum, row) => sum + row.cpuSeconds, 0),
    sshBytes,
    hasHiddenSsh,
  };
}

/**
 * What an ssh process has carried it has written: to the network, or to whoever started it. One that only relays to a
 * jump host (`-W`) carries again what its parent has counted.
 */
function carriesToHosts({ pid, name }: ProcessRow): boolean {
  return name === "ssh" && !commandLine(pid).includes("-W");
}

/**
 * What the processes hold together. The plain sum counts shared memory once for each of them, so it is never too low:
 * the exact one, which costs more, is only asked for where it could be a new peak.
 */
function memoryKib(rows: readonly ProcessRow[], peakKib: number): number {
  const resident = rows.map(({ pid }) => residentKib(pid) ?? 0);
  const atMost = resident.reduce((sum, kib) => sum + kib, 0);
  if (atMost <= peakKib) return 0;
  return rows.reduce((sum, { pid }, at) => sum + (proportionalKib(pid) ?? resident[at] ?? 0), 0);
}
