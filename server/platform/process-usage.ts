import { readFileSync } from "node:fs";

function readField(path: string, field: RegExp): number | null {
  try {
    const found = field.exec(readFileSync(path, "latin1"))?.[1];
    return found === undefined ? null : Number(found);
  } catch {
    return null;
  }
}

/** KiB of memory that a process holds, what it shares with others included; null when it is gone. */
export function residentKib(pid: number): number | null {
  return readField(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB$/m);
}

/**
 * KiB of memory that a process holds, of what it shares only its share (PSS): the sum over processes counts nothing twice.
 * Null when it is gone or belongs to somebody else. Takes the kernel about a millisecond for 100 MiB.
 */
export function proportionalKib(pid: number): number | null {
  return readField(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB$/m);
}

/** Bytes that a process has written so far, to files, pipes and sockets alike; null when that may not be read. */
export function writtenBytes(pid: number): number | null {
  return readField(`/proc/${pid}/io`, /^wchar: (\d+)$/m);
}

/** The words a process was started with; none where they may not be read. */
export function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
  } catch {
    return [];
  }
}
