import { z } from "zod";
import { repositoryChangeSchema } from "./change.ts";
import { idSchema, instantSchema } from "./common.ts";
import { workStatusSchema } from "./work.ts";

/** Something that only the owner can say of a service, as a variable of its role. */
export const scaffoldGapSchema = z.object({
  variable: z.string(),
  question: z.string(),
  isSecret: z.boolean(),
});

/** A playbook and a role as files. */
export const scaffoldResultSchema = z.object({
  /** As files, groups and containers name it. */
  service: z.string(),
  title: z.string(),
  /** Chiffon knows its image, port and folders, or nothing but its name. */
  isKnown: z.boolean(),
  /** Path of the playbook among the files. */
  playbook: z.string(),
  files: z.array(z.object({ path: z.string(), content: z.string() })),
  gaps: z.array(scaffoldGapSchema),
  /** Where the facts were read. */
  sources: z.array(z.string()),
  lintVersion: z.string(),
  findings: z.array(
    z.object({
      path: z.string(),
      line: z.number().int(),
      rule: z.string(),
      severity: z.string(),
      reason: z.string(),
    }),
  ),
  /** What Ansible's syntax check says against it; null: it passed. */
  syntaxFault: z.string().nullable(),
  notes: z.array(z.string()),
});
export type ScaffoldResult = z.infer<typeof scaffoldResultSchema>;

/** Values for what only the owner can say, by the variables of the role. */
export const scaffoldValuesSchema = z
  .array(
    z.strictObject({
      variable: z.string().min(1).max(100),
      value: z.union([z.string().min(1).max(300), z.number().int()]),
    }),
  )
  .min(1)
  .max(20);
export type ScaffoldValues = z.infer<typeof scaffoldValuesSchema>;

/** A playbook and role that somebody asked Chiffon to write, and what became of them. */
export const scaffoldSchema = z.object({
  id: idSchema,
  repositoryId: idSchema,
  repositoryName: z.string(),
  /** What was asked for, as it was typed. */
  asked: z.string(),
  status: workStatusSchema,
  askedBy: z.string(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  /** Why it failed, with what to do; null unless it did. */
  problem: z.string().nullable(),
  result: scaffoldResultSchema.nullable(),
  /** The one whose files a person edited into these; null where Chiffon wrote them. */
  editedFromId: idSchema.nullable(),
  /** Variables whose values can be written into the role; none once its files were edited or stand on a branch. */
  fillable: z.array(z.string()),
  /** Edited files that could not be checked; null otherwise. */
  unchecked: scaffoldResultSchema.shape.files.nullable(),
  /** Null until it is put on a branch. */
  change: repositoryChangeSchema.nullable(),
});
export type Scaffold = z.infer<typeof scaffoldSchema>;

/** `POST …/scaffolds`: the service, as a person says it. */
export const startScaffoldBodySchema = z.strictObject({ service: z.string().min(1).max(100) });

/** `POST …/edits`: files as they should read, whole; those left out stay. */
export const editScaffoldBodySchema = z.strictObject({
  files: z
    .array(
      z.strictObject({
        path: z.string().min(1).max(300),
        content: z.string().max(100_000),
      }),
    )
    .min(1)
    .max(50),
});

/** `POST …/values`: they become defaults of the role, in a version of its own. */
export const fillScaffoldBodySchema = z.strictObject({ values: scaffoldValuesSchema });

/** What a model would say. Nothing of it is written anywhere before a person sends it as their own. */
export const scaffoldProposalsSchema = z.object({
  values: z.array(z.object({ variable: z.string(), value: z.string(), why: z.string() })),
  /** Null: no model answered. */
  model: z.string().nullable(),
  /** Why this model, or none. */
  reason: z.string(),
  /** Said once, at the first question that leaves for an external model. */
  notice: z.string().nullable(),
});
export type ScaffoldProposals = z.infer<typeof scaffoldProposalsSchema>;
