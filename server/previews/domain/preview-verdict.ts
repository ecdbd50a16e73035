import type { PlanBody } from "#server/contracts/plan.ts";
import type { PreviewReport, PreviewVerdict } from "#server/contracts/preview.ts";
import type { RequestPhase } from "#server/contracts/request.ts";
import { effectsOf } from "./preview-effects.ts";
import { isOver, previewState } from "./preview-state.ts";

/** What a preview says to whoever decides without looking. @param preview its report is null until it was written down */
export function previewVerdict(
  preview: { readonly phase: RequestPhase; readonly report: PreviewReport | null },
  body: PlanBody,
): PreviewVerdict {
  const { phase, report } = preview;
  const state = previewState({ phase, tasks: [] });
  if (!isOver(state)) return { kind: "awaited" };
  if (state !== "made") return { kind: "failed" };
  if (report === null) return { kind: "awaited" };
  return isWhole(report)
    ? { kind: "made", risk: effectsOf(report, body, null).risk }
    : { kind: "failed" };
}

function isWhole({ hosts, counts, stepsLeftOut, isCut }: PreviewReport): boolean {
  const isReached = hosts.length > 0 && hosts.every((host) => host.isReached);
  return isReached && counts.fails === 0 && stepsLeftOut === 0 && !isCut;
}
