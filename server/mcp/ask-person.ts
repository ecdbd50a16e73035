import { randomUUID } from "node:crypto";
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequests,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
} from "@modelcontextprotocol/server";
import type { ChatAccepted, MessagePart } from "#server/contracts/chat.ts";
import type { Submitted } from "#server/contracts/mcp.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import { AppError } from "#server/lib/app-error.ts";
import { can } from "#server/people/domain/policy.ts";
import { sha256 } from "#server/platform/sha256.ts";
import type { AskState } from "./ask-state.ts";
import type { ToolCall } from "./tool-call.ts";

/** Under which name a question is put and its answer comes back. */
const answerKey = "answer";
const maxAnswerLength = 500;

/** What somebody answered, or null where they would not; and the call as it was. */
export interface Resumed {
  readonly state: AskState;
  readonly answer: string | null;
}

/**
 * Takes up a call whose person was asked. Its state was checked before: ours, this token's, not too old. Here it is
 * compared with the call and used up.
 *
 * @returns null for a call that was not asked anything yet
 * @throws invalid_input for other arguments, or a state that was used
 */
export async function resume(call: ToolCall): Promise<Resumed | null> {
  const { edge, caller, context } = call;
  const state = context.mcpReq.requestState<AskState>();
  if (state === undefined) return null;
  const callHash = hashOf(call);
  if (state.callHash !== callHash)
    throw new AppError("invalid_input", { message: "That answers another call." });
  const used = { personId: caller.principal.personId, key: `mcp:${state.nonce}`, callHash };
  if ((await edge.remembered.begin(used)).kind !== "first")
    throw new AppError("invalid_input", { message: "That was answered already." });
  await edge.remembered.finish(used, { status: 200, body: "" });
  const given = inputResponse(context.mcpReq.inputResponses, answerKey);
  const isAnswer = state.question !== null && given.kind === "elicit" && given.action === "accept";
  const answer = isAnswer ? given.content?.[answerKey] : null;
  const isText = typeof answer === "string" && answer.trim() !== "";
  return { state, answer: isText ? answer.slice(0, maxAnswerLength) : null };
}

/**
 * Has the client put to its person what Chiffon asks back, or show them the page where the plan is approved: what they
 * decide there, they decide signed in. Null where there is nothing to ask, or the client cannot.
 */
export async function askPerson(
  call: ToolCall,
  { answers = [], page, ...accepted }: Submitted,
): Promise<InputRequiredResult | null> {
  const { form, url } = abilitiesOf(call);
  const parts = answers.flatMap((message) => message.parts);
  const question = parts.findLast((part) => part.kind === "question");
  if (question !== undefined && form) {
    const { requestId } = question;
    const { key } = question.question;
    const requests = { [answerKey]: inputRequired.elicit(formFor(question.question)) };
    return asked(call, accepted, requests, { requestId, key });
  }
  if (page === null || !url || !isForThem(call, parts)) return null;
  const message = "Read the plan in Chiffon and decide about it there.";
  return asked(call, accepted, { [answerKey]: inputRequired.elicitUrl({ message, url: page }) });
}

/** A plan waits, and it is theirs to decide about. */
function isForThem({ caller }: ToolCall, parts: readonly MessagePart[]): boolean {
  return parts.some(({ kind }) => kind === "plan") && can(caller.principal.role, "plan.decide");
}

async function asked(
  call: ToolCall,
  accepted: ChatAccepted,
  inputRequests: InputRequests,
  question: AskState["question"] = null,
): Promise<InputRequiredResult> {
  const state = { nonce: randomUUID(), callHash: hashOf(call), accepted, question };
  const requestState = await call.states.mint(state, call.context);
  return inputRequired({ inputRequests, requestState });
}

/** What a client of the present revision says that it can put to its person. Older ones have no way to come back. */
function abilitiesOf({ context }: ToolCall): { readonly form: boolean; readonly url: boolean } {
  const envelope: Readonly<Record<string, unknown>> = context.mcpReq.envelope ?? {};
  const { elicitation }: ClientCapabilities = Object(envelope[CLIENT_CAPABILITIES_META_KEY]);
  if (elicitation === undefined) return { form: false, url: false };
  const url = elicitation.url !== undefined;
  // A client that names neither means forms.
  return { form: elicitation.form !== undefined || !url, url };
}

function formFor({ question, choices }: Ambiguity) {
  const text = { type: "string" as const, title: "Answer" };
  const field =
    choices.length === 0
      ? { ...text, maxLength: maxAnswerLength }
      : { ...text, oneOf: choices.map(({ label, value }) => ({ const: value, title: label })) };
  const properties = { [answerKey]: field };
  return {
    message: question,
    requestedSchema: { type: "object" as const, properties, required: [answerKey] },
  };
}

const hashOf = ({ given }: ToolCall): string => sha256(JSON.stringify(given ?? {}));
