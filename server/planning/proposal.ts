import type { Lack } from "#server/contracts/chat.ts";
import type { PlanBody } from "#server/contracts/plan.ts";
import type { Answers } from "#server/contracts/question-key.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import type { Question, SpokenKind } from "./domain/message-kind.ts";
import type { Repetition } from "./domain/repetition.ts";
import type { Undoing } from "./domain/undo.ts";

/** What planning needs to know of a request. */
export interface PlanRequest {
  readonly id: string;
  readonly text: string;
  readonly answers: Answers;
  readonly rejection: string | null;
  /** Where it was said: follow-ups speak of the latest plan there. */
  readonly conversationId: string;
  readonly createdAt: Date;
  /** The ended plan that it asks for once more; left out where the words say what is wanted. */
  readonly repeats?: Repetition | undefined;
  /** What there is to take back: asked for as such, or what "undo that" means where it was said. */
  readonly undo?:
    | { readonly isAsked: boolean; readonly find: () => Promise<Undoing | null> }
    | undefined;
  /** What the phases so far have added to the request's context. */
  readonly summary: readonly string[];
  /** Told what takes a while, in a few words for whoever waits. */
  readonly onStep?: (step: string) => void;
}

/** What came of a request. Only `plan` is ever offered for approval. */
export type Proposal = ProposalKind & {
  /** Questions asked in the same breath, answered beside the plan. */
  readonly questions?: readonly Question[];
  /** What a person must be told beside it: what an external model is sent, what was not looked at. */
  readonly notice?: string;
  /** The request that it takes back. */
  readonly undoes?: string;
};

type ProposalKind =
  | { readonly kind: "plan"; readonly body: PlanBody; readonly digest: string }
  | { readonly kind: "ask"; readonly ambiguity: Ambiguity }
  | {
      readonly kind: "none";
      readonly message: string;
      readonly prompts: string[];
      /** What stands above the prompts. */
      readonly title?: string;
      /** The service that a playbook could be written for. */
      readonly writable?: string;
      readonly lack?: Lack;
    }
  | { readonly kind: "answer"; readonly about: SpokenKind };

/** A proposal that plans nothing and says why. */
export function nothing(message: string, prompts: string[] = [], title?: string): Proposal {
  return { kind: "none", message, prompts, ...(title === undefined ? {} : { title }) };
}

/** A proposal that plans nothing because a repository lacks something that a person can give. */
export function lacking(lack: Lack, message: string): Proposal {
  return { kind: "none", message, prompts: [], lack };
}
