import type { ServerResponse } from "node:http";
import {
  type Behaviour,
  type FakeModel,
  pieces,
  sendJson,
  startModelServer,
  writeForEver,
} from "./model-server.ts";

const createdAt = "2026-11-21T05:00:00.000000001Z";

/** A server that speaks as Ollama's `/api/tags` and `/api/chat` do, whole answers and NDJSON. */
export function startOllama(
  models: readonly string[] = ["nomic-embed-text:latest", "qwen3:4b"],
): Promise<FakeModel> {
  return startModelServer({
    other(request, response) {
      if (request.method === "POST" && request.url === "/api/chat") return false;
      if (request.url === "/api/tags") sendJson(response, { models: models.map(tag) });
      else sendJson(response, { error: "not found" }, { status: 404 });
      return true;
    },
    reply({ body }, behaviour, response) {
      const model = String(body["model"]);
      if (behaviour.kind === "status") {
        const error = behaviour.status === 404 ? `model '${model}' not found` : "server busy";
        sendJson(response, { error }, { status: behaviour.status });
      } else if (body["stream"] === true) stream(model, behaviour, response);
      else whole(model, behaviour, response);
    },
  });
}

function tag(name: string) {
  const family = name.includes("embed") ? "nomic-bert" : "qwen3";
  return {
    ...{ name, model: name, modified_at: createdAt, size: 2_497_293_918, digest: "359d7dd4bcda" },
    details: { format: "gguf", family, parameter_size: "4.0B", quantization_level: "Q4_K_M" },
  };
}

function counts(behaviour: Behaviour) {
  const { tokensIn = 210, tokensOut = 42 } = behaviour.kind === "answer" ? behaviour : {};
  return {
    ...{ total_duration: 1_000_000, load_duration: 1_000 },
    ...(tokensIn === null ? {} : { prompt_eval_count: tokensIn, prompt_eval_duration: 1_000 }),
    ...(tokensOut === null ? {} : { eval_count: tokensOut, eval_duration: 1_000 }),
  };
}

function message(model: string, content: string) {
  return { model, created_at: createdAt, message: { role: "assistant", content } };
}

function textOf(behaviour: Behaviour): string {
  return "text" in behaviour ? behaviour.text : "";
}

function whole(model: string, behaviour: Behaviour, response: ServerResponse): void {
  if (behaviour.kind === "endless") {
    response.writeHead(200, { "content-type": "application/json" });
    response.write(`{"model":"${model}","created_at":"${createdAt}","message":{"content":"`);
    writeForEver(response, behaviour.text.repeat(50), behaviour.everyMs);
    return;
  }
  const said = message(model, textOf(behaviour));
  const tools =
    behaviour.kind === "tool"
      ? { tool_calls: [{ function: { name: "run_shell", arguments: { command: "id" } } }] }
      : {};
  sendJson(response, {
    ...said,
    message: { ...said.message, ...tools },
    done_reason: behaviour.kind === "cut" ? "length" : "stop",
    done: true,
    ...counts(behaviour),
  });
}

function stream(model: string, behaviour: Behaviour, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  const line = (content: string) =>
    `${JSON.stringify({ ...message(model, content), done: false })}\n`;
  if (behaviour.kind === "endless") {
    writeForEver(response, line(behaviour.text), behaviour.everyMs);
    return;
  }
  for (const piece of pieces(textOf(behaviour))) response.write(line(piece));
  const end = { ...message(model, ""), done_reason: "stop", done: true, ...counts(behaviour) };
  response.end(`${JSON.stringify(end)}\n`);
}
