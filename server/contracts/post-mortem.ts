import { z } from "zod";
import { idSchema, instantSchema, sha256Schema } from "./common.ts";

/**
 * What stopped a request: an ansibleTask that failed on a host, a host that could not be reached, the time limit, a run
 * that ended without saying where, a check after it, an approval that lapsed, or planning itself.
 */
export const causeKindSchema = z.enum([
  "ansible_task",
  "unreachable",
  "time_limit",
  "run",
  "check",
  "expired",
  "planning",
]);

/** One failure. What does not apply is null: a check has no ansibleTask, planning has no host. */
export const causeSchema = z.object({
  kind: causeKindSchema,
  at: instantSchema.nullable(),
  taskKey: z.string().nullable(),
  taskName: z.string().nullable(),
  playbook: z.string().nullable(),
  ansibleTask: z.string().nullable(),
  module: z.string().nullable(),
  /** File and line in the repository. */
  place: z.string().nullable(),
  host: z.string().nullable(),
  /** What the host, the run or the check said; at most 5,000 characters. */
  message: z.string(),
  runId: idSchema.nullable(),
});
export type Cause = z.infer<typeof causeSchema>;

/** Something that is not as it was; null where it was not set. */
const differenceSchema = z.object({
  name: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type Difference = z.infer<typeof differenceSchema>;

/** What two runs of one playbook did not have in common. */
export const differencesSchema = z.object({
  /** Null where both ran the same commit. */
  commits: z
    .object({
      from: z.string(),
      to: z.string(),
      /** Files that the playbook uses, by path; at most 50. */
      touched: z.array(
        z.object({ path: z.string(), change: z.enum(["added", "changed", "removed"]) }),
      ),
      touchedOmitted: z.number().int(),
      /** Commits that touched them, newest first; empty where git no longer tells. */
      log: z.array(
        z.object({
          commit: z.string(),
          subject: z.string(),
          author: z.string(),
          at: instantSchema,
        }),
      ),
    })
    .nullable(),
  variables: z.array(differenceSchema),
  hostsAdded: z.array(z.string()),
  hostsRemoved: z.array(z.string()),
  /** Ansible, roles and collections. */
  versions: z.array(differenceSchema),
  /** Everything else that decides how a run goes: agent, inventory, tags, secrets. */
  settings: z.array(differenceSchema),
});
export type Differences = z.infer<typeof differencesSchema>;

/** What happened to one host before the first failure. */
const hostChangeSchema = z.object({
  at: instantSchema,
  host: z.string(),
  ansibleTask: z.string(),
  /** Shortened; null where the module tells none. */
  diff: z.string().nullable(),
});
export type HostChange = z.infer<typeof hostChangeSchema>;

/** What is stored of a failed request the moment it ends. Everything in it was redacted when it was stored first. */
export const postMortemReportSchema = z.object({
  requestId: idSchema,
  conversationId: idSchema,
  text: z.string(),
  submittedBy: z.string(),
  endedAt: instantSchema,
  /** The cause in one sentence. */
  headline: z.string(),
  cause: causeSchema,
  /** Later failures, by time; at most 20. */
  otherFailures: z.array(causeSchema),
  otherFailuresOmitted: z.number().int(),
  /** The end of the run's output, oldest line first. */
  output: z.object({ lines: z.array(z.string()), note: z.string().nullable() }),
  timeline: z.array(z.object({ at: instantSchema, text: z.string(), isBad: z.boolean() })),
  changed: z.object({
    /** Before the first failure, by time; at most 50. */
    before: z.array(hostChangeSchema),
    beforeOmitted: z.number().int(),
    /** How many changes there were after it, on hosts that went on. */
    after: z.number().int(),
  }),
  comparison: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("nothing_ran") }),
    z.object({ kind: z.literal("never_ran_well") }),
    z.object({
      kind: z.literal("compared"),
      requestId: idSchema,
      endedAt: instantSchema,
      differences: differencesSchema,
    }),
  ]),
  /** Earlier failures of the same playbook with the same message, newest first; at most 5. */
  similar: z.array(
    z.object({
      requestId: idSchema,
      at: instantSchema,
      host: z.string().nullable(),
      /** How that ended, in a sentence. */
      ended: z.string(),
    }),
  ),
  suggestions: z.array(z.string()),
});
export type PostMortemReport = z.infer<typeof postMortemReportSchema>;

/** `GET /api/v1/requests/{id}/post-mortem`. */
export const postMortemSchema = postMortemReportSchema.extend({
  /** The stored report: its Markdown has this SHA-256, which the audit keeps. Null: worked out just now. */
  record: z.object({ recordedAt: instantSchema, sha256: sha256Schema }).nullable(),
});
export type PostMortem = z.infer<typeof postMortemSchema>;
