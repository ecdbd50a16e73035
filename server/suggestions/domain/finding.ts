/** What an improvement is about. */
export const categories = [
  "idempotency",
  "error_handling",
  "performance",
  "best_practices",
  "standards",
] as const;
export type Category = (typeof categories)[number];

/** How much it matters, as ansible-lint's reports name it; least first. */
export const severities = ["info", "minor", "major", "critical", "blocker"] as const;
export type Severity = (typeof severities)[number];

/** Something in a file that could be better. */
export interface Finding {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  /** Why it matters, for a person. */
  readonly reason: string;
  /** From 1. */
  readonly line: number;
  /** The lines it is about, from `line` on. */
  readonly lineCount: number;
  /** What else the checker said; fixes read it. */
  readonly details: string;
}
