import { z } from "zod";
import { idSchema, instantSchema, riskSchema, variableValueSchema } from "./common.ts";
import { verbSchema } from "./request.ts";

/** What reads messages: rules and search, a model of the owner's, or an external one. */
export const tierSchema = z.enum(["builtin", "local", "external"]);
export type Tier = z.infer<typeof tierSchema>;

/** What a model is asked for. */
export const purposeSchema = z.enum(["understand", "answer", "propose"]);
export type Purpose = z.infer<typeof purposeSchema>;

export const complexitySchema = z.enum(["simple", "medium", "complex"]);
export type Complexity = z.infer<typeof complexitySchema>;

/** How one attempt at a tier ended. `refused` never left this machine: budget, quota or a cap was in the way. */
export const attemptOutcomeSchema = z.enum([
  "answered",
  "repaired",
  "refused",
  "unreachable",
  "timeout",
  "http_error",
  "redirect",
  "too_long",
  "looping",
  "garbage",
  "cancelled",
]);
export type AttemptOutcome = z.infer<typeof attemptOutcomeSchema>;

/** One tier that was tried, in order. */
export const attemptSchema = z.object({
  tier: tierSchema,
  model: z.string().nullable(),
  outcome: attemptOutcomeSchema,
  tokensIn: z.number().int(),
  tokensOut: z.number().int(),
  costMicroUsd: z.number().int(),
  latencyMs: z.number().int(),
  error: z.string().nullable(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** Why a tier answered: stored for every choice (AI-01). Sums are over all attempts. */
export const fallbackDecisionSchema = z.object({
  id: idSchema,
  requestId: idSchema.nullable(),
  purpose: purposeSchema,
  /** The tier whose answer was used. */
  tier: tierSchema,
  model: z.string().nullable(),
  /** A sentence for the card: why this tier, and what failed before it. */
  reason: z.string(),
  /** What was left of the tier's own quota when it was chosen, 0–1. */
  quotaRemaining: z.number().min(0).max(1),
  complexity: complexitySchema,
  tokensIn: z.number().int(),
  tokensOut: z.number().int(),
  costMicroUsd: z.number().int(),
  latencyMs: z.number().int(),
  error: z.string().nullable(),
  attempts: z.array(attemptSchema),
  at: instantSchema,
});
export type FallbackDecision = z.infer<typeof fallbackDecisionSchema>;

/** A variable the model may set; secret ones are left out by the caller. */
export interface ChoosableVariable {
  readonly name: string;
  readonly type: "string" | "number" | "boolean" | "list";
  readonly choices: readonly string[] | null;
  readonly description: string | null;
}

/** A catalog entry the model may pick. */
export interface ChoosableEntry {
  readonly entryId: string;
  readonly name: string;
  readonly path: string;
  readonly service: string | null;
  readonly description: string;
  readonly verbs: readonly z.infer<typeof verbSchema>[];
  readonly variables: readonly ChoosableVariable[];
}

/** One intent as a model understood it: everything in it is an id, a name or words of what it was given. */
export const understoodIntentSchema = z.object({
  /** The words of the request that ask for this; always words of the request itself. */
  text: z.string(),
  verb: verbSchema,
  /** One of the given entries; null when none of them serves it. */
  entryId: idSchema.nullable(),
  /** Of the given hosts only. */
  hosts: z.array(z.string()),
  /** Declared variables of that entry only; values are ones that the person stated. */
  variables: z.array(z.object({ name: z.string(), value: variableValueSchema })),
  confidence: z.number().min(0).max(1),
});
export type UnderstoodIntent = z.infer<typeof understoodIntentSchema>;

/** What a model made of a message, after everything that it was not allowed to say has been taken out. */
export const understandingSchema = z.object({
  kind: z.enum(["change", "question", "help", "out_of_scope"]),
  /** In the order in which they must happen. */
  intents: z.array(understoodIntentSchema).max(8),
  /** Words of the request that no entry serves and that are no matter of machines. */
  outOfScope: z.array(z.string()).max(8),
  /** A risk the model sees; counts only where it is higher than what the rules say. */
  risk: riskSchema,
});
export type Understanding = z.infer<typeof understandingSchema>;

/** What the owner allows. Money in millionths of a US dollar. Null sets no limit of that kind; 0 allows nothing. */
export const modelBudgetsSchema = z.strictObject({
  externalDayMicroUsd: z.number().int().min(0).max(1e12).nullable(),
  externalMonthMicroUsd: z.number().int().min(0).max(1e12).nullable(),
  externalDayTokens: z.number().int().min(0).max(1e12).nullable(),
  externalMonthTokens: z.number().int().min(0).max(1e12).nullable(),
  localDayTokens: z.number().int().min(0).max(1e12).nullable(),
});
export type ModelBudgets = z.infer<typeof modelBudgetsSchema>;

/** What a limit allows and what of it is used, calls that still run included at their worst case. */
const gaugeSchema = z.object({
  limit: z.number().int().nullable(),
  used: z.number().int(),
});

/** What models did for one request and cost, calls that still run included at their worst case. */
export const modelUseSchema = z.object({
  calls: z.number().int(),
  tokensIn: z.number().int(),
  tokensOut: z.number().int(),
  costMicroUsd: z.number().int(),
});
export type ModelUse = z.infer<typeof modelUseSchema>;

export const spendByDaySchema = z.object({
  /** UTC, as YYYY-MM-DD. */
  day: z.string(),
  calls: z.number().int(),
  tokensIn: z.number().int(),
  tokensOut: z.number().int(),
  costMicroUsd: z.number().int(),
});
export const spendByModelSchema = z.object({
  tier: tierSchema,
  model: z.string(),
  calls: z.number().int(),
  failed: z.number().int(),
  tokensIn: z.number().int(),
  tokensOut: z.number().int(),
  costMicroUsd: z.number().int(),
  meanLatencyMs: z.number().int(),
});
export const spendByRequestSchema = z.object({
  requestId: idSchema,
  conversationId: idSchema.nullable(),
  text: z.string(),
  calls: z.number().int(),
  tokensIn: z.number().int(),
  tokensOut: z.number().int(),
  costMicroUsd: z.number().int(),
  lastAt: instantSchema,
  /** What running it used, every attempt counted; null where nothing of it has run. */
  runs: z
    .object({
      count: z.number().int(),
      seconds: z.number(),
      cpuSeconds: z.number(),
      /** Of the run that needed most; null where none was measured. */
      peakMemoryMib: z.number().nullable(),
    })
    .nullable(),
});

/** `GET /api/v1/spend`: what models did and cost. Days are UTC, oldest first; models and requests dearest first. */
export const spendReportSchema = z.object({
  days: z.array(spendByDaySchema),
  models: z.array(spendByModelSchema),
  requests: z.array(spendByRequestSchema),
  total: z.object({
    calls: z.number().int(),
    tokensIn: z.number().int(),
    tokensOut: z.number().int(),
    costMicroUsd: z.number().int(),
  }),
  budgets: modelBudgetsSchema,
  gauges: z.object({
    externalDayMicroUsd: gaugeSchema,
    externalMonthMicroUsd: gaugeSchema,
    externalDayTokens: gaugeSchema,
    externalMonthTokens: gaugeSchema,
    localDayTokens: gaugeSchema,
  }),
  local: z.object({
    model: z.string().nullable(),
    reachable: z.boolean(),
    where: z.string(),
  }),
  external: z.object({
    model: z.string(),
    hasKey: z.boolean(),
    /** Whether calls may be made now, and if not, why not. */
    enabled: z.boolean(),
    reason: z.string(),
    price: z
      .object({
        inputMicroUsdPerToken: z.number(),
        outputMicroUsdPerToken: z.number(),
        source: z.string(),
        asOf: z.string(),
      })
      .nullable(),
  }),
});
export type SpendReport = z.infer<typeof spendReportSchema>;
