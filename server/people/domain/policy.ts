import type { Action, Role } from "#server/contracts/people.ts";

/** The least role each action takes. An action missing here does not compile. */
const leastRole: Readonly<Record<Action, Role>> = {
  read: "viewer",
  "account.manage": "viewer",
  "request.submit": "operator",
  "request.cancel": "operator",
  "plan.modify": "operator",
  "plan.decide": "approver",
  "rule.manage": "admin",
  "secret.list": "operator",
  "secret.give": "operator",
  "secret.manage": "admin",
  "run.cancel": "approver",
  "run.review": "approver",
  "lock.hold": "approver",
  "repository.manage": "admin",
  "host.manage": "admin",
  "agent.manage": "admin",
  "people.manage": "admin",
  "settings.manage": "admin",
};

const rank: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, approver: 2, admin: 3 };

/** Whether someone of `role` may do `action`: the one policy of every edge. A role it does not know may nothing. */
export function can(role: Role, action: Action): boolean {
  return Object.hasOwn(rank, role) && rank[role] >= rank[leastRole[action]];
}

/** The least role that may do `action`, for messages. */
export function leastRoleFor(action: Action): Role {
  return leastRole[action];
}
