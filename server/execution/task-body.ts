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
});
export type TaskBody = z.infer<typeof taskBodySchema>;
