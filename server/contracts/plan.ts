import { z } from "zod";
import { fallbackDecisionSchema } from "./ai.ts";
import {
  idSchema,
  instantSchema,
  riskSchema,
  sha256Schema,
  variableValueSchema,
} from "./common.ts";
import { blobRefSchema, playbookVariableSchema, serviceCheckSchema } from "./playbook.ts";
import { requestPhaseSchema } from "./request.ts";
import { runSchema } from "./run.ts";
import { agentTypeSchema, taskResourcesSchema, taskStatusSchema, workTypeSchema } from "./task.ts";

/** Where a plan stands. Legal moves are in `planning/domain/plan-state.ts`. */
export const planStatusSchema = z.enum([
  "awaiting_approval",
  "approved",
  "rejected",
  "expired",
  "stale",
  "superseded",
]);
export type PlanStatus = z.infer<typeof planStatusSchema>;

/** A variable of a planned task with the value it will run with. */
export const planVariableSchema = playbookVariableSchema.extend({
  value: variableValueSchema,
  /** Whether the value is sent to Ansible; false leaves the playbook's own default in force. */
  overridden: z.boolean(),
});
export type PlanVariable = z.infer<typeof planVariableSchema>;

/** One unit of work of a plan, before it exists as a task. */
export const planTaskSchema = z.object({
  taskKey: z.string().regex(/^t\d{1,3}$/),
  order: z.number().int(),
  name: z.string(),
  workType: workTypeSchema,
  agentType: agentTypeSchema,
  entryId: idSchema.nullable(),
  entryKind: z.enum(["playbook", "role", "tag", "page"]),
  entryPath: z.string(),
  service: z.string().nullable(),
  intentText: z.string(),
  matchConfidence: z.number().min(0).max(1),
  matchReason: z.string(),
  hosts: z.array(z.string()),
  limit: z.array(z.string()),
  tags: z.array(z.string()),
  variables: z.array(planVariableSchema),
  /** Checks as the playbook declares them, and filled with the task's values. */
  checkTemplates: z.array(serviceCheckSchema),
  checks: z.array(serviceCheckSchema),
  resources: taskResourcesSchema,
  dependsOn: z.array(z.string()),
  risk: riskSchema,
  riskReasons: z.array(z.string()),
  estimatedSeconds: z.number().int(),
  estimateSource: z.enum(["history", "playbook", "default"]),
  /** How many past runs stand behind an estimate from history. */
  estimateRuns: z.number().int().optional(),
  idempotent: z.boolean(),
  timeoutSeconds: z.number().int(),
  /** How the run is confined: see `runner/sandbox.ts`. */
  profile: z.enum(["isolated", "local", "unconfined"]),
  note: z.string().nullable(),
  agent: z.object({ agentId: idSchema, name: z.string(), reason: z.string() }).nullable(),
  /** Only for work type `effect.script`. */
  argv: z.array(z.string()).nullable(),
  files: z.array(blobRefSchema),
  /** An include is only known at run time: any file that is added may be used as well. */
  dynamicIncludes: z.boolean().optional(),
});
export type PlanTask = z.infer<typeof planTaskSchema>;

/** The stored content of a plan version. */
export const planBodySchema = z.object({
  summary: z.string(),
  complexity: z.enum(["simple", "medium", "complex"]),
  risk: riskSchema,
  estimatedSeconds: z.number().int(),
  costUsd: z.number(),
  repositoryId: idSchema,
  repositoryName: z.string(),
  branch: z.string(),
  commit: z.string(),
  treeId: z.string(),
  inventoryPath: z.string(),
  inventoryHash: z.string(),
  requirementsLock: z.string().nullable(),
  secrets: z.array(z.string()),
  tier: z.enum(["builtin", "local", "external"]),
  tierReason: z.string(),
  outOfScope: z.array(z.string()),
  /** Set when this version answers an earlier one: what changed, or the reason it was rejected. */
  changeNote: z.string().nullable(),
  /** What the request's phases so far say, line by line; at most 2,000 characters. */
  context: z.array(z.string()).optional(),
  /** Why the tier that helped was chosen; absent where none was asked. */
  fallbackDecision: fallbackDecisionSchema.optional(),
  /** What a model thought of the risk where it is more than what the rules say; later versions keep it. */
  riskOpinion: z.object({ risk: riskSchema, reason: z.string() }).optional(),
  tasks: z.array(planTaskSchema).min(1).max(50),
});
export type PlanBody = z.infer<typeof planBodySchema>;

/** Who decided about a plan, when and how. */
export const planDecisionSchema = z.object({
  decision: z.enum(["approve", "reject"]),
  decidedBy: z.string(),
  decidedAt: instantSchema,
  reason: z.string().nullable(),
});
export type PlanDecision = z.infer<typeof planDecisionSchema>;

export const planSchema = z.object({
  id: idSchema,
  requestId: idSchema,
  version: z.number().int().positive(),
  status: planStatusSchema,
  digest: sha256Schema,
  body: planBodySchema,
  createdAt: instantSchema,
  expiresAt: instantSchema,
  decision: planDecisionSchema.nullable(),
  staleReason: z.string().nullable(),
});
export type Plan = z.infer<typeof planSchema>;

/** A task as the card shows it while and after it runs. */
export const taskViewSchema = z.object({
  id: idSchema,
  taskKey: z.string(),
  name: z.string(),
  status: taskStatusSchema,
  pausedReason: z.string().nullable(),
  agentName: z.string().nullable(),
  attempts: z.number().int(),
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  message: z.string().nullable(),
  runs: z.array(runSchema),
});
export type TaskView = z.infer<typeof taskViewSchema>;

/** Result of one check after the run. */
export const checkResultSchema = z.object({
  taskKey: z.string(),
  target: z.string(),
  ok: z.boolean(),
  message: z.string(),
  durationMs: z.number(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

/** What the card shows, computed from the stored states alone. */
export const cardStatusSchema = z.enum([
  "awaiting",
  "approved",
  "running",
  "paused",
  "verifying",
  "done",
  "failed",
  "cancelled",
  "rejected",
  "expired",
  "stale",
  "superseded",
  "needs_review",
]);
export type CardStatus = z.infer<typeof cardStatusSchema>;

/** Everything a plan card needs, in one read. */
export const requestViewSchema = z.object({
  requestId: idSchema,
  conversationId: idSchema,
  text: z.string(),
  phase: requestPhaseSchema,
  reason: z.string().nullable(),
  submittedBy: z.string(),
  card: cardStatusSchema.nullable(),
  plan: planSchema.nullable(),
  tasks: z.array(taskViewSchema),
  checks: z.array(checkResultSchema),
  versions: z.array(
    z.object({
      planId: idSchema,
      version: z.number(),
      status: planStatusSchema,
      digest: z.string(),
    }),
  ),
});
export type RequestView = z.infer<typeof requestViewSchema>;

/** `POST /api/v1/plan/{plan_id}/approve`. */
export const decidePlanBodySchema = z.strictObject({
  planVersion: z.number().int().positive(),
  planDigest: sha256Schema,
  decision: z.enum(["approve", "reject"]),
  reason: z.string().trim().max(500).optional(),
  /** After a rejection: plan again at once, with the reason in mind. */
  replan: z.boolean().optional(),
});
export type DecidePlanBody = z.infer<typeof decidePlanBodySchema>;

/** `POST /api/v1/plan/{plan_id}/versions`: a change of typed values, order or selection. */
export const modifyPlanBodySchema = z.strictObject({
  planVersion: z.number().int().positive(),
  variables: z
    .array(z.strictObject({ taskKey: z.string(), name: z.string(), value: variableValueSchema }))
    .max(200)
    .optional(),
  /** Task keys that stay, in the wished order. Left out: all, as they are. */
  tasks: z.array(z.string()).min(1).max(50).optional(),
});
export type ModifyPlanBody = z.infer<typeof modifyPlanBodySchema>;
