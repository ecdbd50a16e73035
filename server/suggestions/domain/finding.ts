import {
  type SuggestionCategory,
  type SuggestionSeverity,
  suggestionCategorySchema,
  suggestionSeveritySchema,
} from "#server/contracts/review.ts";

/** What an improvement is about. */
export const categories = suggestionCategorySchema.options;
export type Category = SuggestionCategory;

/** How much it matters; least first. */
export const severities = suggestionSeveritySchema.options;
export type Severity = SuggestionSeverity;

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
