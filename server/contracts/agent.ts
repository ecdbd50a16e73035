import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";
import { agentTypeSchema, workTypeSchema } from "./task.ts";

/** What an agent is doing, computed from its row and the clock. */
export const agentStatusSchema = z.enum(["online", "busy", "offline", "disabled"]);
export type AgentStatus = z.infer<typeof agentStatusSchema>;

/** Resources of the machine an agent runs on. Sizes are mebibytes; loads are the 1, 5 and 15 minute averages. */
export const machineMetricsSchema = z.object({
  cpuCores: z.number(),
  load: z.tuple([z.number(), z.number(), z.number()]),
  memoryTotalMb: z.number(),
  memoryAvailableMb: z.number(),
});
export type MachineMetrics = z.infer<typeof machineMetricsSchema>;

/** Tools an agent found on its machine; null when missing. */
export const agentToolsSchema = z.object({
  ansible: z.string().nullable(),
  ansibleLint: z.string().nullable(),
  bubblewrap: z.string().nullable(),
  ssh: z.string().nullable(),
  git: z.string().nullable(),
});
export type AgentTools = z.infer<typeof agentToolsSchema>;

export const agentSchema = z.object({
  id: idSchema,
  name: z.string(),
  agentType: agentTypeSchema,
  status: agentStatusSchema,
  workTypes: z.array(workTypeSchema),
  domains: z.array(z.string()),
  tags: z.array(z.string()),
  reaches: z.array(z.string()),
  slots: z.number().int(),
  slotsUsed: z.number().int(),
  version: z.string(),
  lastHeartbeatAt: instantSchema.nullable(),
  metrics: machineMetricsSchema.nullable(),
  tools: agentToolsSchema.nullable(),
});
export type Agent = z.infer<typeof agentSchema>;

/** One candidate of a routing decision; `score` is 0–100, null when it was excluded. */
export const routingCandidateSchema = z.object({
  agentId: idSchema,
  name: z.string(),
  score: z.number().nullable(),
  excludedBecause: z.string().nullable(),
});
export type RoutingCandidate = z.infer<typeof routingCandidateSchema>;

export const routingDecisionSchema = z.object({
  taskKey: z.string(),
  method: z.enum(["explicit", "rule", "domain", "capability"]),
  chosenAgentId: idSchema.nullable(),
  reason: z.string(),
  candidates: z.array(routingCandidateSchema),
});
export type RoutingDecision = z.infer<typeof routingDecisionSchema>;
