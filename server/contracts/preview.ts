import { z } from "zod";
import { idSchema, instantSchema, riskSchema, sha256Schema } from "./common.ts";

/**
 * What a preview tells of one ansibleTask on one host. *changes* and *same*: the module looked. *unseen*: it would run,
 * and its module does nothing in check mode. *unknown*: it depends on what only a real run finds out. *condition*: its
 * condition does not hold. *fails*: it would fail as things stand.
 */
export const previewKindSchema = z.enum([
  "changes",
  "same",
  "unseen",
  "unknown",
  "condition",
  "fails",
]);
export type PreviewKind = z.infer<typeof previewKindSchema>;

/** A file, or another thing, with what would change in it: a unified diff as Ansible gives it, secrets masked. */
export const previewDiffSchema = z.object({
  /** Absolute path on the host; null where Ansible names none. */
  path: z.string().max(1000).nullable(),
  text: z.string().max(20_000),
});
export type PreviewDiff = z.infer<typeof previewDiffSchema>;

/** One ansibleTask on one host that would do something, or may. */
export const previewStepSchema = z.object({
  taskKey: z.string(),
  host: z.string(),
  ansibleTask: z.string(),
  kind: z.enum(["changes", "unseen", "unknown", "fails"]),
  /** The module, as the playbook names it. */
  action: z.string(),
  /** File and line in the repository. */
  place: z.string().nullable(),
  /** What a failure said; else empty. */
  message: z.string(),
  diffs: z.array(previewDiffSchema),
  /** Handlers that it may set off. */
  notifies: z.array(z.string()),
});
export type PreviewStep = z.infer<typeof previewStepSchema>;

const count = z.number().int().nonnegative();

/** How many results of each kind there are. */
export const previewCountsSchema = z.object({
  changes: count,
  same: count,
  unseen: count,
  unknown: count,
  condition: count,
  fails: count,
} satisfies Record<PreviewKind, z.ZodType>);
export type PreviewCounts = z.infer<typeof previewCountsSchema>;

/** What a plan would do, by host. */
export const previewReportSchema = z.object({
  counts: previewCountsSchema,
  hosts: z.array(
    z.object({ host: z.string(), counts: previewCountsSchema, isReached: z.boolean() }),
  ),
  /** In the order of the run; at most 300. */
  steps: z.array(previewStepSchema),
  /** Steps beyond those, and diffs cut short. */
  stepsLeftOut: z.number().int().nonnegative(),
  isCut: z.boolean(),
});
export type PreviewReport = z.infer<typeof previewReportSchema>;

/**
 * What follows from a report for whoever decides. Beside the plan, never part of it: a preview changes no digest, and it
 * makes no plan less risky.
 */
export const previewEffectsSchema = z.object({
  /** The plan's own or a higher one. */
  risk: riskSchema,
  /** Why it is higher, or would be, worst first: "could lock you out of nas1: changes /etc/ssh/sshd_config". */
  reasons: z.array(z.string()),
  /** What it would do, in words: "changes 2 files on nas1". */
  effects: z.array(z.string()),
  /** How long a run takes, or takes at least; null where the plan's own estimate stands. */
  seconds: z.object({ value: count, isLeast: z.boolean() }).nullable(),
});
export type PreviewEffects = z.infer<typeof previewEffectsSchema>;

/** Where a preview stands. *made* with a report; *failed* where Ansible could not even begin; the rest is about its run. */
export const previewStateSchema = z.enum(["waiting", "running", "made", "failed", "cancelled"]);
export type PreviewState = z.infer<typeof previewStateSchema>;

/** A waiting plan carried out in check mode. */
export const previewSchema = z.object({
  planId: idSchema,
  requestId: idSchema,
  state: previewStateSchema,
  /** Why it waits, failed or was stopped. */
  reason: z.string().nullable(),
  askedBy: z.string(),
  askedAt: instantSchema,
  runs: z.array(z.object({ taskKey: z.string(), runId: idSchema })),
  /** So far, while it runs; null where nothing was looked at. */
  report: previewReportSchema.nullable(),
  /** Null until it is made. */
  effects: previewEffectsSchema.nullable(),
  /** How many files can be kept before the plan runs, so that they can be put back; 0 until it is made. */
  keepableFiles: count,
});
export type Preview = z.infer<typeof previewSchema>;

/** `POST /api/v1/plan/{plan_id}/preview`: version and digest are those of the plan that the person saw. */
export const startPreviewBodySchema = z.strictObject({
  planVersion: z.number().int().positive(),
  planDigest: sha256Schema,
});
export type StartPreviewBody = z.infer<typeof startPreviewBodySchema>;

/**
 * What a plan's preview says to whoever decides without looking. *none*: nobody asked for one. *failed*: it came to nothing,
 * met a failure, or did not see everything.
 */
export type PreviewVerdict =
  | { readonly kind: "none" | "awaited" | "failed" }
  | { readonly kind: "made"; readonly risk: z.infer<typeof riskSchema> };
