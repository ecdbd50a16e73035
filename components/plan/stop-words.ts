import type { RequestView } from "#server/contracts/plan.ts";

/** What stopping a request would end and what it keeps from beginning. */
export interface StopFacts {
  readonly running: readonly string[];
  readonly notBegun: readonly string[];
  /** "Ran: Install. Still running: Configure. Not started: Tidy up." */
  readonly sentence: string;
}

/** Reads from a request's tasks what ran, what runs and what has not begun. */
export function stopFacts({ tasks }: Pick<RequestView, "tasks">): StopFacts {
  const named = (...statuses: readonly string[]): string[] =>
    tasks.filter(({ status }) => statuses.includes(status)).map(({ name }) => name);
  const running = named("running");
  const parts = [
    ["Ran", named("succeeded", "failed")],
    ["Still running", running],
    ["Not started", named("pending", "paused", "skipped", "cancelled")],
  ] as const;
  return {
    running,
    notBegun: named("pending", "paused"),
    sentence: parts
      .filter(([, names]) => names.length > 0)
      .map(([label, names]) => `${label}: ${names.join(", ")}.`)
      .join(" "),
  };
}

/** How somebody asked for what runs to stop; null where nobody did. */
export function askedToStop({ tasks }: Pick<RequestView, "tasks">): "let_end" | "interrupt" | null {
  const asked = tasks.flatMap(({ stopping }) => stopping ?? []);
  if (asked.includes("now")) return "interrupt";
  return asked.includes("after") ? "let_end" : null;
}
