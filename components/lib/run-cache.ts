import type { Reply } from "#server/contracts/api.ts";
import type { RunEvent } from "#server/contracts/runner.ts";

/** Structured events kept of one run; beyond it the oldest host results go, never the plays, tasks and stats. */
export const maxRunEvents = 20_000;

/**
 * Appends events to a run's view, in the order of `n` and each once, so that a replay after a reconnect changes nothing.
 */
export function appendRunEvents(
  view: Reply<"readRun">,
  incoming: readonly RunEvent[],
): Reply<"readRun"> {
  const lastKnown = view.events.at(-1)?.n ?? 0;
  const fresh = incoming.filter((event) => event.n > lastKnown);
  if (fresh.length === 0) return view;
  return { ...view, events: bounded([...view.events, ...fresh]) };
}

function bounded(events: RunEvent[]): RunEvent[] {
  let excess = events.length - maxRunEvents;
  if (excess <= 0) return events;
  return events.filter((event) => {
    if (excess <= 0 || event.type !== "host.result" || event.status === "failed") return true;
    excess -= 1;
    return false;
  });
}
