import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { Database } from "#server/platform/prisma.ts";
import { EntryEmbeddings } from "./entry-embeddings.ts";
import { OllamaEmbedder } from "./ollama-embedder.ts";
import { OnnxEmbedder } from "./onnx-embedder.ts";
import type { TextEmbedder } from "./text-embedder.ts";

/** Where vectors come from: a local ONNX folder before an Ollama; null for both is off. */
export interface EmbeddingSettings {
  readonly onnxFolder: string | null;
  readonly ollamaUrl: string | null;
  readonly ollamaModel: string | null;
  /** Texts that hold one of these never leave this process. */
  readonly secrets: () => Promise<readonly string[]>;
}

/** Search by meaning as the owner set it up, or null when it is off. */
export function openEmbeddings(deps: {
  readonly db: Database;
  readonly log: Logger;
  readonly catalog: Pick<CatalogService, "neverSent">;
  readonly embedding?: EmbeddingSettings;
}): EntryEmbeddings | null {
  const { db, log, catalog, embedding } = deps;
  const embedder = embedding === undefined ? null : embedderOf(embedding);
  if (embedding === undefined || embedder === null) return null;
  return new EntryEmbeddings({ db, log, catalog, embedder, secrets: embedding.secrets });
}

function embedderOf(settings: EmbeddingSettings): TextEmbedder | null {
  if (settings.onnxFolder !== null) return new OnnxEmbedder(settings.onnxFolder);
  if (settings.ollamaModel === null) return null;
  return new OllamaEmbedder({ url: settings.ollamaUrl, model: settings.ollamaModel });
}
