import { z } from "zod";

/** A UUID as Postgres prints it. */
export const idSchema = z.uuid();
/** An ISO-8601 instant in UTC. */
export const instantSchema = z.iso.datetime();
/** A SHA-256 in lower-case hexadecimal. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** A number of a query string: callers give a number, the wire carries its digits. */
export const queryNumber = () => z.coerce.number<number>();

/** How dangerous a plan or task is; decided by rules, raised but never lowered by a model. */
export const riskSchema = z.enum(["low", "medium", "high"]);
export type Risk = z.infer<typeof riskSchema>;

/** A typed value of a playbook variable. */
export const variableValueSchema = z.union([
  z.string().max(4000),
  z.number(),
  z.boolean(),
  z.array(z.union([z.string().max(4000), z.number(), z.boolean()])).max(200),
  z.null(),
]);
export type VariableValue = z.infer<typeof variableValueSchema>;

/** Who did something: a person, an API token on a person's behalf, a rule, or Chiffon itself. */
export const actorSchema = z.object({
  kind: z.enum(["person", "token", "rule", "system", "agent"]),
  id: z.string().max(200),
  name: z.string().max(200),
});
export type Actor = z.infer<typeof actorSchema>;

/** Chiffon acting by itself. */
export const systemActor: Actor = { kind: "system", id: "system", name: "Chiffon" };

/** Somebody who has not said who they are. */
export const nobodyActor: Actor = {
  kind: "system",
  id: "anonymous",
  name: "someone not signed in",
};
