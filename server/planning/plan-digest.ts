import type { PlanBody } from "#server/contracts/plan.ts";
import { sha256OfJson } from "#server/platform/sha256.ts";
import { approvalSubject } from "./domain/approval-subject.ts";

/** SHA-256 over the plan's approval subject: see `contracts/approval-subject.ts`. */
export function planDigest(body: PlanBody): string {
  return sha256OfJson(approvalSubject(body));
}
