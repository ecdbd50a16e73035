import type {
  NotificationKind,
  NotificationScope,
  Scopes,
} from "#server/contracts/notification.ts";
import type { Role } from "#server/contracts/people.ts";

/** Somebody who may hear of things. */
export interface Listener {
  readonly personId: string;
  readonly role: Role;
  /** May decide about plans, and say how a run that nobody saw the end of went. */
  readonly mayDecide: boolean;
  /** What they chose; what is missing is as usual. */
  readonly chosen: Partial<Scopes>;
}

/** What each kind is told of to whom until they say otherwise; admins hear of the installation itself as well. */
const usual: Readonly<Record<NotificationKind, NotificationScope>> = {
  approval_waiting: "approvable",
  run_finished: "mine",
  needs_review: "approvable",
  machine_offline: "off",
  machine_back: "off",
  firing_failed: "mine",
  budget_reached: "off",
};
const usualOfAdmins: Partial<Scopes> = {
  machine_offline: "all",
  machine_back: "all",
  firing_failed: "all",
  budget_reached: "all",
};

const ofNobody: ReadonlySet<NotificationKind> = new Set<NotificationKind>([
  ...(["machine_offline", "machine_back", "budget_reached"] as const),
]);

/** The scopes that make a difference for a kind: machines and budgets are nobody's. */
export function scopesOf(kind: NotificationKind): readonly NotificationScope[] {
  if (ofNobody.has(kind)) return ["off", "all"];
  return ["off", "mine", "approvable", "all"];
}

/** Every kind with what a person hears of it. */
export function scopesFor({ role, chosen }: Pick<Listener, "role" | "chosen">): Scopes {
  return { ...usual, ...(role === "admin" ? usualOfAdmins : {}), ...chosen };
}

/** Whether somebody is told of something; `ownerId` is whose work it is, null where it is nobody's. */
export function hears(listener: Listener, kind: NotificationKind, ownerId: string | null): boolean {
  const scope = scopesFor(listener)[kind];
  const isOwn = ownerId === listener.personId;
  switch (scope) {
    case "off":
      return false;
    case "mine":
      return isOwn;
    case "approvable":
      return isOwn || listener.mayDecide;
    case "all":
      return true;
  }
}
