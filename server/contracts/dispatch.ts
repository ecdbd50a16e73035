import { z } from "zod";
import { idSchema, variableValueSchema } from "./common.ts";
import { prioritySchema, taskStatusSchema } from "./task.ts";

/** Kinds of work that a program may ask for by name. */
export const dispatchedWorkTypes = ["ansible.playbook"] as const;

/** `POST /api/v1/dispatch`: one task, by its playbook. It passes the same gate as what is said in the chat. */
export const dispatchBodySchema = z.strictObject({
  /** What the task is to be called; the same again is the same task. Left out: chosen here. */
  taskId: idSchema.optional(),
  workType: z.string().min(1).max(60),
  parameters: z.strictObject({
    /** Its path in the repository. */
    playbook: z.string().min(1).max(500),
    /** The repository's name, where several have a playbook of that path. */
    repository: z.string().min(1).max(120).optional(),
    /** Left out: what the playbook and the inventory say. */
    hosts: z
      .array(z.string().regex(/^[^,\s]+$/))
      .min(1)
      .max(50)
      .optional(),
    /** One tag that limits the playbook. */
    tag: z.string().min(1).max(120).optional(),
    variables: z
      .array(z.strictObject({ name: z.string().min(1).max(120), value: variableValueSchema }))
      .max(50)
      .optional(),
  }),
  priority: prioritySchema.optional(),
});
export type DispatchBody = z.infer<typeof dispatchBodySchema>;

/** The task that was asked for. It exists from the approval on; until then its request waits. */
export const dispatchedSchema = z.object({
  requestId: idSchema,
  taskId: idSchema,
  status: taskStatusSchema,
});
export type Dispatched = z.infer<typeof dispatchedSchema>;

/** What a request remembers of the program that made it. */
export const dispatchMarkSchema = z.object({ taskId: idSchema, priority: prioritySchema });
