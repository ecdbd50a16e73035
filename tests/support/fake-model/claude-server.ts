import type { ServerResponse } from "node:http";
import {
  type Behaviour,
  type FakeModel,
  pieces,
  type RecordedCall,
  sendJson,
  startModelServer,
  writeForEver,
} from "./model-server.ts";

const errorTypes: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  429: "rate_limit_error",
  500: "api_error",
  529: "overloaded_error",
};

/** A server that speaks as Anthropic's `/v1/messages` does, whole answers and server-sent events. */
export function startClaude(): Promise<FakeModel> {
  return startModelServer({
    other(request, response) {
      if (request.method === "POST" && request.url === "/v1/messages") return false;
      sendJson(response, errorBody(404), { status: 404 });
      return true;
    },
    reply(call, behaviour, response) {
      if (call.headers["x-api-key"] === undefined)
        sendJson(response, errorBody(401), { status: 401 });
      else if (behaviour.kind === "status")
        sendJson(response, errorBody(behaviour.status), {
          status: behaviour.status,
          headers: behaviour.status === 429 ? { "retry-after": "30" } : {},
        });
      else if (call.body["stream"] === true) stream(call, behaviour, response);
      else whole(call, behaviour, response);
    },
  });
}

function errorBody(status: number) {
  const type = errorTypes[status] ?? "not_found_error";
  return { type: "error", error: { type, message: type }, request_id: "req_011CSHoEeqs5" };
}

function usage(behaviour: Behaviour) {
  const { tokensIn = 900, tokensOut = 120 } = behaviour.kind === "answer" ? behaviour : {};
  return {
    input_tokens: tokensIn ?? 0,
    output_tokens: tokensOut ?? 0,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    service_tier: "standard",
  };
}

function textOf(behaviour: Behaviour): string {
  return "text" in behaviour ? behaviour.text : "";
}

function head({ body }: RecordedCall, behaviour: Behaviour) {
  return {
    ...{ id: "msg_01XFDUDYJgAACzvnptvVoYEL", type: "message", role: "assistant" },
    ...{ model: body["model"], stop_sequence: null, usage: usage(behaviour) },
  };
}

/** Models without native forms are given a tool named json instead. */
function takesJsonTool({ body }: RecordedCall): boolean {
  const tools = body["tools"];
  return Array.isArray(tools) && tools.some((tool: { name?: string }) => tool.name === "json");
}

function whole(call: RecordedCall, behaviour: Behaviour, response: ServerResponse): void {
  const text = textOf(behaviour);
  if (behaviour.kind === "endless") {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"type":"message","content":[{"type":"text","text":"');
    writeForEver(response, text.repeat(50), behaviour.everyMs);
    return;
  }
  const tool = (name: string, input: unknown) => ({
    ...{ type: "tool_use", id: "toolu_01T1x1fJ34qAmk2tNTrN7Up6", name, input },
  });
  const isTool = behaviour.kind === "tool" || takesJsonTool(call);
  const content =
    behaviour.kind === "tool"
      ? tool("run_shell", { command: "id" })
      : isTool
        ? tool("json", JSON.parse(text))
        : { type: "text", text };
  const stopReason = isTool ? "tool_use" : behaviour.kind === "cut" ? "max_tokens" : "end_turn";
  sendJson(response, { ...head(call, behaviour), content: [content], stop_reason: stopReason });
}

function stream(call: RecordedCall, behaviour: Behaviour, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const event = (type: string, data: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const delta = (text: string) =>
    event("content_block_delta", { index: 0, delta: { type: "text_delta", text } });
  const message = { ...head(call, behaviour), content: [], stop_reason: null };
  response.write(event("message_start", { message }));
  response.write(
    event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
  );
  response.write(event("ping", {}));
  if (behaviour.kind === "endless") {
    writeForEver(response, delta(behaviour.text), behaviour.everyMs);
    return;
  }
  for (const piece of pieces(textOf(behaviour))) response.write(delta(piece));
  response.write(event("content_block_stop", { index: 0 }));
  const end = { delta: { stop_reason: "end_turn", stop_sequence: null } };
  response.write(event("message_delta", { ...end, usage: usage(behaviour) }));
  response.end(event("message_stop", {}));
}
