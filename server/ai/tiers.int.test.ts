import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startClaude } from "#tests/support/fake-model/claude-server.ts";
import {
  goodAnswer,
  kumaId,
  noBudgets,
  openAi,
  question,
  tenDollars,
} from "#tests/support/fake-model/model-lab.ts";
import type { Behaviour, FakeModel } from "#tests/support/fake-model/model-server.ts";
import { startOllama } from "#tests/support/fake-model/ollama-server.ts";
import { measurePace } from "#tests/support/machine-pace.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import type { AiService } from "./ai-service.ts";

const database = useDatabase();
let ollama: FakeModel;
let claude: FakeModel;
let open: ReturnType<typeof openAi>;
let ai: AiService;

beforeAll(async () => {
  [ollama, claude] = await Promise.all([startOllama(), startClaude()]);
  open = openAi({
    databaseUrl: database.url,
    ollamaUrl: ollama.url,
    claudeUrl: claude.url,
    // Long enough that a flood is seen to be one, however busy the machine is.
    timeoutMs: Math.ceil(1_500 * measurePace()),
  });
  ai = open.ai;
});
beforeEach(async () => {
  ollama.behave({ kind: "answer", text: goodAnswer() });
  claude.behave({ kind: "answer", text: goodAnswer() });
  await ai.lookForModels();
});
afterAll(async () => {
  await Promise.all([ollama.close(), claude.close(), open.db.$disconnect()]);
});

const complex = { complexity: "complex" } as const;

describe("the tier that answers", () => {
  it("is the local one by default, and the record says so", async () => {
    const asked = question();
    const { tier, result, decision } = await ai.understand(asked);
    expect(tier).toBe("local");
    expect(result?.intents).toEqual([
      {
        text: "deploy uptime kuma on nas1",
        verb: "deploy",
        entryId: kumaId,
        hosts: ["nas1"],
        variables: [{ name: "app_port", value: 3002 }],
        confidence: 0.97,
      },
    ]);
    expect(decision).toMatchObject({ tokensIn: 210, tokensOut: 42, costMicroUsd: 0, error: null });
    expect(await ai.decisionsOf(asked.requestId ?? "")).toEqual([decision]);
    expect(claude.calls).toEqual([]);
  });

  it("asks Ollama as it wants to be asked: form, options and no thinking", async () => {
    await ai.understand(question());
    const [call] = ollama.calls;
    expect(call?.path).toBe("/api/chat");
    expect(call?.body).toMatchObject({
      model: "qwen3:4b",
      stream: false,
      think: false,
      options: { temperature: 0, num_ctx: 8192, num_predict: 1024 },
      format: { type: "object", required: expect.arrayContaining(["intents"]) },
    });
  });

  it("is Claude for complex work, at its price, with the reason for the card", async () => {
    const { tier, decision } = await ai.understand(question(complex));
    expect(tier).toBe("external");
    expect(decision).toMatchObject({
      model: "claude-sonnet-5-5",
      reason: "Claude answered: the work is complex",
      tokensIn: 900,
      tokensOut: 120,
      costMicroUsd: 900 * 2 + 120 * 10,
    });
    expect(decision.quotaRemaining).toBeGreaterThan(0.9);
    expect(claude.calls[0]?.headers["x-api-key"]).toBe("sk-ant-test-0123456789");
    expect(ollama.calls).toEqual([]);
  });

  it("is Claude for work marked high-value", async () => {
    const { decision } = await ai.understand(question({ highValue: true }));
    expect(decision).toMatchObject({
      tier: "external",
      reason: expect.stringMatching(/high-value/),
    });
  });

  it("is never Claude for what comes from a never-send repository", async () => {
    const { tier, decision } = await ai.understand(question({ ...complex, neverSend: true }));
    expect(tier).toBe("local");
    expect(decision.reason).toMatch(/is private/);
    expect(claude.calls).toEqual([]);
  });

  it("is Claude when less than a fifth of the local quota remains, builtin when none and Claude is off", async () => {
    const budgets = { ...tenDollars, localDayTokens: 1_000_000 };
    const spent = openAi({
      databaseUrl: database.url,
      ollamaUrl: ollama.url,
      claudeUrl: claude.url,
      budgets,
    });
    await spent.ai.lookForModels();
    expect((await spent.ai.understand(question())).tier).toBe("local");
    const usage = await spent.ai.spend(1);
    const limit = Math.ceil(usage.gauges.localDayTokens.used / 0.85);
    const setTo = (localDayTokens: number, over = {}) =>
      open.db.setting.upsert({
        where: { key: "model.budgets" },
        create: { key: "model.budgets", value: { ...budgets, localDayTokens, ...over } },
        update: { value: { ...budgets, localDayTokens, ...over } },
      });
    await setTo(limit);
    const low = await spent.ai.understand(question());
    expect(low.tier).toBe("external");
    expect(low.decision.reason).toMatch(/% of the local quota remains/);
    await setTo(limit, { externalMonthMicroUsd: 0 });
    const stopped = await spent.ai.understand(question());
    expect(stopped.tier).toBe("builtin");
    await open.db.setting.delete({ where: { key: "model.budgets" } });
    await spent.db.$disconnect();
  });

  it("is builtin at no cost and without a call where no model is, and external is off", async () => {
    const alone = openAi({ databaseUrl: database.url, key: null, budgets: noBudgets });
    await alone.ai.lookForModels();
    const { tier, result, decision } = await alone.ai.understand(question(complex));
    expect({ tier, result }).toEqual({ tier: "builtin", result: null });
    expect(decision).toMatchObject({ tokensIn: 0, costMicroUsd: 0, attempts: [] });
    await alone.db.$disconnect();
  });

  it("is not Claude while no budget is set, whatever the key", async () => {
    const thrifty = openAi({
      databaseUrl: database.url,
      claudeUrl: claude.url,
      budgets: { ...noBudgets, externalMonthMicroUsd: 0 },
    });
    const { tier, decision } = await thrifty.ai.understand(question(complex));
    expect(tier).toBe("builtin");
    expect(decision.reason).toMatch(/no budget is set/);
    expect(claude.calls).toEqual([]);
    await thrifty.db.$disconnect();
  });

  it("tells once, and keeps in the history, what was sent out", async () => {
    await open.db.setting.deleteMany({ where: { key: "model.external_told" } });
    const first = await ai.understand(question(complex));
    const second = await ai.understand(question(complex));
    expect(first.notice).toMatch(/never gets secrets/);
    expect(second.notice).toBeNull();
    const entries = await open.db.auditEntry.findMany({
      where: { type: "model.asked", requestId: first.decision.requestId },
    });
    expect(entries).toHaveLength(1);
    expect(entries[0]?.facts).toMatchObject({ firstUse: true, model: "claude-sonnet-5-5" });
  });
});

const elsewhere: Behaviour = { kind: "redirect", to: "http://127.0.0.1:9/steal" };
const faults: readonly (readonly [string, Behaviour, string])[] = [
  ["429", { kind: "status", status: 429 }, "http_error"],
  ["500", { kind: "status", status: 500 }, "http_error"],
  ["529", { kind: "status", status: 529 }, "http_error"],
  ["a redirect", elsewhere, "redirect"],
  ["silence", { kind: "hang" }, "timeout"],
  ["drops, for ever", { kind: "endless", text: "x", everyMs: 20 }, "timeout"],
  ["a flood, for ever", { kind: "endless", text: "all work and no play " }, "too_long"],
  ["a connection that breaks", { kind: "die" }, "garbage"],
];

describe.each([
  ["Claude", () => claude, complex, "local"],
  ["Ollama", () => ollama, {}, "builtin"],
] as const)("when %s misbehaves", (_name, server, over, next) => {
  it.each(faults)(
    "with %s, the next tier answers and the record says why",
    async (_, behaviour, outcome) => {
      server().behave(behaviour);
      const { tier, result, decision } = await ai.understand(question(over));
      expect(tier).toBe(next);
      expect(result === null).toBe(next === "builtin");
      expect(decision.attempts[0]?.outcome).toBe(outcome);
      expect(decision.reason).toContain(decision.attempts[0]?.error);
      expect(server().calls.length).toBeLessThanOrEqual(2);
    },
  );

  const garbage: readonly (readonly [string, Behaviour])[] = [
    ["no JSON", { kind: "answer", text: "Sure! I would deploy Kuma." }],
    ["another form", { kind: "answer", text: '{"command":"rm -rf /"}' }],
    ["an entry nobody offered", { kind: "answer", text: goodAnswer({ entry: "e99" }) }],
    ["a host nobody has", { kind: "answer", text: goodAnswer({ hosts: ["evil.example"] }) }],
    ["half an answer", { kind: "cut", text: goodAnswer().slice(0, 60) }],
    ["a tool of its own", { kind: "tool" }],
  ];

  it.each(garbage)("with %s, it gets one chance to repair it", async (_, bad) => {
    server().behave(bad, { kind: "answer", text: goodAnswer() });
    const { result, decision } = await ai.understand(question(over));
    expect(result?.intents[0]?.entryId).toBe(kumaId);
    expect(decision.attempts.map(({ outcome }) => outcome)).toEqual(["garbage", "repaired"]);
    expect(JSON.stringify(server().calls[1]?.body)).toContain("cannot be used");
  });

  it.each(garbage)("with %s again, it is left, and the next tier answers", async (_, bad) => {
    server().behave(bad);
    const { tier, decision } = await ai.understand(question(over));
    expect(tier).toBe(next);
    expect(server().calls).toHaveLength(2);
    expect(decision.attempts[0]?.outcome).toBe("garbage");
    expect(["garbage", "looping"]).toContain(decision.attempts[1]?.outcome);
  });

  it("with bytes that are no answer, the next tier answers", async () => {
    server().behave({ kind: "noise" });
    const { tier, decision } = await ai.understand(question(over));
    expect(tier).toBe(next);
    expect(decision.attempts[0]?.outcome).toBe("garbage");
  });

  it("with prose that goes round in circles, it is cut off", async () => {
    server().behave({ kind: "endless", text: "and then it was up again " });
    let longest = 0;
    const { tier, decision } = await ai.streamProse(
      { ...question(over), question: "what happened to kuma?", facts: "It was restarted." },
      (text) => {
        longest = Math.max(longest, text.length);
      },
    );
    expect(tier).not.toBe(server() === claude ? "external" : "local");
    expect(decision.attempts[0]?.outcome).toBe("looping");
    expect(longest).toBeLessThan(1_000);
  });
});

describe("falling back", () => {
  it("goes from Claude to the local model to builtin", async () => {
    claude.behave({ kind: "status", status: 529 });
    ollama.behave({ kind: "status", status: 500 });
    const { tier, decision } = await ai.understand(question(complex));
    expect(tier).toBe("builtin");
    expect(decision.attempts.map((attempt) => attempt.tier)).toEqual(["external", "local"]);
    expect(decision.reason).toMatch(/Claude failed .*529.*local model failed .*500/);
  });

  it("does not wait again for a local model that just went away", async () => {
    const stopped = await startOllama();
    const leaving = openAi({ databaseUrl: database.url, ollamaUrl: stopped.url, key: null });
    await leaving.ai.lookForModels();
    await stopped.close();
    const first = await leaving.ai.understand(question());
    const second = await leaving.ai.understand(question());
    expect(first.decision.attempts.map(({ outcome }) => outcome)).toEqual(["unreachable"]);
    expect(second.decision.attempts).toEqual([]);
    await leaving.db.$disconnect();
  });

  it("ends at once when nobody waits any more", async () => {
    ollama.behave({ kind: "hang" });
    const abort = new AbortController();
    const answer = ai.understand(question({ signal: abort.signal }));
    await expect.poll(() => ollama.calls.length).toBe(1);
    abort.abort();
    const { tier, decision } = await answer;
    expect(tier).toBe("builtin");
    expect(decision.attempts[0]?.outcome).toBe("cancelled");
  });

  it("stops asking for a request that has caused too many calls", async () => {
    const again = question();
    for (let n = 0; n < 12; n++) expect((await ai.understand(again)).tier).toBe("local");
    const { tier, decision } = await ai.understand(again);
    expect(tier).toBe("builtin");
    expect(decision.reason).toMatch(/too often for this request/);
    expect(ollama.calls).toHaveLength(12);
  });
});

describe("prose", () => {
  const asked = (over = {}) => ({
    ...question(over),
    question: "what happened to kuma?",
    facts: "kuma was restarted by Ada at 10:02",
  });
  const text = "Ada restarted Kuma at 10:02. It has been up since.";

  it.each([
    ["the local model", {}, "local"],
    ["Claude", complex, "external"],
  ] as const)("streams from %s as it grows", async (_, over, expected) => {
    ollama.behave({ kind: "answer", text });
    claude.behave({ kind: "answer", text });
    const seen: string[] = [];
    const answer = await ai.streamProse(asked(over), (soFar) => seen.push(soFar));
    expect(answer).toMatchObject({ tier: expected, text });
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.at(-1)).toBe(text);
    for (const [index, soFar] of seen.entries())
      expect(soFar.startsWith(seen[index - 1] ?? "")).toBe(true);
    expect(answer.decision.tokensOut).toBeGreaterThan(0);
  });

  it("begins anew when another tier takes over in the middle", async () => {
    claude.behave({ kind: "endless", text: "never said before ".repeat(2) });
    ollama.behave({ kind: "answer", text });
    const seen: string[] = [];
    const answer = await ai.streamProse(asked(complex), (soFar) => seen.push(soFar));
    expect(answer).toMatchObject({ tier: "local", text });
    expect(seen.at(-1)).toBe(text);
  });
});

describe("older Claude models", () => {
  it("that answer through a tool are understood too", async () => {
    const older = openAi({
      databaseUrl: database.url,
      claudeUrl: claude.url,
      claudeModel: "claude-haiku-4-5",
    });
    const { tier, result, decision } = await older.ai.understand(question(complex));
    expect(tier).toBe("external");
    expect(result?.intents[0]?.entryId).toBe(kumaId);
    expect(decision.costMicroUsd).toBe(900 * 1 + 120 * 5);
    await older.db.$disconnect();
  });

  it("that have no known price are never asked", async () => {
    const unknown = openAi({
      databaseUrl: database.url,
      claudeUrl: claude.url,
      claudeModel: "claude-unknown-9",
    });
    const { tier, decision } = await unknown.ai.understand(question(complex));
    expect(tier).toBe("builtin");
    expect(decision.reason).toMatch(/price of claude-unknown-9 is not known/);
    expect(claude.calls).toEqual([]);
    await unknown.db.$disconnect();
  });
});
