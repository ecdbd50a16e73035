import { z } from "zod";

/** Where something is that a worker makes: *waiting* for one, *running*, or over. */
export const workStatusSchema = z.enum(["waiting", "running", "done", "failed"]);
export type WorkStatus = z.infer<typeof workStatusSchema>;
