import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";

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

/** *waiting* for a worker, *running*, or over. */
export const reviewStatusSchema = z.enum(["waiting", "running", "done", "failed"]);
export type ReviewStatus = z.infer<typeof reviewStatusSchema>;

/** Where the chosen patch of a review is by now. */
export const patchStageSchema = z.enum(["none", "on_branch", "applied", "reverted"]);
export type PatchStage = z.infer<typeof patchStageSchema>;

/** What people have done with a patch: put on a branch of its own, applied to the branch that is read, taken back. */
export const patchStepSchema = z.enum(["put", "apply", "revert"]);
export type PatchStep = z.infer<typeof patchStepSchema>;

/** One look at a playbook or task file, and what became of its patch. */
export const reviewSchema = z.object({
  id: idSchema,
  repositoryId: idSchema,
  repositoryName: z.string(),
  /** The branch that Chiffon reads. */
  repositoryBranch: z.string(),
  /** The repository lies elsewhere: branches and changes are pushed to it. */
  isRemote: z.boolean(),
  path: z.string(),
  /** The commit that was looked at. */
  commit: z.string(),
  status: reviewStatusSchema,
  askedBy: z.string(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  /** Why it failed, with what to do; null unless it did. */
  problem: z.string().nullable(),
  report: suggestionReportSchema.nullable(),
  stage: patchStageSchema,
  /** The step that was asked for and is under way; null for none. */
  pending: patchStepSchema.nullable(),
  /** Why the last step could not be done, with what to do; null unless that is so. */
  patchProblem: z.string().nullable(),
  /** The branch that holds the patch; null before there is one. */
  branch: z.string().nullable(),
  /** The patch that was put on the branch. */
  diff: z.string().nullable(),
  appliedCommit: z.string().nullable(),
  revertedCommit: z.string().nullable(),
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
