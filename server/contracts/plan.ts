import { z } from "zod";
import { ansibleProgramSchema } from "./agent.ts";
import { fallbackDecisionSchema, modelUseSchema } from "./ai.ts";
import {
  idSchema,
  instantSchema,
  riskSchema,
  sha256Schema,
  variableValueSchema,
} from "./common.ts";
import { holdSchema } from "./gate.ts";
import {
  blobRefSchema,
  checkKindSchema,
  playbookVariableSchema,
  serviceCheckSchema,
  switchLineSchema,
} from "./playbook.ts";
import {
  followKindSchema,
  requestEndSchema,
  requestPhaseSchema,
  requestPurposeSchema,
} from "./request.ts";
import { decidingRuleSchema, maxRulesOfPlan } from "./rule.ts";
import { runSchema } from "./run.ts";
import { keptFilesCommandSchema, startAtTaskSchema } from "./runner.ts";
import { secretNeedSchema, secretUseSchema } from "./secret.ts";
import {
  agentTypeSchema,
  joinPolicySchema,
  prioritySchema,
  reservedResourcesSchema,
  taskHoldSchema,
  taskStatusSchema,
  workTypeSchema,
} from "./task.ts";

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
  /** It decides on which hosts the plays run, so it is not edited by itself. */
  decidesHosts: z.boolean().optional(),
});
export type PlanVariable = z.infer<typeof planVariableSchema>;

/** Hosts that one task's checks are made for. */
export const maxCheckPlaces = 100;

/** A host as a check reaches it. `values` are literals of its inventory. */
export const checkPlaceSchema = z.object({
  host: z.string(),
  /** Where it answers from here; null: only Ansible's connection reaches it. */
  address: z.string().nullable(),
  isThisMachine: z.boolean(),
  values: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type CheckPlace = z.infer<typeof checkPlaceSchema>;

/** The playbook that takes back what a task does. It can be planned on the task's hosts. */
export const plannedUndoSchema = z.object({
  entryId: idSchema,
  entryPath: z.string(),
  name: z.string(),
  /** It sets up again what the task removes: what is deleted stays deleted. */
  isRenewal: z.boolean(),
});
export type PlannedUndo = z.infer<typeof plannedUndoSchema>;

/** Files that a step keeps or puts back. */
export const keptFilesSchema = keptFilesCommandSchema.omit({ mode: true });
export type KeptFiles = z.infer<typeof keptFilesSchema>;

/** How the rest of a task's hosts waits for the one that goes first. */
export const firstHostWaitSchema = z.object({
  /** The task that runs on the first host alone. */
  firstTaskKey: z.string(),
  /** A person is asked in any case; false: only where no check passed. */
  asks: z.boolean(),
});
export type FirstHostWait = z.infer<typeof firstHostWaitSchema>;

/** The agent whose machine a task acts on. */
export const onItselfSchema = z.object({ agentId: idSchema, agentName: z.string() });
export type OnItself = z.infer<typeof onItselfSchema>;

/** One unit of work of a plan, before it exists as a task. */
export const planTaskSchema = z.object({
  taskKey: z.string().regex(/^t\d{1,3}$/),
  order: z.number().int(),
  name: z.string(),
  workType: workTypeSchema,
  agentType: agentTypeSchema,
  entryId: idSchema.nullable(),
  entryKind: z.enum(["playbook", "role", "tag", "task_file", "page"]),
  entryPath: z.string(),
  /** The playbook that runs a task file; absent where the entry is what runs. */
  playbookPath: z.string().optional(),
  service: z.string().nullable(),
  intentText: z.string(),
  matchConfidence: z.number().min(0).max(1),
  matchReason: z.string(),
  hosts: z.array(z.string()),
  limit: z.array(z.string()),
  /** Groups of its hosts, for which agent reaches them. Absent: only their names are known. Not part of the digest. */
  hostGroups: z
    .array(z.object({ host: z.string(), groups: z.array(z.string()).max(100) }))
    .max(500)
    .optional(),
  tags: z.array(z.string()),
  /** The ansibleTask that the run starts at; those before it are skipped. Absent or null: it starts at the first. */
  startAtTask: startAtTaskSchema.nullable().optional(),
  variables: z.array(planVariableSchema),
  /** Checks as the playbook declares them, and filled with the task's values. */
  checkTemplates: z.array(serviceCheckSchema),
  checks: z.array(serviceCheckSchema),
  /** What checks are filled from beside the variables, a place for each host; left out where nothing is checked. */
  checkPlaces: z.array(checkPlaceSchema).max(maxCheckPlaces).optional(),
  resources: reservedResourcesSchema,
  dependsOn: z.array(z.string()),
  /** Set where its one host is an agent's own machine, which then does it without ssh; nobody else may. */
  onItself: onItselfSchema.optional(),
  /** Set where it does on its hosts what another task does on one host first. Absent: it waits for nobody's judgement. */
  firstHost: firstHostWaitSchema.optional(),
  /** Absent: all of them. */
  joinPolicy: joinPolicySchema.optional(),
  risk: riskSchema,
  riskReasons: z.array(z.string()),
  estimatedSeconds: z.number().int(),
  estimateSource: z.enum(["history", "playbook", "default"]),
  /** How many past runs stand behind an estimate from history. */
  estimateRuns: z.number().int().optional(),
  /** What those runs took, and whether they were on the task's own hosts; absent where none stand behind it. */
  estimateSpread: z
    .object({
      leastSeconds: z.number().int(),
      mostSeconds: z.number().int(),
      isOfSameHosts: z.boolean(),
    })
    .optional(),
  idempotent: z.boolean(),
  timeoutSeconds: z.number().int(),
  /** How the run is confined: see `runner/sandbox.ts`. */
  profile: z.enum(["isolated", "local", "unconfined"]),
  note: z.string().nullable(),
  /** The line that a one-off switch of this task would have to become to stay on; absent where there is none. */
  keepOn: switchLineSchema.optional(),
  /** What takes it back; null: nothing does. Absent where there is nothing to take back. Shown, not part of the digest. */
  undo: plannedUndoSchema.nullable().optional(),
  agent: z.object({ agentId: idSchema, name: z.string(), reason: z.string() }).nullable(),
  /** What its runs are given from the store; absent where there is nothing. */
  secrets: z.array(secretUseSchema).max(500).optional(),
  /** Only for work types `files.keep` and `files.restore`. */
  keptFiles: keptFilesSchema.optional(),
  /** Only for work type `effect.script`. */
  argv: z.array(z.string()).nullable(),
  files: z.array(blobRefSchema),
  /** An include is only known at run time: any file that is added may be used as well. */
  dynamicIncludes: z.boolean().optional(),
  /** What does not fit and may go wrong, in sentences. */
  warnings: z.array(z.string()).optional(),
  /** What was found to be in its way when the plan was made, in sentences. Only of what deploys something. */
  preflight: z.array(z.string()).optional(),
});
export type PlanTask = z.infer<typeof planTaskSchema>;

/** The repository and state that an inventory comes from where it is not the one of the plan's playbooks. */
export const inventorySourceSchema = z.object({
  repositoryId: idSchema,
  repositoryName: z.string(),
  commit: z.string(),
  treeId: z.string(),
});
export type InventorySource = z.infer<typeof inventorySourceSchema>;

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
  /** Absent or null: the inventory is the repository's own. */
  inventorySource: inventorySourceSchema.nullable().optional(),
  /** With which Ansible it runs; null or absent: with the agent's own. Shown, not part of the digest. */
  ansible: ansibleProgramSchema.nullable().optional(),
  requirementsLock: z.string().nullable(),
  /** Every secret of its tasks, as `name@version`. */
  secrets: z.array(z.string()),
  /** What its tasks seem to need and the store does not hold. */
  secretNeeds: z.array(secretNeedSchema).max(100).optional(),
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
  /** How urgent its tasks are among those that wait for an agent; absent: 3. Not part of the digest: it says when, not what. */
  priority: prioritySchema.optional(),
  tasks: z.array(planTaskSchema).min(1).max(50),
});
export type PlanBody = z.infer<typeof planBodySchema>;

/** Who decided about a plan, when and how. */
export const planDecisionSchema = z.object({
  decision: z.enum(["approve", "reject"]),
  decidedBy: z.string(),
  decidedAt: instantSchema,
  reason: z.string().nullable(),
  /** The rules that decided in a person's name; absent where a person did. */
  rules: z.array(decidingRuleSchema).max(maxRulesOfPlan).optional(),
  /** When an approved plan starts, where that is later than its approval. */
  startAt: instantSchema.nullable().optional(),
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

/** What a paused task waits for, as it is now; words for the rest are its `pausedReason`. */
export const taskWaitSchema = z.discriminatedUnion("kind", [
  /**
   * Another task has a host to itself, or a service on it, or a person keeps runs off: one of both. `runId` is null until
   * that task runs; `service` null: the whole host.
   */
  z.object({
    kind: z.literal("lock"),
    host: z.string(),
    service: z.string().nullable(),
    holder: z
      .object({ taskName: z.string(), requestId: idSchema, runId: idSchema.nullable() })
      .nullable(),
    keptBy: z.object({ name: z.string(), reason: z.string(), until: instantSchema }).nullable(),
    /** Until that task is expected to end, or that person's time is over. */
    etaSeconds: z.number().int(),
  }),
  /** Its run's agent is silent since then. */
  z.object({ kind: z.literal("lost"), agentName: z.string(), since: instantSchema }),
  /** Its plan's place among those that wait for an agent, from 1. */
  z.object({
    kind: z.literal("turn"),
    position: z.number().int(),
    of: z.number().int(),
    /** Until it is expected to start; null: no run is in its way. */
    etaSeconds: z.number().int().nullable(),
    /** The running task whose slot it gets; null where others are before it. */
    after: z.object({ taskName: z.string(), hosts: z.array(z.string()) }).nullable(),
  }),
]);
export type TaskWait = z.infer<typeof taskWaitSchema>;

/** Result of one check after the run. */
export const checkResultSchema = z.object({
  taskKey: z.string(),
  target: z.string(),
  /** Absent in results from before there were others than those that ask a port. */
  kind: checkKindSchema.optional(),
  /** The host that it was made on; absent: from here. */
  host: z.string().optional(),
  ok: z.boolean(),
  /** It could not be made: it says nothing about the deployment, and fails none. */
  isUnresolved: z.boolean().optional(),
  message: z.string(),
  durationMs: z.number(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

/** What the rest of a task's hosts waits for, and what the checks on the first said. */
export const holdViewSchema = z.object({
  state: taskHoldSchema,
  /** Of the first host; empty before they were made. */
  checks: z.array(checkResultSchema),
});

/** A task as the card shows it while and after it runs. */
export const taskViewSchema = z.object({
  id: idSchema,
  taskKey: z.string(),
  name: z.string(),
  status: taskStatusSchema,
  pausedReason: z.string().nullable(),
  /** For a paused task of a card. */
  waitsFor: taskWaitSchema.nullable().optional(),
  /** Absent or null: no other host goes first. */
  hold: holdViewSchema.nullable().optional(),
  agentName: z.string().nullable(),
  attempts: z.number().int(),
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  message: z.string().nullable(),
  /** Somebody asked to stop: *after* it is done, or *now*. Absent: nobody did, or it is over. */
  stopping: z.enum(["after", "now"]).optional(),
  runs: z.array(runSchema),
});
export type TaskView = z.infer<typeof taskViewSchema>;

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

/** A version of a plan by its outside; what it holds is read by its id. */
export const planVersionSchema = z.object({
  planId: idSchema,
  version: z.number(),
  status: planStatusSchema,
  digest: z.string(),
});
export type PlanVersion = z.infer<typeof planVersionSchema>;

/** Everything a plan card needs, in one read: the newest plan whole, all versions by their outside. */
export const requestViewSchema = z.object({
  requestId: idSchema,
  conversationId: idSchema,
  text: z.string(),
  purpose: requestPurposeSchema,
  phase: requestPhaseSchema,
  reason: z.string().nullable(),
  /** Why it is held; null where it is not. */
  hold: holdSchema.nullable(),
  submittedBy: z.string(),
  card: cardStatusSchema.nullable(),
  plan: planSchema.nullable(),
  tasks: z.array(taskViewSchema),
  checks: z.array(checkResultSchema),
  /** How it ended, where it can be planned again; null while it goes on. */
  end: requestEndSchema.nullable(),
  /** The ended request that this one plans again, or undoes. */
  follows: z
    .object({ requestId: idSchema, kind: followKindSchema, end: requestEndSchema.nullable() })
    .nullable(),
  /** The newest request that plans this one again or undoes it; open until that has ended as well. */
  followedBy: z.object({ requestId: idSchema, isOpen: z.boolean() }).nullable(),
  /** What of an ended request can be planned alone. */
  recovery: z.object({
    /** Hosts that failed or could not be reached, while something else succeeded; else empty. */
    failedHosts: z.array(z.string()),
    /** The ansibleTask that another run can start at. */
    resumeAt: z.string().nullable(),
    /** Names of the steps that take back what it changed, in the order in which they would run. */
    undo: z.array(z.string()),
  }),
  /** What models did for it so far, as the ledger has it. */
  modelUse: modelUseSchema,
  /** Newest first, at most 50. */
  versions: z.array(planVersionSchema),
});
export type RequestView = z.infer<typeof requestViewSchema>;

/** `POST /api/v1/plan/{plan_id}/approve`: version and digest are those of the plan that the person saw. */
export const decidePlanBodySchema = z
  .strictObject({
    planVersion: z.number().int().positive(),
    planDigest: sha256Schema,
    decision: z.enum(["approve", "reject"]),
    reason: z.string().trim().max(500).optional(),
    /** Keys of the tasks to approve; the others are left out, in a version of its own. Left out: all. */
    keptTasks: z.array(z.string()).min(1).max(50).optional(),
    /** After a rejection: plan again at once, with the reason in mind. */
    replan: z.boolean().optional(),
    /** After an approval: start then, at most 24 hours from now. What the plan would run is compared again at that time. */
    startAt: instantSchema.optional(),
    /** One of several that are approved by one press: refused where the plan's risk is high. */
    inBatch: z.boolean().optional(),
  })
  .refine(({ decision, startAt }) => decision === "approve" || startAt === undefined, {
    path: ["startAt"],
    message: "only an approved plan starts",
  })
  .refine(({ decision, keptTasks }) => decision === "approve" || keptTasks === undefined, {
    path: ["keptTasks"],
    message: "a plan is rejected whole",
  });
export type DecidePlanBody = z.infer<typeof decidePlanBodySchema>;

/** `POST /api/v1/plan/{plan_id}/versions`: a change of typed values, order or selection. */
export const modifyPlanBodySchema = z.strictObject({
  planVersion: z.number().int().positive(),
  variables: z
    .array(z.strictObject({ taskKey: z.string(), name: z.string(), value: variableValueSchema }))
    .max(200)
    .optional(),
  /** Task keys that stay, in the order wanted. Left out: all, as they are. */
  tasks: z.array(z.string()).min(1).max(50).optional(),
  /** Tasks that run on one host first, before the rest of their hosts; host null: on all at once. */
  firstHosts: z
    .array(
      z.strictObject({
        taskKey: z.string(),
        host: z.string().max(300).nullable(),
        asks: z.boolean().default(false),
      }),
    )
    .max(50)
    .optional(),
  /** 1 is the most urgent; more urgent than 2 is for those who may approve. */
  priority: prioritySchema.optional(),
  /** How long a run of a task may take. */
  timeouts: z
    .array(
      z.strictObject({ taskKey: z.string(), timeoutSeconds: z.number().int().min(10).max(86_400) }),
    )
    .max(50)
    .optional(),
});
export type ModifyPlanBody = z.infer<typeof modifyPlanBodySchema>;
