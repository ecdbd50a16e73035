import { seededRandom, shuffled } from "./random.ts";

/** What a fault hits. `runner` is the shim of a run, `git` a git process of the audit's sealer. */
export const faultKinds = ["web", "workers", "runner", "postgres", "redis", "git"] as const;
export type FaultKind = (typeof faultKinds)[number];

/** One fault to come. The order is fixed by the seed; the moment depends on what runs. */
export interface Fault {
  readonly kind: FaultKind;
  readonly action: "kill" | "freeze";
  /** How long a frozen process stays so; 0 for a kill. */
  readonly freezeMs: number;
  /** Pause since the fault before. */
  readonly pauseMs: number;
  /** Picks the target where there are several, and the moment within a run. */
  readonly draw: number;
}

const killShare: Record<FaultKind, number> = {
  web: 0.65,
  workers: 0.65,
  runner: 0.7,
  postgres: 0.7,
  redis: 0.7,
  git: 0.8,
};
const minFreezeMs = 500;
const maxFreezeMs = 8_000;

/** Draws `count` faults. Every kind gets its even share; what the division leaves goes to kinds drawn by lot. */
export function planFaults(seed: number, count: number): Fault[] {
  const random = seededRandom(seed);
  const kinds: FaultKind[] = [];
  while (kinds.length < count) kinds.push(...shuffled(faultKinds, random));
  return shuffled(kinds.slice(0, count), random).map((kind) => {
    const action = random() < killShare[kind] ? "kill" : "freeze";
    // Squared: most freezes are short, a few outlast every lease.
    const freeze = minFreezeMs + (maxFreezeMs - minFreezeMs) * random() ** 2;
    return {
      kind,
      action,
      freezeMs: action === "freeze" ? Math.round(freeze) : 0,
      pauseMs: Math.round(200 + 1_300 * random()),
      draw: random(),
    };
  });
}
