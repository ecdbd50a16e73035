import { z } from "zod";
import { planTaskSchema } from "#server/contracts/plan.ts";

/** What a task row keeps of its plan: all that an agent needs to start it, as approved. */
export const taskBodySchema = z.object({
  task: planTaskSchema,
  repositoryId: z.string(),
  commit: z.string(),
  treeId: z.string(),
  inventoryPath: z.string(),
  digest: z.string(),
  /** What the request's phases say up to the approval, line by line: the agent's share of its context. */
  context: z.array(z.string()).default([]),
});
export type TaskBody = z.infer<typeof taskBodySchema>;
