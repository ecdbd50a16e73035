import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";

/** Where a change to a repository is by now. */
export const changeStageSchema = z.enum(["none", "on_branch", "applied", "reverted"]);
export type ChangeStage = z.infer<typeof changeStageSchema>;

/** What people have done with a change: put on a branch of its own, applied to the branch that is read, taken back. */
export const changeStepSchema = z.enum(["put", "apply", "revert"]);
export type ChangeStep = z.infer<typeof changeStepSchema>;

/** Files that Chiffon was asked to change in a repository, and how far that has come. */
export const repositoryChangeSchema = z.object({
  id: idSchema,
  repositoryId: idSchema,
  repositoryName: z.string(),
  /** The branch that Chiffon reads. */
  repositoryBranch: z.string(),
  /** The repository lies elsewhere: branches and changes are pushed to it. */
  isRemote: z.boolean(),
  title: z.string(),
  askedBy: z.string(),
  createdAt: instantSchema,
  /** A unified diff of all files. */
  diff: z.string(),
  branch: z.string(),
  stage: changeStageSchema,
  /** The step that was asked for and is under way; null for none. */
  pending: changeStepSchema.nullable(),
  /** Why the last step could not be done, with what to do; null unless that is so. */
  problem: z.string().nullable(),
  appliedCommit: z.string().nullable(),
  revertedCommit: z.string().nullable(),
});
export type RepositoryChange = z.infer<typeof repositoryChangeSchema>;

/** One file of a change, as it was and as it shall be; null for not there. */
export const fileEditSchema = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type FileEdit = z.infer<typeof fileEditSchema>;

/** `POST …/keep-on`: the task of a plan whose switch shall stay on. */
export const keepOnBodySchema = z.strictObject({ taskKey: z.string().min(1).max(100) });
