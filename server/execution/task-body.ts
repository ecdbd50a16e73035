import { z } from "zod";
import type { ActsOnItself } from "#server/agents/own-hosts-service.ts";
import { ansibleProgramSchema } from "#server/contracts/agent.ts";
import { inventorySourceSchema, planTaskSchema } from "#server/contracts/plan.ts";

/** What a task row keeps of its plan: all that an agent needs to start it, as approved. */
export const taskBodySchema = z.object({
  task: planTaskSchema,
  repositoryId: z.string(),
  commit: z.string(),
  treeId: z.string(),
  inventoryPath: z.string(),
  inventorySource: inventorySourceSchema.nullable().default(null),
  requirementsLock: z.string().nullable().default(null),
  digest: z.string(),
  /** The Ansible that the card named; null: the agent's own. */
  ansible: ansibleProgramSchema.nullable().default(null),
  /** What the request's phases say up to the approval, line by line: the agent's share of its context. */
  context: z.array(z.string()).default([]),
});
export type TaskBody = z.infer<typeof taskBodySchema>;

/** Of a task that is done on its agent's own machine: which agent that is, and which host; null for every other. */
export function actsOnItself({
  task: { onItself, hosts },
  repositoryId,
  inventorySource,
}: Pick<TaskBody, "task" | "repositoryId" | "inventorySource">): ActsOnItself | null {
  const [host = ""] = hosts;
  if (onItself === undefined) return null;
  return { ...onItself, host, repositoryId: inventorySource?.repositoryId ?? repositoryId };
}
