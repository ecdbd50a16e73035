import type { Action, Role } from "#server/contracts/people.ts";
import { leastRoleFor } from "#server/people/domain/policy.ts";

/** Who may do something, in words: "an approver or an admin". */
export function whoMay(action: Action): string {
  const least = leastRoleFor(action);
  return least === "admin" ? "an admin" : `${article(least)} or an admin`;
}

function article(role: Role): string {
  return /^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`;
}
