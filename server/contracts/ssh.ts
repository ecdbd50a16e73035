import { z } from "zod";

/** A name or address that ssh can only read as one. */
export const sshAddressSchema = z
  .string()
  .regex(/^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,252}|[0-9A-Fa-f:]{2,45})$/);

/** A machine on the way to another one. */
export const jumpHostSchema = z.object({
  address: sshAddressSchema,
  port: z.number().int().min(1).max(65_535),
  user: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/)
    .nullable(),
});
export type JumpHost = z.infer<typeof jumpHostSchema>;

/** The way to an address, nearest machine first. */
export const jumpRouteSchema = z.object({
  address: sshAddressSchema,
  jumps: z.array(jumpHostSchema).min(1).max(5),
});
export type JumpRoute = z.infer<typeof jumpRouteSchema>;
