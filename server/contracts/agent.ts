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

/** An `ansible-playbook` of a machine, with the version of Ansible's core it belongs to. */
export const ansibleProgramSchema = z.object({
  path: z.string().max(1000),
  version: z.string().max(40),
});
export type AnsibleProgram = z.infer<typeof ansibleProgramSchema>;

/** Tools an agent found on its machine; null when missing. */
export const agentToolsSchema = z.object({
  ansible: z.string().nullable(),
  ansibleLint: z.string().nullable(),
  bubblewrap: z.string().nullable(),
  ssh: z.string().nullable(),
  git: z.string().nullable(),
  /** Every Ansible that works there, newest first. */
  ansibles: z.array(ansibleProgramSchema).default([]),
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

/** What keeps an agent from a task. What follows from each code is in `routing/domain/obstacles.ts`. */
export const obstacleCodeSchema = z.enum([
  "not_asked_for",
  "disabled",
  "offline",
  "wrong_type",
  "wrong_work_type",
  "no_gpu",
  "too_few_cores",
  "too_little_memory",
  "slots_in_use",
]);
export type ObstacleCode = z.infer<typeof obstacleCodeSchema>;

/**
 * Why an agent can't take a task. *Filtered*: it is not one for the task. *Exhausted*: it is, and has nothing left to
 * give now. `isPermanent`: waiting will not change it. `message` is for people only: code goes by the code.
 */
export const obstacleSchema = z.object({
  code: obstacleCodeSchema,
  kind: z.enum(["filtered", "exhausted"]),
  isPermanent: z.boolean(),
  message: z.string(),
});
export type Obstacle = z.infer<typeof obstacleSchema>;

/** One candidate of a routing decision; `score` is 0–100, null when it was excluded. */
export const routingCandidateSchema = z.object({
  agentId: idSchema,
  name: z.string(),
  score: z.number().nullable(),
  obstacle: obstacleSchema.nullable().default(null),
  /** The obstacle in words: all that decisions say which were stored before obstacles had codes. */
  excludedBecause: z.string().nullable().optional(),
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
