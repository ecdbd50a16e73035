import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { identityOf } from "#scripts/setup/process-lock.mjs";
import { stopProcess } from "#server/platform/embedded/os-process.ts";

/** Children that lost their supervisor end by themselves; this is how long they get before they are ended. */
const GRACE_MS = 3_000;

/** Notes which processes we started, so that the next start can tell whether one outlived us. */
export function recordChildren(dataDir: string, pids: number[]): void {
  const rows = pids.map((pid) => ({ pid, identity: identityOf(pid) }));
  writeFileSync(fileIn(dataDir), JSON.stringify(rows), { mode: 0o600 });
}

/** Ends children of a supervisor that was killed: two of a kind on one database would work against each other. */
export async function endLeftoverChildren(dataDir: string): Promise<void> {
  const rows = readRows(dataDir).filter(({ pid, identity }) => identityOf(pid) === identity);
  await Promise.all(
    rows.map(({ pid }) =>
      stopProcess(pid, [
        { signal: "SIGTERM", waitMs: GRACE_MS },
        { signal: "SIGKILL", waitMs: GRACE_MS },
      ]),
    ),
  );
}

function readRows(dataDir: string): { pid: number; identity: string }[] {
  if (!existsSync(fileIn(dataDir))) return [];
  try {
    const rows: unknown = JSON.parse(readFileSync(fileIn(dataDir), "utf8"));
    return Array.isArray(rows)
      ? rows.filter((row) => row?.pid > 0 && row?.identity !== "gone")
      : [];
  } catch {
    // Half-written by a process that was killed: the lock it held is gone as well.
    return [];
  }
}

function fileIn(dataDir: string): string {
  return path.join(dataDir, "children.json");
}
