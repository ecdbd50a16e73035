import { z } from "zod";
import { idSchema, instantSchema, sha256Schema } from "./common.ts";
import {
  agentTypeSchema,
  reservedResourcesSchema,
  taskResourcesSchema,
  workTypeSchema,
} from "./task.ts";

/** What keeps an agent from a task. What follows from each code is in `routing/domain/obstacles.ts`. */
export const obstacleCodeSchema = z.enum([
  "not_the_host",
  "not_asked_for",
  "not_by_rule",
  "other_domain",
  "disabled",
  "offline",
  "wrong_type",
  "wrong_work_type",
  "outside_domains",
  "acts_here",
  "out_of_reach",
  "lacks_ansible",
  "no_gpu",
  "too_little_vram",
  "too_few_cores",
  "too_little_memory",
  "slots_in_use",
  "memory_in_use",
  "memory_low",
  "vram_in_use",
  "overloaded",
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

/** What a score is made of: at most 40, 30, 20 and 10. */
export const scorePartsSchema = z.object({
  success: z.number(),
  recent: z.number(),
  specialisation: z.number(),
  load: z.number(),
});
export type ScoreParts = z.infer<typeof scorePartsSchema>;

/** One candidate of a routing decision; `score` is 0–100, null when it was excluded. */
export const routingCandidateSchema = z.object({
  agentId: idSchema,
  name: z.string(),
  score: z.number().nullable(),
  /** Absent in decisions that were stored before the parts were. */
  parts: scorePartsSchema.nullable().optional(),
  obstacle: obstacleSchema.nullable().default(null),
  /** It had the task before and did not finish it, which puts it after all others. */
  isFormer: z.boolean().optional(),
  /** The obstacle in words: all that decisions say which were stored before obstacles had codes. */
  excludedBecause: z.string().nullable().optional(),
});
export type RoutingCandidate = z.infer<typeof routingCandidateSchema>;

/** How an agent is found, in the order in which it is tried. */
export const routingMethodSchema = z.enum([
  "explicit",
  /** The agent's machine is the host that the task acts on. */
  "itself",
  "rule",
  "domain",
  "capability",
]);
export type RoutingMethod = z.infer<typeof routingMethodSchema>;

export const routingDecisionSchema = z.object({
  taskKey: z.string(),
  method: routingMethodSchema,
  /** The rule that decided; null where none did. */
  ruleName: z.string().nullable().default(null),
  /** What the task is about; null where that is not clear. */
  domain: z.string().nullable().default(null),
  chosenAgentId: idSchema.nullable(),
  /** Who would have been next; null where there is nobody else. */
  runnerUpAgentId: idSchema.nullable().default(null),
  reason: z.string(),
  /** What is kept free for the task where it goes; null in decisions from before. */
  reserved: reservedResourcesSchema.nullable().default(null),
  /** What methods that decided nothing had to say. */
  notes: z.array(z.string()).default([]),
  candidates: z.array(routingCandidateSchema),
});
export type RoutingDecision = z.infer<typeof routingDecisionSchema>;

/** A decision as it was recorded for a task. */
export const taskRoutingSchema = z.object({
  decision: routingDecisionSchema.extend({ at: instantSchema }).nullable(),
});
export type TaskRouting = z.infer<typeof taskRoutingSchema>;

const pattern = z.string().trim().min(1).max(200);
const patterns = z.union([pattern, z.array(pattern).min(1).max(50)]);
const ruleName = z.string().trim().min(1).max(100);
const domainName = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9_-]{0,49}$/, "lower-case letters, digits, - and _");

/**
 * One rule: where all patterns of `match` fit, `to` says who does it. A pattern may hold `*` and `?`; of several one
 * must fit; hosts and groups must fit for every host of the task.
 */
export const routingRuleSchema = z.strictObject({
  name: ruleName,
  match: z
    .strictObject({
      playbook: patterns.optional(),
      service: patterns.optional(),
      host: patterns.optional(),
      group: patterns.optional(),
    })
    .refine((match) => Object.keys(match).length > 0, "names no playbook, service, host or group"),
  to: z
    .strictObject({
      agent: z.string().trim().min(1).max(100).optional(),
      /** Written `agent_type` in the file. */
      agentType: agentTypeSchema.optional(),
      domain: domainName.optional(),
    })
    .refine(
      (to) => Object.keys(to).length === 1,
      "names exactly one of agent, agent_type and domain",
    ),
  /** When nobody it names can do the work: wait for them, or let the next method decide. */
  otherwise: z.enum(["wait", "next"]).default("wait"),
});
export type RoutingRule = z.infer<typeof routingRuleSchema>;

/** Words that say what a task is about. A name that Chiffon knows gets these words as well. */
export const domainWordsSchema = z.strictObject({
  name: domainName,
  keywords: z.array(z.string().trim().min(2).max(50)).min(1).max(100),
});
export type DomainWords = z.infer<typeof domainWordsSchema>;

/** The file of routing rules. The first rule that fits decides. */
export const routingRulesSchema = z.strictObject({
  version: z.literal(1),
  rules: z
    .array(routingRuleSchema)
    .max(200)
    .default([])
    .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, {
      message: "two rules have the same name",
    }),
  domains: z.array(domainWordsSchema).max(100).default([]),
});
export type RoutingRules = z.infer<typeof routingRulesSchema>;

/** What is wrong with a rules file; `line` counts from 1, null where it is not known. */
export const rulesProblemSchema = z.object({
  line: z.number().int().nullable(),
  message: z.string(),
});
export type RulesProblem = z.infer<typeof rulesProblemSchema>;

/** The rules as people see them. */
export const rulesViewSchema = z.object({
  /** Where the file is. */
  path: z.string(),
  /** The file as it is; empty where there is none. */
  content: z.string(),
  /** SHA-256 of the content: saving names the one that was edited. */
  hash: sha256Schema,
  /** What is wrong with the file: then the rules from before are in force. */
  problem: rulesProblemSchema.nullable(),
  /** In force. */
  rules: z.array(routingRuleSchema),
  domains: z.array(domainWordsSchema),
  loadedAt: instantSchema.nullable(),
});
export type RulesView = z.infer<typeof rulesViewSchema>;

export const saveRulesBodySchema = z.strictObject({
  content: z.string().max(65_536),
  hash: sha256Schema,
});
export type SaveRulesBody = z.infer<typeof saveRulesBodySchema>;

/** `POST /api/v1/routing/explain`: words, a task of an approved plan, or the facts of one that does not exist. */
export const explainRoutingBodySchema = z
  .strictObject({
    text: z.string().trim().min(1).max(1000).optional(),
    taskId: idSchema.optional(),
    playbook: z.string().max(300).optional(),
    service: z.string().max(100).optional(),
    hosts: z.array(z.string().max(200)).max(100).optional(),
    agentName: z.string().max(100).optional(),
    workType: workTypeSchema.default("ansible.playbook"),
    agentType: agentTypeSchema.default("infra"),
    resources: taskResourcesSchema.optional(),
    /** Rules to try instead of those in force: the content of a file. */
    rules: z.string().max(65_536).optional(),
  })
  .refine(
    ({ text, taskId, playbook, service, hosts }) =>
      [text, taskId, playbook, service, hosts].some((given) => given !== undefined),
    "takes text, taskId, playbook, service or hosts",
  );
export type ExplainRoutingBody = z.infer<typeof explainRoutingBodySchema>;

/** A decision that nobody acts on, with what it was made from. */
export const routingExplanationSchema = z.object({
  task: z.object({
    text: z.string(),
    playbook: z.string().nullable(),
    service: z.string().nullable(),
    hosts: z.array(z.string()),
  }),
  decision: routingDecisionSchema,
});
export type RoutingExplanation = z.infer<typeof routingExplanationSchema>;
