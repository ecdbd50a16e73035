import { z } from "zod";
import { idSchema, variableValueSchema } from "./common.ts";
import { firstHostWaitSchema, keptFilesSchema } from "./plan.ts";
import { blobRefSchema, serviceCheckSchema } from "./playbook.ts";
import { secretUseSchema } from "./secret.ts";

/**
 * Exactly what a person approves. The digest is SHA-256 over the canonical JSON of this value; whatever is not in here
 * (names, estimates, the agent) may change without a new approval, whatever is may not.
 */
export const approvalSubjectSchema = z.object({
  version: z.literal(1),
  repositoryId: idSchema,
  commit: z.string(),
  treeId: z.string(),
  inventoryPath: z.string(),
  inventoryHash: z.string(),
  /** Absent where the inventory is the repository's own. */
  inventorySource: z.object({ repositoryId: idSchema, treeId: z.string() }).optional(),
  requirementsLock: z.string().nullable(),
  secrets: z.array(z.string()),
  tasks: z.array(
    z.object({
      taskKey: z.string(),
      workType: z.string(),
      entryKind: z.string(),
      entryPath: z.string(),
      /** Absent where the entry itself is what runs. */
      playbookPath: z.string().optional(),
      hosts: z.array(z.string()),
      limit: z.array(z.string()),
      tags: z.array(z.string()),
      /** Absent where a run starts at the first ansibleTask: digests from before it could be set stay as they are. */
      startAtTask: z.string().optional(),
      variables: z.array(z.object({ name: z.string(), value: variableValueSchema })),
      checks: z.array(serviceCheckSchema),
      profile: z.string(),
      idempotent: z.boolean(),
      timeoutSeconds: z.number().int(),
      dependsOn: z.array(z.string()),
      /** By which agent, where its machine is the host; absent for everything that is done over ssh or here. */
      onItself: z.object({ agentId: idSchema }).optional(),
      /** Left out where no host goes first. */
      firstHost: firstHostWaitSchema.optional(),
      /** Absent where it waits for all: digests from before there was a choice stay as they are. */
      joinPolicy: z.enum(["first", "majority"]).optional(),
      argv: z.array(z.string()).nullable(),
      files: z.array(blobRefSchema),
      /** Files that are kept or put back; left out for everything else. */
      keptFiles: keptFilesSchema.optional(),
      /** Which secrets, at which version, for which hosts; left out where there are none. */
      secrets: z.array(secretUseSchema).optional(),
    }),
  ),
});
export type ApprovalSubject = z.infer<typeof approvalSubjectSchema>;
