import { z } from "zod";

/** State of one part. `off` means it is optional and not in use. */
export const healthStateSchema = z.enum(["green", "amber", "red", "off"]);
export type HealthState = z.infer<typeof healthStateSchema>;

/** `GET /api/health`: states only, because it is public. */
export const healthSchema = z.object({
  status: z.enum(["green", "amber", "red"]),
  database: healthStateSchema,
  redis: healthStateSchema,
  git: healthStateSchema,
  queue: healthStateSchema,
  workers: healthStateSchema,
  version: z.string(),
});
export type Health = z.infer<typeof healthSchema>;
