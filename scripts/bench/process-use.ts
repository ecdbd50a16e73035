import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick. */
const ticksPerSecond = 100;

/** A process and what it takes. */
export interface ProcessUse {
  readonly pid: number;
  /** Its command line, or its name where it has none. */
  readonly command: string;
  /** Its share of memory: pages that several processes map are divided among them. Bytes. */
  readonly pssBytes: number;
  /** Processor time since it began, user and system. Seconds. */
  readonly cpuSeconds: number;
}

/** What a process and everything that it started take now. One that ends meanwhile is left out. */
export function measureFamily(root: number): ProcessUse[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    const fields = Number.isInteger(pid) ? statFields(pid) : null;
    if (fields !== null) parents.set(pid, Number(fields[1]));
  }
  const isOfFamily = (pid: number): boolean =>
    pid === root || (parents.has(pid) && isOfFamily(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isOfFamily).flatMap((pid) => measureProcess(pid) ?? []);
}

/** Processor seconds of what plans, dispatches and records: without the runs, which workers are the parents of. */
export function controlPlaneSeconds(pids: Readonly<Record<string, number | null>>): number {
  return Object.entries(pids)
    .flatMap(([name, pid]) => {
      if (pid === null) return [];
      const family = measureFamily(pid);
      return name === "postgres" ? family : family.filter((use) => use.pid === pid);
    })
    .reduce((sum, use) => sum + use.cpuSeconds, 0);
}

function measureProcess(pid: number): ProcessUse | null {
  const fields = statFields(pid);
  const memory = read(`/proc/${pid}/smaps_rollup`);
  if (fields === null || memory === null) return null;
  const command = (read(`/proc/${pid}/cmdline`) ?? "").replaceAll("\0", " ").trim();
  return {
    pid,
    command,
    pssBytes: Number(/^Pss:\s+(\d+)/m.exec(memory)?.[1] ?? 0) * 1024,
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
  };
}

/** The fields of /proc/PID/stat behind the command's name, which may hold anything. The first is the state. */
function statFields(pid: number): string[] | null {
  const text = read(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
