const maxLineLength = 240;
const maxLength = 2_000;

/** One line of a request's summary: which phase it left for which, by whom where that was a person, and what that phase adds. */
export function phaseLine(step: {
  readonly from: string;
  readonly to: string;
  readonly actor: { readonly kind: string; readonly name: string };
  readonly words: string | null;
}): string {
  const by = step.actor.kind === "system" ? "" : ` by ${step.actor.name}`;
  const words = step.words === null || step.words === "" ? "" : `: ${step.words}`;
  return `${step.from} → ${step.to}${by}${words}`.replace(/\s+/g, " ").slice(0, maxLineLength);
}

/** The newest lines, oldest first, that together stay within 2,000 characters: what goes on to the next phase. */
export function boundSummary(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let left = maxLength;
  for (const line of [...lines].reverse()) {
    left -= line.length + 1;
    if (left < 0) break;
    kept.unshift(line);
  }
  return kept;
}
