import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  giteaId,
  kumaId,
  noBudgets,
  openAi,
  question,
} from "#tests/support/fake-model/model-lab.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { realOllama } from "#tests/support/real-ollama.ts";

const { ollamaUrl, ollamaModel } = realOllama;

// The same promises as against the stand-in, with a model that has a mind of its own.
describe.skipIf(ollamaUrl === undefined)("a real Ollama (skipped: OLLAMA_URL is not set)", () => {
  const database = useDatabase();
  let open: ReturnType<typeof openAi>;
  beforeAll(async () => {
    open = openAi({
      databaseUrl: database.url,
      ...(ollamaUrl === undefined ? {} : { ollamaUrl }),
      ...(ollamaModel === undefined ? {} : { ollamaModel }),
      key: null,
      budgets: noBudgets,
      timeoutMs: 120_000,
    });
    await open.ai.lookForModels();
  });
  afterAll(() => open.db.$disconnect());

  it("answers in the agreed form, with counts, and names only what was given", {
    timeout: 300_000,
  }, async () => {
    const { tier, result, decision } = await open.ai.understand(question());
    expect(tier).toBe("local");
    expect(decision.tokensIn).toBeGreaterThan(0);
    expect(decision.tokensOut).toBeGreaterThan(0);
    for (const intent of result?.intents ?? []) {
      expect([kumaId, giteaId, null]).toContain(intent.entryId);
      expect(["nas1"]).toEqual(expect.arrayContaining(intent.hosts));
    }
  });

  it("streams prose", { timeout: 300_000 }, async () => {
    const seen: string[] = [];
    const { tier, text } = await open.ai.streamProse(
      { ...question(), question: "what happened to kuma?", facts: "Ada restarted kuma at 10:02." },
      (soFar) => seen.push(soFar),
    );
    expect(tier).toBe("local");
    expect(text).not.toBe("");
    expect(seen.length).toBeGreaterThan(1);
  });

  it("falls back when it is too slow", { timeout: 60_000 }, async () => {
    const hasty = openAi({
      databaseUrl: database.url,
      ...(ollamaUrl === undefined ? {} : { ollamaUrl }),
      key: null,
      timeoutMs: 1,
    });
    await hasty.ai.lookForModels();
    const { tier, decision } = await hasty.ai.understand(question());
    expect(tier).toBe("builtin");
    expect(decision.attempts[0]?.outcome).toBe("timeout");
    await hasty.db.$disconnect();
  });
});
