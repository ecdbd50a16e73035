import type { ModelDoor } from "./ask-model.ts";

/** Room for prompt and answer: see the prompt's own cap. One size for all calls, as another size reloads the model. */
const contextTokens = 8_192;
/** Tokens of an answer at most. */
export const ollamaMaxOutputTokens = 1_024;

/** A model of an Ollama at `url` (without `/api`). */
export function ollamaDoor(url: string, model: string): ModelDoor {
  return {
    origin: new URL(url).origin,
    async open(fetch) {
      const { createOllama } = await import("ollama-ai-provider");
      return {
        model: createOllama({ baseURL: `${url.replace(/\/+$/, "")}/api`, fetch })(model),
        maxOutputTokens: ollamaMaxOutputTokens,
        // Only here does Ollama read them; at the top level they are ignored.
        providerOptions: {
          ollama: {
            think: false,
            options: {
              temperature: 0,
              seed: 1,
              num_ctx: contextTokens,
              num_predict: ollamaMaxOutputTokens,
            },
          },
        },
      };
    },
  };
}
