import { z } from "zod";
import { EmbeddingFault, type TextEmbedder, unitVectors } from "./text-embedder.ts";

const usualUrl = "http://127.0.0.1:11434";
const maxAnswerBytes = 10_000_000;
const answerSchema = z.object({ embeddings: z.array(z.array(z.number())) });
const errorSchema = z.object({ error: z.string() });

/** Asks an Ollama for vectors over `POST /api/embed`. Follows no redirect and reads at most 10 MB. */
export class OllamaEmbedder implements TextEmbedder {
  readonly model: string;
  readonly isInProcess = false;
  private readonly url: string;
  private readonly name: string;

  constructor(settings: { url: string | null; model: string }) {
    this.url = (settings.url ?? usualUrl).replace(/\/+$/, "").replace(/\/api$/, "");
    this.name = settings.model;
    this.model = `ollama/${settings.model}`;
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const response = await this.ask({ model: this.name, input: texts }, signal);
    const text = await readCapped(response);
    const answer = answerSchema.safeParse(parseJson(text));
    if (!response.ok || !answer.success) {
      const said =
        errorSchema.safeParse(parseJson(text)).data?.error ?? `status ${response.status}`;
      throw new EmbeddingFault(`Ollama cannot embed with ${this.name}: ${said.slice(0, 200)}`);
    }
    return unitVectors(answer.data.embeddings, texts.length);
  }

  private async ask(body: object, signal: AbortSignal): Promise<Response> {
    try {
      return await fetch(`${this.url}/api/embed`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        redirect: "error",
        signal,
      });
    } catch (cause) {
      throw new EmbeddingFault(`Ollama does not answer at ${new URL(this.url).origin}.`, { cause });
    }
  }
}

async function readCapped(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > maxAnswerBytes) throw new EmbeddingFault("Ollama's answer does not end.");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
