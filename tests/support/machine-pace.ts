import { execFileSync } from "node:child_process";

/** Milliseconds that starting Node takes on the machine that the promises are stated for: two quiet cores. */
const nominalStartMs = 60;
const samples = 5;

/**
 * How many times slower than that machine this one is at the moment, at least 1. A promise in seconds is multiplied by
 * it: a shared machine that needs four times as long to start a process must not fail a test of something else. Ask
 * before and after what is timed, and take the larger.
 */
export function measurePace(): number {
  const startMs = Array.from({ length: samples }, () => {
    const startedAt = performance.now();
    execFileSync(process.execPath, ["-e", "0"]);
    return performance.now() - startedAt;
  }).sort((a, b) => a - b);
  return Math.max(1, (startMs[Math.floor(samples / 2)] ?? nominalStartMs) / nominalStartMs);
}
