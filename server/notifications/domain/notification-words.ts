import type { NotificationFacts, NotificationKind } from "#server/contracts/notification.ts";

/** A notification in words. */
export interface NotificationWords {
  readonly title: string;
  /** One fact a line. */
  readonly lines: readonly string[];
}

/** What a notification says. It tells and asks to look; nothing in it decides. */
export function notificationWords(
  kind: NotificationKind,
  facts: NotificationFacts,
): NotificationWords {
  return { title: titleOf(kind, facts), lines: linesOf(facts) };
}

function titleOf(kind: NotificationKind, { action, outcome }: NotificationFacts): string {
  switch (kind) {
    case "approval_waiting":
      return `Waiting for approval: ${action}`;
    case "run_finished":
      return `${outcomeWords[outcome ?? "done"]}: ${action}`;
    case "needs_review":
      return `Needs review: ${action}`;
    case "machine_offline":
      return `${action} is offline`;
    case "machine_back":
      return `${action} is back`;
    case "firing_failed":
      return `Could not plan: ${action}`;
    case "budget_reached":
      return `Budget reached: ${action}`;
  }
}

const outcomeWords = { done: "Done", failed: "Failed", cancelled: "Stopped" } as const;

function linesOf(facts: NotificationFacts): string[] {
  const { risk, asker, reason, headHash } = facts;
  return [
    hostsLine(facts),
    risk === null ? "" : `Risk: ${risk}`,
    asker === null ? "" : `Asked for by ${asker}`,
    reason ?? "",
    headHash === null ? "" : `Audit head: ${headHash}`,
  ].filter((line) => line !== "");
}

function hostsLine({ hosts, hostCount }: NotificationFacts): string {
  if (hosts.length === 0) return "";
  const more = hostCount - hosts.length;
  return `${hostCount === 1 ? "Host" : "Hosts"}: ${hosts.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** How loud it is, as ntfy counts: 1–5. */
export function priorityOf(kind: NotificationKind, { outcome, risk }: NotificationFacts): number {
  if (kind === "needs_review" || outcome === "failed") return 4;
  if (kind === "approval_waiting") return risk === "high" ? 4 : 3;
  return kind === "machine_offline" || kind === "firing_failed" ? 4 : 3;
}

/** Signs that ntfy shows before the title. */
export function tagsOf(kind: NotificationKind, { outcome }: NotificationFacts): string[] {
  switch (kind) {
    case "approval_waiting":
      return ["raised_hand"];
    case "run_finished":
      return [outcome === "done" ? "white_check_mark" : "x"];
    case "needs_review":
      return ["question"];
    case "machine_offline":
      return ["warning"];
    case "machine_back":
      return ["green_circle"];
    case "firing_failed":
      return ["x"];
    case "budget_reached":
      return ["money_with_wings"];
  }
}
