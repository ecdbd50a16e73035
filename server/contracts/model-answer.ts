import { z } from "zod";
import { type Risk, riskSchema } from "./common.ts";
import { type Verb, verbSchema } from "./request.ts";

/** What a model says when no entry serves an intent. */
export const noEntry = "none";

/** The form a model answers in. Values are text; they get their declared types when they are read. */
export interface ModelAnswerForm {
  readonly kind: "change" | "question" | "help" | "out_of_scope";
  readonly intents: readonly {
    readonly words: string;
    readonly verb: Verb;
    readonly entry: string;
    readonly hosts: readonly string[];
    readonly variables: readonly { readonly name: string; readonly value: string }[];
    readonly confidence: number;
  }[];
  readonly outOfScope: readonly string[];
  readonly risk: Risk;
}

/** A form made for one message. */
export type ModelAnswerSchema = z.ZodType<ModelAnswerForm>;

/** The form of an answer that can name nothing but the given entries, hosts and variables. */
export function modelAnswerSchema(given: {
  readonly entries: readonly string[];
  readonly hosts: readonly string[];
  readonly variables: readonly string[];
}): ModelAnswerSchema {
  const variables =
    given.variables.length === 0
      ? z.array(z.strictObject({ name: z.string(), value: z.string() })).max(0)
      : z
          .array(z.strictObject({ name: z.enum(unique(given.variables)), value: z.string() }))
          .max(20);
  const hosts =
    given.hosts.length === 0
      ? z.array(z.string()).max(0)
      : z.array(z.enum(unique(given.hosts))).max(100);
  const intent = z.strictObject({
    words: z.string(),
    verb: verbSchema,
    entry: z.enum([...given.entries, noEntry]),
    hosts,
    variables,
    confidence: z.number().min(0).max(1),
  });
  return z.strictObject({
    kind: z.enum(["change", "question", "help", "out_of_scope"]),
    intents: z.array(intent).max(8),
    outOfScope: z.array(z.string()).max(8),
    risk: riskSchema,
  });
}

/** What a model would fill in. Values are text, whatever their variables want. */
export interface ProposalsForm {
  readonly values: readonly {
    readonly variable: string;
    readonly value: string;
    readonly why: string;
  }[];
}

/** The form of an answer that can name nothing but the given variables; there is at least one. */
export function proposalsSchema(variables: readonly string[]): z.ZodType<ProposalsForm> {
  const value = z.strictObject({
    variable: z.enum(unique(variables)),
    value: z.string(),
    why: z.string(),
  });
  return z.strictObject({ values: z.array(value).max(20) });
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
