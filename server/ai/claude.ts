import type { ModelDoor, OpenModel } from "./ask-model.ts";

/** Tokens of an answer at most, thinking included: newer models always think. */
export const claudeMaxOutputTokens = 4_096;

/** A Claude model. `url` is the API's base, `/v1` included. */
export function claudeDoor(settings: {
  url: string;
  model: string;
  key: string;
  hasEffort: boolean;
}): ModelDoor {
  const { url, model, key, hasEffort } = settings;
  // Picking from a list needs little thought, and thought is paid for.
  const providerOptions: OpenModel["providerOptions"] = hasEffort
    ? { anthropic: { effort: "low" } }
    : {};
  return {
    origin: new URL(url).origin,
    async open(fetch) {
      const { createAnthropic } = await import("@ai-sdk/anthropic");
      return {
        model: createAnthropic({ baseURL: url, apiKey: key, fetch })(model),
        maxOutputTokens: claudeMaxOutputTokens,
        providerOptions,
      };
    },
  };
}
