import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const lookEveryMs = 20_000;
/** Processor time of this process, as a share of one core, below which it counts as quiet. */
const quietShare = 0.03;

/** What it stands on; tests give their own. */
interface Process {
  collect(): void;
  /** Processor time so far, in milliseconds. */
  usedMs(): number;
}

/**
 * Collects garbage once whenever the process has become quiet after it was busy: starting, or a burst, leaves some
 * 15 MiB that V8 would keep until it needs the room. Takes a tenth of a second when nobody waits.
 *
 * @returns how to stop that
 */
export function giveBackMemoryWhenQuiet(
  { collect, usedMs }: Process = { collect: garbageCollector(), usedMs: ownUse },
): () => void {
  let before = usedMs();
  let wasBusy = true;
  const timer = setInterval(() => {
    const isQuiet = usedMs() - before < quietShare * lookEveryMs;
    if (isQuiet && wasBusy) collect();
    wasBusy = !isQuiet;
    // Without what collecting took.
    before = usedMs();
  }, lookEveryMs).unref();
  return () => clearInterval(timer);
}

function ownUse(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** V8's own, which a program only sees in a context that was made after it asked for it. */
function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  return () => {
    if (typeof collect === "function") collect();
  };
}
