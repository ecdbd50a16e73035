import {
  carries,
  listPids,
  type ProcessIdentity,
  type ProcessRow,
  readProcess,
} from "#server/platform/process.ts";
import { readIdentity, readSweepPatterns, runPaths } from "./run-directory.ts";

/** A process for good: its id may be given again. */
export const processKey = ({
  pid,
  startTime,
}: Pick<ProcessIdentity, "pid" | "startTime">): string => `${pid} ${startTime}`;

/** Ids are only given again after all others: what began long ago need not be read at each look. */
const forgetBeginningsMs = 5_000;

/** When processes of this machine began, in clock ticks since boot: what one run's look has read, those of others know. */
class Beginnings {
  private ticks = new Map<number, number>();
  private since = 0;

  /** Whether a process is known to have begun before. */
  isBefore(pid: number, ticks: number): boolean {
    if (Date.now() - this.since > forgetBeginningsMs) {
      this.ticks = new Map();
      this.since = Date.now();
    }
    return (this.ticks.get(pid) ?? Number.POSITIVE_INFINITY) < ticks;
  }

  note({ pid, startTime }: ProcessRow): void {
    this.ticks.set(pid, Number(startTime));
  }
}

const beginnings = new Beginnings();

/** A program that begins in the same process may bring the marker. */
const lookKey = (row: ProcessRow): string => `${processKey(row)} ${row.name}`;

/**
 * Who belongs to a run, look after look: its command, processes that carry its marker or its paths, and all that came of
 * them, from when its shim began. Who was seen as one of them stays one, also when its parent is gone; what was looked into
 * once is not looked into again. The run's ssh-agent, which began before, is not among them.
 */
export class RunFamily {
  private readonly runDir: string;
  private readonly patterns: readonly string[];
  private command: ProcessIdentity | null = null;
  /** In clock ticks since boot. */
  private beganAt: number | null = null;
  private members = new Set<string>();
  private strangers = new Set<string>();

  constructor(runDir: string) {
    this.runDir = runDir;
    this.patterns = readSweepPatterns(runDir);
  }

  /** Those alive now. Reads of the process table what began after the run. */
  look(): ProcessRow[] {
    this.readBeginning();
    const rows = this.beganAt === null ? [] : this.readSince(this.beganAt);
    const belongs = this.tellerOf(rows);
    const family = rows.filter(belongs);
    const others = rows.filter((row) => !belongs(row));
    this.members = new Set(family.map(processKey));
    this.strangers = new Set(others.map(lookKey));
    return family;
  }

  private readSince(beganAt: number): ProcessRow[] {
    const rows: ProcessRow[] = [];
    for (const pid of listPids()) {
      const isOlder = pid === process.pid || beginnings.isBefore(pid, beganAt);
      const row = isOlder ? null : readProcess(pid);
      if (row === null) continue;
      beginnings.note(row);
      if (Number(row.startTime) >= beganAt && !row.isZombie) rows.push(row);
    }
    return rows;
  }

  private tellerOf(rows: readonly ProcessRow[]): (row: ProcessRow) => boolean {
    const root = this.command === null ? null : processKey(this.command);
    const byPid = new Map(rows.map((row) => [row.pid, row]));
    const told = new Map<ProcessRow, boolean>();
    const belongs = (row: ProcessRow): boolean => {
      const before = told.get(row);
      if (before !== undefined) return before;
      // Ends a circle, should an id be given again while the table is read.
      told.set(row, false);
      const key = processKey(row);
      const parent = byPid.get(row.parentPid);
      const isOne =
        key === root ||
        this.members.has(key) ||
        (parent !== undefined && belongs(parent)) ||
        (!this.strangers.has(lookKey(row)) && carries(row.pid, this.patterns));
      told.set(row, isOne);
      return isOne;
    };
    return belongs;
  }

  /** The shim writes down itself first, then the command. */
  private readBeginning(): void {
    const { startedPid, startedCommand } = runPaths(this.runDir);
    const shim = this.beganAt === null ? readIdentity(startedPid) : null;
    if (shim !== null) this.beganAt = Number(shim.startTime);
    this.command ??= readIdentity(startedCommand);
  }
}
