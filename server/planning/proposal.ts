import type { PlanBody } from "#server/contracts/plan.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import type { SpokenKind } from "./domain/classify-message.ts";

/** What planning needs to know of a request. */
export interface PlanRequest {
  readonly text: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly rejection: string | null;
}

/** What came of a request. Only `plan` is ever offered for approval. */
export type Proposal =
  | { readonly kind: "plan"; readonly body: PlanBody; readonly digest: string }
  | { readonly kind: "ask"; readonly ambiguity: Ambiguity }
  | { readonly kind: "none"; readonly message: string; readonly prompts: string[] }
  | { readonly kind: "answer"; readonly about: SpokenKind };

/** A proposal that plans nothing and says why. */
export function nothing(message: string, prompts: string[] = []): Proposal {
  return { kind: "none", message, prompts };
}
