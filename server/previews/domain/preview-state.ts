import type { RequestView } from "#server/contracts/plan.ts";
import type { PreviewState } from "#server/contracts/preview.ts";

/** Where a preview stands, by the request that makes it. */
export function previewState({ phase, tasks }: Pick<RequestView, "phase" | "tasks">): PreviewState {
  switch (phase) {
    case "done":
      return "made";
    case "failed":
      return "failed";
    case "cancelled":
    case "timed_out":
    case "rejected":
      return "cancelled";
    default:
      return tasks.some(({ status }) => status !== "pending" && status !== "paused")
        ? "running"
        : "waiting";
  }
}

/** True once nothing more comes of it. */
export function isOver(state: PreviewState): boolean {
  return state === "made" || state === "failed" || state === "cancelled";
}
