import { z } from "zod";
import { instantSchema } from "./common.ts";

/** Background work that failed so often that it is not tried again by itself. */
export const setAsideJobSchema = z.object({
  jobId: z.string(),
  /** The kind of work, as it was written; a version that is gone may have called it so. */
  name: z.string(),
  error: z.string(),
  attempts: z.number().int(),
  createdAt: instantSchema,
  setAsideAt: instantSchema,
});
export type SetAsideJob = z.infer<typeof setAsideJobSchema>;

/** `POST /api/set-aside-jobs`. */
export const decideSetAsideJobBodySchema = z.strictObject({
  jobId: z.string().regex(/^\d{1,18}$/),
  decision: z.enum(["retry", "discard"]),
});
export type DecideSetAsideJobBody = z.infer<typeof decideSetAsideJobBodySchema>;
