import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** One row of the process table. `startTime` is in clock ticks since boot; with the pid it names a process for good. */
export interface ProcessRow {
  readonly pid: number;
  /** The program's file name, cut to 15 characters. */
  readonly name: string;
  readonly parentPid: number;
  readonly processGroup: number;
  readonly session: number;
  readonly startTime: string;
  /** What it and the children that it waited for have used. */
  readonly cpuSeconds: number;
  readonly isZombie: boolean;
}

/** The kernel tells times to programs in hundredths of a second, on every architecture that Node runs on. */
const ticksPerSecond = 100;

/** A process as recorded earlier, possibly before a restart of the machine. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
  readonly bootId: string;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}

/** Identifies this boot of the machine; process ids of another boot mean nothing. */
export function bootId(): string {
  return (readText("/proc/sys/kernel/random/boot_id") ?? "").trim();
}

/** The process with this id, or null when there is none. */
export function readProcess(pid: number): ProcessRow | null {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name in parentheses may hold spaces and parentheses; the last ") " ends it.
  const nameEnd = stat.lastIndexOf(") ");
  const fields = stat.slice(nameEnd + 2).split(" ");
  const [state, parentPid, processGroup, session] = fields;
  const cpuTicks = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
  return {
    pid,
    name: stat.slice(stat.indexOf("(") + 1, nameEnd),
    parentPid: Number(parentPid),
    processGroup: Number(processGroup),
    session: Number(session),
    startTime: fields[19] ?? "",
    cpuSeconds: cpuTicks / ticksPerSecond,
    isZombie: state === "Z" || state === "X",
  };
}

/** Every process id this process can see. */
export function listPids(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** True while the very process that was recorded is alive; false for its zombie and for a reused id. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.bootId !== bootId()) return false;
  const row = readProcess(identity.pid);
  return row !== null && !row.isZombie && row.startTime === identity.startTime;
}

/** Sends a signal to one process; false when it is gone or not ours. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Signals the recorded process and its whole group, unless the id belongs to another process by now. */
export function signalGroup(leader: ProcessIdentity, signal: NodeJS.Signals): void {
  if (leader.bootId !== bootId()) return;
  const row = readProcess(leader.pid);
  // A group outlives its leader, and while it does no new process can get the leader's id.
  if (row !== null && row.startTime !== leader.startTime) return;
  signalProcess(-leader.pid, signal);
  if (row !== null) signalProcess(leader.pid, signal);
}

/** Processes whose environment or command line holds one of the texts, and all their living descendants. */
export function findFamily(texts: readonly string[]): number[] {
  const rows = listPids()
    .filter((pid) => pid !== process.pid)
    .map(readProcess)
    .filter((row): row is ProcessRow => row !== null && !row.isZombie);
  const found = new Set(rows.filter(({ pid }) => carries(pid, texts)).map(({ pid }) => pid));
  const children = new Map<number, number[]>();
  for (const { pid, parentPid } of rows) {
    children.set(parentPid, [...(children.get(parentPid) ?? []), pid]);
  }
  const queue = [...found];
  for (let parent = queue.pop(); parent !== undefined; parent = queue.pop()) {
    for (const pid of children.get(parent) ?? []) {
      if (found.has(pid)) continue;
      found.add(pid);
      queue.push(pid);
    }
  }
  return [...found];
}

/** Whether a process's environment or command line holds one of the texts; false where they may not be read. */
export function carries(pid: number, texts: readonly string[]): boolean {
  const environment = readText(`/proc/${pid}/environ`) ?? "";
  const commandLine = readText(`/proc/${pid}/cmdline`) ?? "";
  return texts.some((text) => environment.includes(text) || commandLine.includes(text));
}

/** The process group leaders working in this directory. */
export function findLeadersIn(directory: string): number[] {
  return listPids().filter((pid) => {
    try {
      if (readlinkSync(`/proc/${pid}/cwd`) !== directory) return false;
    } catch {
      return false;
    }
    const row = readProcess(pid);
    return row !== null && !row.isZombie && row.session === pid;
  });
}
