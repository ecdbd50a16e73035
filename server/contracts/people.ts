import { z } from "zod";
import { type Actor, idSchema, instantSchema } from "./common.ts";

/** Roles in rising order; each may do all that the ones before it may. */
export const roleSchema = z.enum(["viewer", "operator", "approver", "admin"]);
export type Role = z.infer<typeof roleSchema>;

/** Things a person may do. The policy table in `people/domain/policy.ts` gives the least role for each. */
export const actionSchema = z.enum([
  "read",
  "request.submit",
  "request.cancel",
  "plan.decide",
  "plan.modify",
  "secret.list",
  "secret.give",
  "secret.manage",
  "run.cancel",
  "run.review",
  "repository.manage",
  "host.manage",
  "agent.manage",
  "people.manage",
  "settings.manage",
]);
export type Action = z.infer<typeof actionSchema>;

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
  readonly sessionId: string;
}

/** A signed-in person as the history names them. */
export function actorOf({ personId, name }: Pick<Principal, "personId" | "name">): Actor {
  return { kind: "person", id: personId, name };
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
