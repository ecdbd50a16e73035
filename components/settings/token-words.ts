import type { TokenScope } from "#server/contracts/people.ts";

/** A scope in words. */
export interface ScopeWords {
  readonly scope: TokenScope;
  readonly may: string;
}

/** Every scope, in the order in which they are offered. */
export const scopeWords: readonly ScopeWords[] = [
  { scope: "read", may: "Read everything you can see" },
  { scope: "ask", may: "Make, change and cancel requests" },
  { scope: "approve", may: "Approve and reject plans" },
  { scope: "operate", may: "Stop tasks, say how lost ones ended, and keep runs off hosts" },
  { scope: "secrets", may: "Give secrets to plans and store them" },
  { scope: "manage", may: "Manage repositories, hosts, agents and budgets" },
];

/** How long a token can be made to last. */
export const tokenDays: readonly { readonly days: number; readonly text: string }[] = [
  { days: 7, text: "a week" },
  { days: 30, text: "30 days" },
  { days: 90, text: "90 days" },
  { days: 365, text: "a year" },
];
