import { stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { EmbeddingFault, type TextEmbedder, unitVectors } from "./text-embedder.ts";

/** Half a gigabyte that few need: installed by owners who want it, so its name must not be resolved when we build. */
const packageName: string = "@huggingface/transformers";

type Extract = (texts: readonly string[], options: object) => Promise<{ tolist(): unknown }>;
interface Transformers {
  readonly env: { allowRemoteModels: boolean; localModelPath: string };
  pipeline(task: string, model: string, options: object): Promise<Extract>;
}

/** Runs an ONNX model from a local folder with transformers.js, where that package is installed. Never downloads. */
export class OnnxEmbedder implements TextEmbedder {
  readonly model: string;
  readonly isInProcess = true;
  private readonly folder: string;
  private readonly load: () => Promise<unknown>;
  private ready: Promise<Extract> | null = null;

  /** @param load finds the package; tests give their own */
  constructor(folder: string, load: () => Promise<unknown> = () => import(packageName)) {
    this.folder = path.resolve(folder);
    this.model = `onnx/${path.basename(this.folder)}`;
    this.load = load;
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    this.ready ??= this.open().catch((error: unknown) => {
      this.ready = null;
      throw error;
    });
    const extract = await this.ready;
    signal.throwIfAborted();
    const answer = await extract(texts, { pooling: "mean", normalize: true });
    const vectors = z.array(z.array(z.number())).safeParse(answer.tolist());
    if (!vectors.success) throw new EmbeddingFault("The ONNX model answered no vectors.");
    return unitVectors(vectors.data, texts.length);
  }

  private async open(): Promise<Extract> {
    const found = await stat(path.join(this.folder, "config.json")).catch(() => null);
    if (found === null) {
      throw new EmbeddingFault(`${this.folder} holds no model: put all-MiniLM-L6-v2 there.`);
    }
    const transformers = await this.load().catch((cause: unknown) => {
      throw new EmbeddingFault(
        `transformers.js is not installed: npm install --no-save ${packageName}`,
        { cause },
      );
    });
    // The package is not there when types are checked; its shape is what its documentation says.
    const { env, pipeline } = transformers as Transformers;
    env.allowRemoteModels = false;
    env.localModelPath = path.dirname(this.folder);
    return pipeline("feature-extraction", path.basename(this.folder), {}).catch(
      (cause: unknown) => {
        throw new EmbeddingFault(`The model in ${this.folder} cannot be loaded.`, { cause });
      },
    );
  }
}
