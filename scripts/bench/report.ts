import { cpus, totalmem } from "node:os";

/** One measured figure. `limit` null: printed for comparison only. */
export interface Metric {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly better: "lower" | "higher";
  readonly limit: number | null;
  readonly ok: boolean;
}

/** A figure against its limit. */
export function metric(
  name: string,
  value: number,
  unit: string,
  rule: { better: "lower" | "higher"; limit: number | null },
): Metric {
  const rounded = Math.round(value * 1000) / 1000;
  const { better, limit } = rule;
  const ok = limit === null || (better === "lower" ? rounded <= limit : rounded >= limit);
  return { name, value: rounded, unit, better, limit, ok };
}

/** The value below which the given share (0–1) of the samples lies; nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/** What the figures were measured on. */
export function describeMachine() {
  return {
    cpus: cpus().length,
    model: cpus()[0]?.model ?? "unknown",
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}
