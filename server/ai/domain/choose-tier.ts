import type { Complexity, Tier } from "#server/contracts/ai.ts";

/** Below this share of its quota the local tier is spared, and external may be asked instead. */
export const localReserve = 0.2;

/** What the choice of a tier follows from. */
export interface TierFacts {
  readonly complexity: Complexity;
  /** The owner marked the work as worth an external model. */
  readonly highValue: boolean;
  /** Something the prompt would hold comes from a repository of which nothing may be sent out. */
  readonly neverSend: boolean;
  readonly local: { readonly reachable: boolean; readonly quotaRemaining: number };
  readonly external: {
    /** Null when it may be asked; else why not, as the end of a sentence. */
    readonly offBecause: string | null;
    readonly quotaRemaining: number;
  };
}

/** The tiers to try, best first; the last is always builtin. `reason` says why the first stands first. */
export interface TierChoice {
  readonly order: readonly Tier[];
  readonly reason: string;
  readonly quotaRemaining: number;
}

/**
 * AI-01 as a table. Local is the default where it is reachable. External only for complex work, work marked high-value,
 * or when less than a fifth of the local quota remains; it falls back to local, and that to builtin.
 */
export function chooseTier(facts: TierFacts): TierChoice {
  const wanted = reasonForExternal(facts);
  const canUseLocal = facts.local.reachable && facts.local.quotaRemaining > 0;
  const rest: readonly Tier[] = canUseLocal ? ["local", "builtin"] : ["builtin"];
  const obstacle = externalObstacle(facts);
  if (wanted !== null && obstacle === null) {
    const order: readonly Tier[] = ["external", ...rest];
    return { order, reason: wanted, quotaRemaining: facts.external.quotaRemaining };
  }
  const why = wanted !== null && obstacle !== null ? `${wanted}, but ${obstacle}` : null;
  if (canUseLocal) {
    const reason = why ?? "the local model is the default";
    return { order: rest, reason, quotaRemaining: facts.local.quotaRemaining };
  }
  return { order: rest, reason: why ?? localObstacle(facts), quotaRemaining: 1 };
}

/** The tiers that are passed over because what they may use is used up, and that would have been asked otherwise. */
export function tiersWithoutBudget(facts: TierFacts): readonly ("local" | "external")[] {
  const { external, local, neverSend } = facts;
  const isExternalOpen = external.offBecause === null && !neverSend;
  const skipsExternal =
    reasonForExternal(facts) !== null && isExternalOpen && external.quotaRemaining <= 0;
  const skipsLocal = local.reachable && local.quotaRemaining <= 0;
  return [
    ...(skipsExternal ? (["external"] as const) : []),
    ...(skipsLocal ? (["local"] as const) : []),
  ];
}

function reasonForExternal({ complexity, highValue, local }: TierFacts): string | null {
  if (highValue) return "it was marked as high-value";
  if (complexity === "complex") return "the work is complex";
  if (local.reachable && local.quotaRemaining < localReserve) {
    return `only ${Math.floor(local.quotaRemaining * 100)} % of the local quota remains`;
  }
  return null;
}

function externalObstacle({ neverSend, external }: TierFacts): string | null {
  if (external.offBecause !== null) return external.offBecause;
  if (neverSend) return "a repository it needs is private";
  return external.quotaRemaining > 0 ? null : "the budget for external models is used up";
}

function localObstacle({ local }: TierFacts): string {
  return local.reachable
    ? "today's quota of the local model is used up"
    : "rules and search are enough; no model is in use";
}
