import { readdirSync, readFileSync } from "node:fs";

/** Processes whose command line or environment names `directory`; not this one. */
export function findDaemonsBelow(directory: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) =>
      ["cmdline", "environ"].some((file) =>
        readOrEmpty(`/proc/${pid}/${file}`).includes(directory),
      ),
    )
    .map(Number);
}

/** Ends what a test's playbooks left running: daemons live on after Chiffon stops, as they should. */
export function stopDaemonsBelow(directory: string): void {
  for (const pid of findDaemonsBelow(directory)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
