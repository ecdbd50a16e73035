import {
  type CallToolResult,
  type InputRequiredResult,
  isInputRequiredResult,
} from "@modelcontextprotocol/server";
import { type ToolInput, type ToolName, tools } from "#server/contracts/mcp.ts";
import { camel, renameKeys, snake } from "#server/contracts/wire-case.ts";
import { errorBody, isRefusal } from "#server/http/error-reply.ts";
import { parseBody } from "#server/http/parse-input.ts";
import type { ToolCall } from "./tool-call.ts";
import { toolHandlers } from "./tool-handlers.ts";

/** Answers a call that the gate let pass: parsed by the tool's schema, carried out, and written as the API writes it. */
export async function answerTool<Name extends ToolName>(
  name: Name,
  call: ToolCall,
): Promise<CallToolResult | InputRequiredResult> {
  const { traceId } = call.caller;
  try {
    // The table's schema is the one that the handler's input is typed by.
    const input = parseBody(tools[name].input, call.given ?? {}, camel) as ToolInput<Name>;
    const output = await toolHandlers[name](call, input);
    if (isInputRequiredResult(output)) return output;
    // Parsing drops what the schema does not name, so nothing leaves by accident.
    const body = { ...Object(tools[name].output.parse(output)), traceId };
    return resultOf(Object(renameKeys(body, snake)));
  } catch (error) {
    return { ...resultOf(refusalOf(name, call, error)), isError: true };
  }
}

/** Programs read the structured content; a model that is shown only text finds the same there. */
function resultOf(body: Record<string, unknown>): CallToolResult {
  return { content: [{ type: "text", text: JSON.stringify(body) }], structuredContent: body };
}

function refusalOf(name: ToolName, call: ToolCall, error: unknown): Record<string, unknown> {
  const { edge, caller } = call;
  const { principal, traceId } = caller;
  const known = edge.toKnownError(error);
  const fields = { traceId, tool: name, code: known.code };
  if (known.code === "internal") edge.log.error({ ...fields, err: error }, "tool failed");
  else edge.log.info(fields, "tool answered with an error");
  if (isRefusal(known.code))
    edge.refused({
      ...{ code: known.code, edge: "mcp", method: "POST", path: name, principal, traceId },
      address: caller.address,
      reason: known.message,
    });
  return Object(errorBody(known, traceId, true));
}
