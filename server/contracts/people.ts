import { z } from "zod";
import { type Actor, idSchema, instantSchema } from "./common.ts";
import type { DecidingRule } from "./rule.ts";

/** Roles in rising order; each may do all that the ones before it may. */
export const roleSchema = z.enum(["viewer", "operator", "approver", "admin"]);
export type Role = z.infer<typeof roleSchema>;

/** Things a person may do. The policy table in `people/domain/policy.ts` gives the least role for each. */
export const actionSchema = z.enum([
  "read",
  "account.manage",
  "request.submit",
  "request.cancel",
  "plan.decide",
  "plan.modify",
  "rule.manage",
  "secret.list",
  "secret.give",
  "secret.manage",
  "run.cancel",
  "run.review",
  "lock.hold",
  "repository.manage",
  "host.manage",
  "agent.manage",
  "people.manage",
  "settings.manage",
]);
export type Action = z.infer<typeof actionSchema>;

/** What a token may be used for: each stands for a few actions, listed in `people/domain/token-scopes.ts`. */
export const tokenScopeSchema = z.enum(["read", "ask", "approve", "operate", "secrets", "manage"]);
export type TokenScope = z.infer<typeof tokenScopeSchema>;

export const personNameSchema = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u, "1–40 letters, digits, spaces, dots or dashes");
export const passwordSchema = z
  .string()
  .min(10, "at least 10 characters")
  .max(200, "at most 200 characters");

export const personSchema = z.object({
  id: idSchema,
  name: z.string(),
  role: roleSchema,
  createdAt: instantSchema,
  disabledAt: instantSchema.nullable(),
});
export type Person = z.infer<typeof personSchema>;

/** The signed-in caller of one request. */
export interface Principal {
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
  /** The session they are signed in with; the token's id where a token calls for them. */
  readonly sessionId: string;
  /** The API token that calls on the person's behalf; left out where they are there themselves. */
  readonly token?: CallingToken;
  /** The rule that acts by the person's standing order; left out where they act themselves. */
  readonly rule?: {
    readonly ruleId: string;
    readonly name: string;
    /** The rules that approve together; left out where it approves nothing that people would. */
    readonly approvedBy?: readonly DecidingRule[];
  };
}

/** A token as whoever it calls for, and the history, know it. */
export interface CallingToken {
  readonly tokenId: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
}

/** Who the history names: the person, or the rule or token by which something was done in their name. */
export function actorOf({
  personId,
  name,
  token,
  rule,
}: Pick<Principal, "personId" | "name" | "token" | "rule">): Actor {
  if (rule !== undefined)
    return { kind: "rule", id: rule.ruleId, name: `${rule.name}, by ${name}` };
  if (token === undefined) return { kind: "person", id: personId, name };
  return { kind: "token", id: token.tokenId, name: `${name} through token ${token.name}` };
}

export const setUpBodySchema = z.strictObject({
  token: z.string().max(100),
  name: personNameSchema,
  password: passwordSchema,
});
export const signInBodySchema = z.strictObject({
  name: z.string().max(100),
  password: z.string().max(200),
});
export const invitePersonBodySchema = z.strictObject({ role: roleSchema });
export const acceptInviteBodySchema = z.strictObject({
  token: z.string().max(100),
  name: personNameSchema,
  password: passwordSchema,
});
export const changePersonBodySchema = z.strictObject({
  role: roleSchema.optional(),
  disabled: z.boolean().optional(),
});
export const changePasswordBodySchema = z.strictObject({
  currentPassword: z.string().max(200),
  newPassword: passwordSchema,
});

/** Life of a token, in days. */
export const tokenDaysSchema = z.number().int().min(1).max(365);

/** What a token is good for where it is not good for everything: those that clients got by asking serve MCP alone. */
export const tokenAudienceSchema = z.enum(["mcp"]);
export type TokenAudience = z.infer<typeof tokenAudienceSchema>;

export const apiTokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  scopes: z.array(tokenScopeSchema),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  /** To the minute. */
  lastUsedAt: instantSchema.nullable(),
  /** Null: good for all that its scopes allow. */
  audience: tokenAudienceSchema.nullable(),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

export const createTokenBodySchema = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u, "1–60 letters, digits, spaces, dots or dashes"),
  scopes: z.array(tokenScopeSchema).min(1).max(tokenScopeSchema.options.length),
  days: tokenDaysSchema,
});
export type CreateTokenBody = z.infer<typeof createTokenBodySchema>;
