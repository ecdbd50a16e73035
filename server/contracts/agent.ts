import { z } from "zod";
import { idSchema, instantSchema, queryNumber } from "./common.ts";
import { agentTypeSchema, workTypeSchema } from "./task.ts";

/** What an agent is doing, computed from its row and the clock. */
export const agentStatusSchema = z.enum(["online", "busy", "offline", "disabled"]);
export type AgentStatus = z.infer<typeof agentStatusSchema>;

/** Where an agent is: with Chiffon's own database, or on another machine, which speaks to Chiffon over HTTP. */
export const agentKindSchema = z.enum(["built_in", "remote"]);

/** A graphics card. Sizes are mebibytes of its own memory; 0 where nothing is known. */
export const gpuSchema = z.object({
  vendor: z.enum(["nvidia", "amd", "intel", "other"]),
  name: z.string().max(200),
  vramTotalMb: z.number().min(0),
  vramAvailableMb: z.number().min(0),
});
export type Gpu = z.infer<typeof gpuSchema>;

/** A file system. Sizes are mebibytes. */
export const diskSchema = z.object({
  mount: z.string().max(500),
  totalMb: z.number().min(0),
  availableMb: z.number().min(0),
});
export type Disk = z.infer<typeof diskSchema>;

/**
 * Resources of the machine an agent runs on. Sizes are mebibytes; loads are the 1, 5 and 15 minute averages. What could
 * not be found out is zero or empty. Rows from before cards and disks were looked at lack these.
 */
export const machineMetricsSchema = z.object({
  cpuCores: z.number(),
  /** Cores that the load leaves idle, by the highest of its averages of 1 and 5 minutes. */
  cpuCoresAvailable: z.number().optional(),
  load: z.tuple([z.number(), z.number(), z.number()]),
  /** How long the 1 minute average has been above four times the cores, in seconds. */
  overloadedSeconds: z.number().min(0).optional(),
  memoryTotalMb: z.number(),
  memoryAvailableMb: z.number(),
  gpus: z.array(gpuSchema).max(32).optional(),
  disks: z.array(diskSchema).max(64).optional(),
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

/** A host of an inventory. */
export const hostRefSchema = z.strictObject({
  repositoryId: idSchema,
  host: z.string().min(1).max(253),
});
export type HostRef = z.infer<typeof hostRefSchema>;

/** Where a host answers, and with which keys. */
export const hostPlaceSchema = z.object({
  address: z.string().nullable(),
  port: z.number().int().nullable(),
  /** Of its pinned keys; none before its first test. */
  keyFingerprints: z.array(z.string()),
});
export type HostPlace = z.infer<typeof hostPlaceSchema>;

/** A host that an admin says an agent's machine is, as it was when that was said. */
export const ownHostSchema = hostPlaceSchema.extend(hostRefSchema.shape);
export type OwnHost = z.infer<typeof ownHostSchema>;

/** `POST /api/v1/agents/{id}/hosts`: all that its machine is, in place of what was said before. */
export const setOwnHostsBodySchema = z.strictObject({ hosts: z.array(hostRefSchema).max(20) });

export const agentSchema = z.object({
  id: idSchema,
  name: z.string(),
  kind: agentKindSchema,
  /** Nothing that it says counts any more. */
  isRevoked: z.boolean(),
  agentType: agentTypeSchema,
  status: agentStatusSchema,
  /** Switched off with work that it still finishes: it gets no more. */
  isDraining: z.boolean(),
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
  /** What its machine is: there it works without ssh. */
  ownHosts: z.array(ownHostSchema).default([]),
});
export type Agent = z.infer<typeof agentSchema>;

/** Whether an agent is alive and has a slot left. */
export const agentPulseSchema = agentSchema.pick({
  ...{ id: true, name: true, status: true },
  ...{ slots: true, slotsUsed: true, lastHeartbeatAt: true },
});

/** All of them, and how many there are of each status. */
export const agentsPulseSchema = z.object({
  counts: z.record(agentStatusSchema, z.number().int()),
  agents: z.array(agentPulseSchema),
});

/** What an agent has left to give. Sizes are mebibytes; null where its machine has not said. */
export const agentCapacitySchema = z.object({
  slotsFree: z.number().int(),
  memoryFreeMb: z.number().nullable(),
  /** What tasks that it holds have been promised. */
  memoryReservedMb: z.number(),
  /** On the card that has most of it. */
  vramFreeMb: z.number(),
  cpuCoresFree: z.number().nullable(),
  /** Why it gets no more work now; null while it does. */
  isFullBecause: z.string().nullable(),
});
export type AgentCapacity = z.infer<typeof agentCapacitySchema>;

/** How busy an agent's machine was at a moment. Shares are 0–1; load is per core. */
export const agentSampleSchema = z.object({
  at: instantSchema,
  loadShare: z.number(),
  memoryShare: z.number(),
  slotsUsed: z.number().int(),
});
export type AgentSample = z.infer<typeof agentSampleSchema>;

/** `GET /api/agents/{id}/health`: whether an agent gets work now. */
export const agentHealthSchema = agentPulseSchema.extend({
  isHealthy: z.boolean(),
  /** Why it gets none; null where it does. */
  reason: z.string().nullable(),
  capacity: agentCapacitySchema,
});
export type AgentHealth = z.infer<typeof agentHealthSchema>;

/** A task that an agent holds. */
export const agentWorkSchema = z.object({
  taskId: idSchema,
  requestId: idSchema,
  name: z.string(),
  status: z.string(),
  startedAt: instantSchema.nullable(),
});
export type AgentWork = z.infer<typeof agentWorkSchema>;

/** `GET /api/v1/agents`: all filters must hold; `capability` ranks by how well it fits. */
export const listAgentsQuerySchema = z.object({
  status: agentStatusSchema.optional(),
  agentType: agentTypeSchema.optional(),
  capability: z.string().trim().min(1).max(100).optional(),
  tag: z.string().trim().min(1).max(50).optional(),
  domain: z.string().trim().min(1).max(50).optional(),
  cursor: z.string().max(200).optional(),
  limit: queryNumber().int().min(1).max(200).default(100),
});
export type ListAgentsQuery = z.infer<typeof listAgentsQuerySchema>;

/** `PATCH /api/v1/agents/{id}`. Switching an agent off lets it finish what it runs: that is how one is drained. */
export const changeAgentBodySchema = z
  .strictObject({
    enabled: z.boolean().optional(),
    tags: z.array(z.string().trim().min(1).max(50)).max(20).optional(),
  })
  .refine(({ enabled, tags }) => enabled !== undefined || tags !== undefined, "nothing to change");
export type ChangeAgentBody = z.infer<typeof changeAgentBodySchema>;

/** `POST /api/v1/agents`: the token of a command that enrols another machine; shown once. */
export const enrolmentMadeSchema = z.object({
  id: idSchema,
  token: z.string(),
  expiresAt: instantSchema,
  /** SHA-256 of the file that the command fetches. */
  agentFileHash: z.string(),
});
export type EnrolmentMade = z.infer<typeof enrolmentMadeSchema>;

/** Whether the token of a command was used. */
export const enrolmentSchema = z.object({
  id: idSchema,
  expiresAt: instantSchema,
  status: z.enum(["waiting", "used", "revoked", "expired"]),
  /** The machine that used it. */
  agentName: z.string().nullable(),
});
export type Enrolment = z.infer<typeof enrolmentSchema>;
