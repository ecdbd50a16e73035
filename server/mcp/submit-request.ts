import type { ChatAccepted } from "#server/contracts/chat.ts";
import type { SubmitBody, Submitted } from "#server/contracts/mcp.ts";
import { isAppError } from "#server/lib/app-error.ts";
import { tellProgress } from "./progress.ts";
import type { ToolCall } from "./tool-call.ts";

/** Says something to Chiffon and waits for what it answers; the work goes on when nobody waits any more. */
export async function submitRequest(call: ToolCall, input: SubmitBody): Promise<Submitted> {
  const { edge, caller } = call;
  const { waitSeconds, idempotencyKey = null, ...body } = input;
  const accepted = await edge.services.chat.send(caller.principal, { body, idempotencyKey });
  const page = pageOf(call, accepted);
  if (waitSeconds === 0) return { ...accepted, page };
  const answers = await waitForAnswer(call, accepted, waitSeconds);
  return answers === null ? { ...accepted, page } : { ...accepted, answers, page };
}

async function waitForAnswer(call: ToolCall, accepted: ChatAccepted, seconds: number) {
  const { edge, context } = call;
  const signal = AbortSignal.any([context.mcpReq.signal, AbortSignal.timeout(seconds * 1000)]);
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
