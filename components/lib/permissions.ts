import type { Action, Role } from "#server/contracts/people.ts";

/**
 * The browser's copy of the policy table, to show only what a person may do; the server decides.
 *
 * A copy because the policy's module brings the schema library along, which no page should carry. A test keeps the two
 * the same.
 */
const leastRole: Readonly<Record<Action, Role>> = {
  read: "viewer",
  "request.submit": "operator",
  "request.cancel": "operator",
  "plan.modify": "operator",
  "plan.decide": "approver",
  "run.cancel": "approver",
  "run.review": "approver",
  "repository.manage": "admin",
  "host.manage": "admin",
  "agent.manage": "admin",
  "people.manage": "admin",
  "settings.manage": "admin",
};

const rank: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, approver: 2, admin: 3 };

/** Whether someone of `role` is offered `action`. */
export function mayDo(role: Role, action: Action): boolean {
  return rank[role] >= rank[leastRole[action]];
}

/** Who may do something, in words: "an approver or an admin". */
export function whoMay(action: Action): string {
  const least = leastRole[action];
  return least === "admin" ? "an admin" : `${article(least)} or an admin`;
}

function article(role: Role): string {
  return /^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`;
}
