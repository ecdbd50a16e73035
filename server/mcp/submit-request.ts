import type { InputRequiredResult } from "@modelcontextprotocol/server";
import type { ChatAccepted } from "#server/contracts/chat.ts";
import type { SubmitBody, Submitted } from "#server/contracts/mcp.ts";
import { isAppError } from "#server/lib/app-error.ts";
import { timeLimit } from "#server/lib/time-limit.ts";
import { askPerson, type Resumed, resume } from "./ask-person.ts";
import { tellProgress } from "./progress.ts";
import type { ToolCall } from "./tool-call.ts";

/**
 * Says something to Chiffon and waits for what it answers; the work goes on when nobody waits any more. What Chiffon asks
 * back is put to the person where their client can do that.
 */
export async function submitRequest(
  call: ToolCall,
  input: SubmitBody,
): Promise<Submitted | InputRequiredResult> {
  const resumed = await resume(call);
  const accepted = await say(call, input, resumed);
  const page = pageOf(call, accepted);
  if (input.waitSeconds === 0) return { ...accepted, page };
  const answers = await waitForAnswer(call, accepted, input.waitSeconds);
  if (answers === null) return { ...accepted, page };
  const submitted = { ...accepted, answers, page };
  // Whoever would not answer, or was shown the page, is not asked again.
  const mayAsk = resumed === null || resumed.answer !== null;
  return (mayAsk ? await askPerson(call, submitted) : null) ?? submitted;
}

/** What was asked for, or what its person answered; where they would not answer, what was said before stands. */
async function say(
  { edge, caller }: ToolCall,
  input: SubmitBody,
  resumed: Resumed | null,
): Promise<ChatAccepted> {
  const { principal } = caller;
  if (resumed === null) {
    const { waitSeconds: _waitSeconds, idempotencyKey = null, ...body } = input;
    return edge.services.chat.send(principal, { body, idempotencyKey });
  }
  const { state, answer } = resumed;
  if (answer === null || state.question === null) return state.accepted;
  const { conversationId } = state.accepted;
  const body = { conversationId, message: answer, answer: { ...state.question, value: answer } };
  return edge.services.chat.send(principal, { body, idempotencyKey: null });
}

async function waitForAnswer(call: ToolCall, accepted: ChatAccepted, seconds: number) {
  const { edge, context } = call;
  const signal = AbortSignal.any([context.mcpReq.signal, timeLimit(seconds * 1000)]);
  try {
    return await edge.services.chat.waitForAnswer(accepted, signal, tellProgress(context));
  } catch (error) {
    // It was not said in time, which is no fault: whoever asked has the ids.
    if (isAppError(error, "timeout")) return null;
    throw error;
  }
}

/** Where a person reads the plan of a request, and approves it. */
function pageOf({ caller }: ToolCall, { requestId }: ChatAccepted): string | null {
  return requestId === null ? null : `${caller.baseUrl}/requests/${requestId}`;
}
