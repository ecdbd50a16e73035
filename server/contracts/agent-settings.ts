import { z } from "zod";
import { agentTypeSchema, workTypeSchema } from "./task.ts";

const name = z.string().trim().min(1).max(100);
const names = z.array(z.string().trim().min(1).max(100)).max(100);

/**
 * What an agent's `agent.yml` may say. Left out: what the installation says, or all. `reaches` names hosts and groups of
 * inventories, `*` for all; `domains` are what it may act on, none for anything.
 */
export const agentSettingsSchema = z
  .strictObject({
    name: name.optional(),
    /** Another word for its name. */
    id: name.optional(),
    type: agentTypeSchema.optional(),
    work_types: z.array(workTypeSchema).max(20).optional(),
    domains: names.optional(),
    tags: z.array(z.string().trim().min(1).max(50)).max(20).optional(),
    reaches: names.optional(),
    slots: z.number().int().min(1).max(64).optional(),
    heartbeat_seconds: z.number().min(0.2).max(600).optional(),
    offline_after_seconds: z.number().min(1).max(3600).optional(),
  })
  .refine(
    ({ heartbeat_seconds: beat, offline_after_seconds: offline }) =>
      beat === undefined || offline === undefined || offline > beat,
    { path: ["offline_after_seconds"], message: "must be longer than heartbeat_seconds" },
  );
export type AgentSettings = z.infer<typeof agentSettingsSchema>;
