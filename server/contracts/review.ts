import { z } from "zod";
import { repositoryChangeSchema } from "./change.ts";
import { idSchema, instantSchema } from "./common.ts";
import { workStatusSchema } from "./work.ts";

/** What a suggestion is about; the five of ansible-lint's rules and Chiffon's own checks. */
export const suggestionCategorySchema = z.enum([
  "idempotency",
  "error_handling",
  "performance",
  "best_practices",
  "standards",
]);
export type SuggestionCategory = z.infer<typeof suggestionCategorySchema>;

/** How much it matters, as ansible-lint's reports name it; least first. */
export const suggestionSeveritySchema = z.enum(["info", "minor", "major", "critical", "blocker"]);
export type SuggestionSeverity = z.infer<typeof suggestionSeveritySchema>;

/** One improvement. */
export const suggestionSchema = z.object({
  category: suggestionCategorySchema,
  rule: z.string(),
  reason: z.string(),
  path: z.string(),
  line: z.number().int(),
  severity: suggestionSeveritySchema,
  /** The lines it is about. */
  evidence: z.string(),
  /** A unified diff that mends this one alone, proven; null where there is none. */
  patch: z.string().nullable(),
  /** The patch of the whole answer mends it too. */
  covered: z.boolean(),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

/** What could be better in one file. */
export const suggestionReportSchema = z.object({
  path: z.string(),
  lintVersion: z.string(),
  suggestions: z.array(suggestionSchema),
  /** Findings beyond those shown. */
  omitted: z.number().int(),
  /** Shown findings of each category. */
  categories: z.record(suggestionCategorySchema, z.number().int()),
  patch: z
    .object({
      diff: z.string(),
      fixes: z.number().int(),
      proven: z.object({
        findingsBefore: z.number().int(),
        findingsAfter: z.number().int(),
        syntaxCheck: z.literal(true),
        listTasksSame: z.literal(true),
      }),
    })
    .nullable(),
  notes: z.array(z.string()),
});
export type SuggestionReport = z.infer<typeof suggestionReportSchema>;

/** One look at a playbook or task file, and what became of its patch. */
export const reviewSchema = z.object({
  id: idSchema,
  repositoryId: idSchema,
  repositoryName: z.string(),
  path: z.string(),
  /** The commit that was looked at. */
  commit: z.string(),
  status: workStatusSchema,
  askedBy: z.string(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  /** Why it failed, with what to do; null unless it did. */
  problem: z.string().nullable(),
  report: suggestionReportSchema.nullable(),
  /** What became of its patch; null until one is put on a branch. */
  change: repositoryChangeSchema.nullable(),
});
export type Review = z.infer<typeof reviewSchema>;

/** `POST …/reviews`: which file is looked at. `again`: also where it was looked at as it is. */
export const startReviewBodySchema = z.strictObject({
  path: z.string().min(1).max(1000),
  again: z.boolean().default(false),
});

/** `POST …/branch`: everything that is mechanical, or the one suggestion at that place of the list. */
export const branchBodySchema = z.strictObject({
  suggestion: z.number().int().min(0).max(99).nullable().default(null),
});
