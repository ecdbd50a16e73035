import { z } from "zod";
import { agentPulseSchema, agentSchema, agentsPulseSchema } from "./agent.ts";
import { endpoints } from "./api.ts";
import { chatAnsweredSchema, chatBodySchema } from "./chat.ts";
import { idSchema, instantSchema } from "./common.ts";
import type { Action } from "./people.ts";
import { decidePlanBodySchema } from "./plan.ts";
import { routingDecisionSchema } from "./routing.ts";
import { changeScheduleBodySchema, createScheduleBodySchema } from "./schedule.ts";
import { agentTypeSchema, taskResourcesSchema, taskStatusSchema, workTypeSchema } from "./task.ts";

const nothing = z.strictObject({});
const agentId = z.strictObject({ agentId: idSchema });

/** How long a tool waits for Chiffon's answer unless it is told another time, in seconds. */
const defaultWaitSeconds = 30;

const submitBody = chatBodySchema.extend({
  message: z.string().min(1).max(4000),
  /** The same key and message give the same request again. */
  idempotencyKey: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional(),
  waitSeconds: z.number().int().min(0).max(60).default(defaultWaitSeconds),
});
export type SubmitBody = z.infer<typeof submitBody>;

/** What came of a message. Without `answers` Chiffon had not answered in time; `page` is where a person reads on. */
const submittedSchema = chatAnsweredSchema.extend({ page: z.string().nullable() });
export type Submitted = z.infer<typeof submittedSchema>;

const historyQuery = z.strictObject({
  service: z.string().max(100).optional(),
  host: z.string().max(253).optional(),
  status: z.array(taskStatusSchema).max(taskStatusSchema.options.length).optional(),
  limit: z.number().int().min(1).max(100).default(20),
});

/** A task that is over. */
const executionSchema = z.object({
  taskId: idSchema,
  requestId: idSchema,
  name: z.string(),
  service: z.string().nullable(),
  hosts: z.array(z.string()),
  status: taskStatusSchema,
  message: z.string().nullable(),
  finishedAt: instantSchema.nullable(),
});

const noResources = { cpuCores: 0, memoryMb: 0, gpuVramMb: 0 };

/** What one tool takes and gives. */
export interface ToolContract {
  readonly action: Action;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** `read` changes nothing; `add` adds what can be undone; `decide` sets off what may not be undone. */
  readonly effect: "read" | "add" | "decide";
}

/** Every tool of the MCP server. Where the API has the same, its schemas are these. Names are snake_case on the wire. */
export const tools = {
  get_orchestrator_health: {
    action: "read",
    effect: "read",
    input: nothing,
    output: endpoints.health.reply,
  },
  get_agent_registry: {
    action: "read",
    effect: "read",
    input: nothing,
    output: endpoints.listAgents.reply,
  },
  get_agent_details: { action: "read", effect: "read", input: agentId, output: agentSchema },
  get_agent_status: { action: "read", effect: "read", input: agentId, output: agentPulseSchema },
  check_all_agents: {
    action: "read",
    effect: "read",
    input: nothing,
    output: agentsPulseSchema,
  },
  route_task: {
    action: "read",
    effect: "read",
    input: z.strictObject({
      workType: workTypeSchema.default("ansible.playbook"),
      agentType: agentTypeSchema.default("infra"),
      service: z.string().max(100).nullable().default(null),
      agentName: z.string().max(100).nullable().default(null),
      resources: taskResourcesSchema.default(noResources),
      /** What would be asked, in words: playbook, service and hosts are read from it where they are left out. */
      text: z.string().min(1).max(1000).optional(),
      playbook: z.string().max(300).optional(),
      hosts: z.array(z.string().max(200)).max(100).optional(),
    }),
    output: routingDecisionSchema,
  },
  get_execution_history: {
    action: "read",
    effect: "read",
    input: historyQuery,
    output: z.object({ executions: z.array(executionSchema) }),
  },
  submit_request: {
    action: endpoints.sendMessage.action,
    effect: "add",
    input: submitBody,
    output: submittedSchema,
  },
  get_plan: {
    action: endpoints.readPlan.action,
    effect: "read",
    /** A request's, for its newest plan, or a plan's own. */
    input: z.strictObject({ id: idSchema }),
    output: endpoints.readPlan.reply,
  },
  approve_plan: {
    action: endpoints.decidePlan.action,
    effect: "decide",
    input: decidePlanBodySchema.safeExtend({ planId: idSchema }),
    output: endpoints.decidePlan.reply,
  },
  query_audit: {
    action: endpoints.queryAudit.action,
    effect: "read",
    input: endpoints.queryAudit.query,
    output: endpoints.queryAudit.reply,
  },
  list_schedules: {
    action: endpoints.listSchedules.action,
    effect: "read",
    input: endpoints.listSchedules.query,
    output: endpoints.listSchedules.reply,
  },
  create_schedule: {
    action: endpoints.createSchedule.action,
    effect: "add",
    input: createScheduleBodySchema,
    output: endpoints.createSchedule.reply,
  },
  change_schedule: {
    action: endpoints.changeSchedule.action,
    effect: "add",
    input: changeScheduleBodySchema.extend({ scheduleId: idSchema }),
    output: endpoints.changeSchedule.reply,
  },
  delete_schedule: {
    action: endpoints.deleteSchedule.action,
    effect: "add",
    input: z.strictObject({ scheduleId: idSchema }),
    output: endpoints.deleteSchedule.reply,
  },
  /** Making, changing and revoking rules takes somebody who is signed in, so no token has a tool for it. */
  list_rules: {
    action: endpoints.listRules.action,
    effect: "read",
    input: endpoints.listRules.query,
    output: endpoints.listRules.reply,
  },
  get_plan_rules: {
    action: endpoints.planRules.action,
    effect: "read",
    input: z.strictObject({ planId: idSchema }),
    output: endpoints.planRules.reply,
  },
} as const satisfies Record<string, ToolContract>;

/** Name of a tool. */
export type ToolName = keyof typeof tools;
/** What a tool's call holds once parsed. */
export type ToolInput<Name extends ToolName> = z.output<(typeof tools)[Name]["input"]>;
/** What a tool answers. */
export type ToolOutput<Name extends ToolName> = z.output<(typeof tools)[Name]["output"]>;
