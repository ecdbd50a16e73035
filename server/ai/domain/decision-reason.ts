import type { Attempt, Tier } from "#server/contracts/ai.ts";
import type { TierChoice } from "./choose-tier.ts";

const names: Readonly<Record<Tier, string>> = {
  builtin: "Rules and search decided",
  local: "The local model answered",
  external: "Claude answered",
};

/** Why this tier answered, in one sentence for the card: the choice, then what failed on the way. */
export function decisionReason(
  choice: TierChoice,
  tier: Tier,
  attempts: readonly Attempt[],
): string {
  const failed = attempts
    .filter(({ error }, index) => error !== null && attempts[index + 1]?.outcome !== "repaired")
    .map(
      (attempt) =>
        `${attempt.tier === "external" ? "Claude" : "the local model"} failed (${attempt.error})`,
    );
  const why = [choice.reason, ...new Set(failed)].join("; ");
  return `${names[tier]}: ${why}`;
}
