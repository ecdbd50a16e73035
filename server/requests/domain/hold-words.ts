import type { Hold } from "#server/contracts/gate.ts";
import type { RequestPhase } from "#server/contracts/request.ts";

/** Why a request is held now; null where it is not. */
export function holdOf(request: {
  readonly phase: RequestPhase;
  readonly context: { readonly hold: Hold | null };
}): Hold | null {
  return request.phase === "blocked" ? request.context.hold : null;
}

/** Why a request is held, and what lets it go on, for a person. */
export function holdWords({ phase, kinds }: Pick<Hold, "phase" | "kinds">): string {
  return `On hold before it leaves ${phase}: it needs ${kinds.join(", ")}. It goes on by itself once that is attached.`;
}
