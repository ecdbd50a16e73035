import { z } from "zod";
import { idSchema, instantSchema, queryNumber, riskSchema, variableValueSchema } from "./common.ts";
import { blobRefSchema } from "./playbook.ts";
import { requestPhaseSchema } from "./request.ts";
import { workTypeSchema } from "./task.ts";

/** Longest life of a rule, in days. */
export const ruleMaxDays = 180;
/** Rules that approve one plan together, at most. */
export const maxRulesOfPlan = 10;
/** People's approvals of the same thing, each of which went well, after which a rule is offered. */
export const earnedAfter = 5;

/** The risk up to which a rule may approve. High is no value of it. */
export const ruleRiskSchema = z.enum(["low", "medium"]);
export type RuleRisk = z.infer<typeof ruleRiskSchema>;

/** The least role of whoever asks. Viewers ask for nothing. */
export const ruleAskerSchema = z.enum(["operator", "approver", "admin"]);
export type RuleAsker = z.infer<typeof ruleAskerSchema>;

const valuesSchema = z.array(z.object({ name: z.string(), value: variableValueSchema })).max(500);
/** A group of the inventory with the hosts that it had when the rule was made or renewed. */
const ruleGroupSchema = z.object({ name: z.string(), hosts: z.array(z.string()).max(5000) });
export type RuleGroup = z.infer<typeof ruleGroupSchema>;

/** What a task of a plan must be, but for its hosts: as it was when people approved it and it went well. */
export const rulePatternSchema = z.object({
  repositoryId: idSchema,
  workType: workTypeSchema,
  entryKind: z.string(),
  entryPath: z.string(),
  playbookPath: z.string().nullable(),
  tags: z.array(z.string()),
  /** Values that are sent to Ansible, by name in order. */
  values: valuesSchema,
  /** What decides what runs beside these: a change of it is for a person to read. */
  content: z.object({
    files: z.array(blobRefSchema),
    requirementsLock: z.string().nullable(),
    inventoryPath: z.string(),
    inventoryRepositoryId: idSchema.nullable(),
    profile: z.string(),
    /** The agent whose own machine it is done on; absent where that is another's. */
    onItself: idSchema.optional(),
    isIdempotent: z.boolean(),
    /** Stored secrets that runs are given, by name in order. */
    secrets: z.array(z.string()),
  }),
});
export type RulePattern = z.infer<typeof rulePatternSchema>;

/** *changed*: what the playbook uses is not what it was; a person reads the change and renews the rule. */
export const ruleStateSchema = z.enum(["active", "off", "paused", "changed", "expired", "revoked"]);
export type RuleState = z.infer<typeof ruleStateSchema>;

/** How a request ended that a rule approved. *ended*: it was stopped, or turned stale, before it was over. */
export const ruleOutcomeSchema = z.enum(["succeeded", "failed", "ended"]);
export type RuleOutcome = z.infer<typeof ruleOutcomeSchema>;

/** A task of a plan. */
const planTaskRefSchema = z.object({ planId: idSchema, taskKey: z.string() });

/** A standing approval of one playbook on some hosts with the same values. */
export const ruleSchema = z.object({
  id: idSchema,
  name: z.string(),
  state: ruleStateSchema,
  repositoryId: idSchema,
  repositoryName: z.string(),
  entryPath: z.string(),
  entryName: z.string(),
  tags: z.array(z.string()),
  values: valuesSchema,
  hosts: z.array(z.string()),
  groups: z.array(ruleGroupSchema),
  maxRisk: ruleRiskSchema,
  askerRole: ruleAskerSchema,
  until: instantSchema,
  isEnabled: z.boolean(),
  /** Why it paused itself. */
  pausedReason: z.string().nullable(),
  /** What of the playbook changed since, at most 20 files; null while nothing did. */
  change: z
    .object({
      /** The request in which that showed. */
      requestId: idSchema.nullable(),
      files: z.array(z.string()),
      /** The rule can be renewed from it: a person approved it with the change, and it went well. */
      renewFrom: planTaskRefSchema.nullable(),
    })
    .nullable(),
  /** The admin who made it, or changed it last: it approves in their name. */
  inNameOf: z.string(),
  createdAt: instantSchema,
  revokedAt: instantSchema.nullable(),
  revokedBy: z.string().nullable(),
  approvals: z.object({
    count: z.number().int(),
    failed: z.number().int(),
    lastAt: instantSchema.nullable(),
    lastRequestId: idSchema.nullable(),
  }),
});
export type Rule = z.infer<typeof ruleSchema>;

const ruleNameSchema = z
  .string()
  .trim()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._:()-]{0,79}$/u,
    "1–80 letters, digits, spaces, dots, colons, dashes or brackets",
  );
const namesSchema = z.array(z.string().min(1).max(253)).max(200).default([]);

const scopeShape = {
  /** A task that a person approved and that went well: the rule keeps its playbook, content and values. */
  planId: idSchema,
  taskKey: z.string().max(10),
  /** Hosts and groups of the inventory that it may touch; at least one of them. */
  hosts: namesSchema,
  groups: namesSchema,
  maxRisk: ruleRiskSchema,
  askerRole: ruleAskerSchema.default("operator"),
};
type Named = { readonly hosts: readonly string[]; readonly groups: readonly string[] };
const namesAnything = ({ hosts, groups }: Named) => hosts.length + groups.length > 0;
const nameSomething = {
  path: ["hosts"],
  message: "name at least one host or group: a rule without any would touch whatever is there",
};

/** `POST /api/v1/rules`. */
export const makeRuleBodySchema = z
  .strictObject({ name: ruleNameSchema, ...scopeShape, until: instantSchema })
  .refine(namesAnything, nameSomething);
export type MakeRuleBody = z.infer<typeof makeRuleBodySchema>;

/** `POST /api/v1/rules/test`. */
export const testRuleBodySchema = z.strictObject(scopeShape).refine(namesAnything, nameSomething);
export type TestRuleBody = z.infer<typeof testRuleBodySchema>;

/** `PATCH /api/v1/rules/{id}`: what is left out stays. */
export const changeRuleBodySchema = z.strictObject({
  name: ruleNameSchema.optional(),
  maxRisk: ruleRiskSchema.optional(),
  askerRole: ruleAskerSchema.optional(),
  until: instantSchema.optional(),
  isEnabled: z.boolean().optional(),
  /** Goes on after it paused itself. */
  resume: z.literal(true).optional(),
  /** Takes over the content of a later request that a person approved. */
  renewFrom: z.strictObject({ planId: idSchema, taskKey: z.string().max(10) }).optional(),
});
export type ChangeRuleBody = z.infer<typeof changeRuleBodySchema>;

export const rulesQuerySchema = z.object({
  /** Of the answer before, where there is more. */
  cursor: idSchema.optional(),
  limit: queryNumber().int().min(1).max(100).default(50),
});

/** What people approved again and again, so that a rule could. */
export const ruleOfferSchema = z.object({
  ...planTaskRefSchema.shape,
  requestId: idSchema,
  name: z.string(),
  repositoryName: z.string(),
  entryPath: z.string(),
  hosts: z.array(z.string()),
  values: valuesSchema,
  risk: ruleRiskSchema,
  /** How often it was approved and went well; none failed. */
  times: z.number().int(),
  lastAt: instantSchema,
});
export type RuleOffer = z.infer<typeof ruleOfferSchema>;

export const ruleOffersQuerySchema = z.object({
  /** The least number of approvals that went well. */
  times: queryNumber().int().min(1).max(100).default(earnedAfter),
});

/** Why a rule does not approve. */
export const ruleRefusalSchema = z.object({
  code: z.enum([
    "no_rule",
    "high_risk",
    "risk_above_rule",
    "not_isolated",
    "other_host",
    "other_values",
    "changed",
    "expired",
    "off",
    "paused",
    "revoked",
    "maker_has_no_role",
    "asker_has_no_role",
    "asked_by_program",
    "rejected_before",
    "needs_person",
    "preview_awaited",
    "preview_failed",
    "preview_risk",
    "not_waiting",
    "too_many_rules",
  ]),
  /** In a sentence. */
  reason: z.string(),
  ruleId: idSchema.nullable(),
  taskKey: z.string().nullable(),
});
export type RuleRefusal = z.infer<typeof ruleRefusalSchema>;

/** What rules make of a plan that waits, as its card shows it. */
export const planRulesSchema = z.object({
  /** Why no rule approved it, at most 5; empty where none is about it, or it does not wait. */
  refusals: z.array(ruleRefusalSchema).max(5),
});
export type PlanRules = z.infer<typeof planRulesSchema>;

/** A drafted rule, held against the newest plans as if it had been there. */
export const ruleTestSchema = z.object({
  plans: z.number().int(),
  wouldApprove: z.number().int(),
  highRisk: z.number().int(),
  /** Newest first, at most 50. */
  approved: z
    .array(
      z.object({
        planId: idSchema,
        requestId: idSchema,
        summary: z.string(),
        risk: riskSchema,
        hosts: z.array(z.string()),
        phase: requestPhaseSchema,
        at: instantSchema,
      }),
    )
    .max(50),
  /** Of plans with the same playbook: why not, the most frequent first. */
  refused: z
    .array(
      z.object({ code: ruleRefusalSchema.shape.code, reason: z.string(), times: z.number().int() }),
    )
    .max(10),
});
export type RuleTest = z.infer<typeof ruleTestSchema>;

/** A rule that approved a plan, as the plan keeps it. */
export const decidingRuleSchema = z.object({ ruleId: idSchema, name: z.string() });
export type DecidingRule = z.infer<typeof decidingRuleSchema>;
