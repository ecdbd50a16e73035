import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AuditService } from "#server/audit/audit-service.ts";
import type { ModelBudgets } from "#server/contracts/ai.ts";
import type { Principal } from "#server/contracts/people.ts";
import { systemClock } from "#server/platform/clock.ts";
import { type Database, openDatabase } from "#server/platform/prisma.ts";
import { startClaude } from "#tests/support/fake-model/claude-server.ts";
import {
  goodAnswer,
  noBudgets,
  openAi,
  question,
  tenDollars,
} from "#tests/support/fake-model/model-lab.ts";
import type { FakeModel } from "#tests/support/fake-model/model-server.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { whyTooDear } from "./domain/budget.ts";
import { SpendLedger } from "./spend-ledger.ts";
import { insertCall, readUsage } from "./spend-repository.ts";

const database = useDatabase();
let db: Database;
let claude: FakeModel;
const opened: ReturnType<typeof openAi>[] = [];

beforeAll(async () => {
  db = openDatabase(database.url);
  claude = await startClaude();
});
beforeEach(async () => {
  claude.behave({ kind: "answer", text: goodAnswer() });
  await db.modelCall.deleteMany();
  await db.setting.deleteMany();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.db.$disconnect()));
});
afterAll(async () => {
  await Promise.all([db.$disconnect(), claude.close()]);
});

function service(budgets: ModelBudgets) {
  const each = openAi({ databaseUrl: database.url, claudeUrl: claude.url, budgets });
  opened.push(each);
  return each.ai;
}

const ledgerOf = (budgets: Partial<ModelBudgets>) =>
  new SpendLedger({
    ...{ db, audit: new AuditService({ db, clock: systemClock }) },
    defaults: { ...noBudgets, ...budgets },
  });

/** What all calls may cost, those not settled at their worst case. */
async function spent(): Promise<{ microUsd: number; tokens: number; unsettled: number }> {
  const calls = await db.modelCall.findMany();
  const sum = { microUsd: 0, tokens: 0, unsettled: 0 };
  for (const call of calls) {
    sum.microUsd += Number(call.costMicroUsd ?? call.reservedMicroUsd);
    sum.tokens += (call.tokensIn ?? call.reservedTokens) + (call.tokensOut ?? 0);
    sum.unsettled += call.settledAt === null ? 1 : 0;
  }
  return sum;
}

const complex = { complexity: "complex" } as const;
const newCall = () => ({
  ...{ requestId: randomUUID(), conversationId: null, purpose: "understand" },
  ...({ tier: "external", model: "claude-sonnet-5-5" } as const),
});

describe("a limit", () => {
  it("is never crossed by 200 calls at once, from two processes' services", async () => {
    const limit = 400_000;
    const budgets = { ...noBudgets, externalDayMicroUsd: limit };
    const services = [service(budgets), service(budgets)];
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => services[n % 2]?.understand(question(complex))),
    );
    const tiers = answers.map((answer) => answer?.tier);
    const { microUsd, unsettled } = await spent();
    expect(microUsd).toBeLessThanOrEqual(limit);
    expect(unsettled).toBe(0);
    // The limit lets some through and stops others: a test that stops all would prove nothing.
    expect(tiers.filter((tier) => tier === "external").length).toBeGreaterThan(5);
    expect(tiers.filter((tier) => tier === "builtin").length).toBeGreaterThan(5);
  });

  it("is never crossed, whatever calls reserve, settle or leave behind at once", async () => {
    const call = fc.record({
      microUsd: fc.nat({ max: 5_000 }),
      tokens: fc.nat({ max: 5_000 }),
      end: fc.constantFrom("settle", "crash", "free"),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const limits = fc.record({
      externalDayMicroUsd: fc.integer({ min: 1, max: 40_000 }),
      externalMonthTokens: fc.integer({ min: 1, max: 40_000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        limits,
        fc.array(call, { minLength: 20, maxLength: 40 }),
        async (given, calls) => {
          await db.modelCall.deleteMany();
          const ledgers = [0, 1].map(() => ledgerOf(given));
          await Promise.all(
            calls.map(async ({ microUsd, tokens, end, share }, n) => {
              const ledger = ledgers[n % 2];
              const reserved = await ledger?.reserve(newCall(), { microUsd, tokens });
              if (reserved?.kind !== "reserved" || end === "crash") return;
              const factor = end === "free" ? 0 : share;
              await ledger?.settle(reserved.callId, {
                costMicroUsd: Math.floor(microUsd * factor),
                tokensIn: Math.floor(tokens * factor),
                tokensOut: 0,
                outcome: "answered",
                error: null,
                latencyMs: 1,
              });
            }),
          );
          const { microUsd, tokens } = await spent();
          expect(microUsd).toBeLessThanOrEqual(given.externalDayMicroUsd);
          expect(tokens).toBeLessThanOrEqual(given.externalMonthTokens);
          await db.$executeRaw`UPDATE model_call SET created_at = now() - interval '1 hour' WHERE settled_at IS NULL`;
          await ledgers[0]?.settleAbandoned(60_000);
          expect((await spent()).unsettled).toBe(0);
          expect((await spent()).microUsd).toBeLessThanOrEqual(given.externalDayMicroUsd);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("would be crossed if reservations did not wait for each other, which this test would see", async () => {
    const budgets = { ...noBudgets, externalDayMicroUsd: 1_000 };
    const worst = { microUsd: 300, tokens: 1 };
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const usage = await readUsage(db, "external");
        if (whyTooDear("external", budgets, usage, worst) !== null) return;
        const call = { ...newCall(), id: randomUUID(), reservedMicroUsd: 300, reservedTokens: 1 };
        await insertCall(db, call);
      }),
    );
    expect((await spent()).microUsd).toBeGreaterThan(1_000);
  });

  it("of yesterday and of last month counts no more today", async () => {
    const ledger = ledgerOf({ externalDayMicroUsd: 100 });
    expect(await ledger.reserve(newCall(), { microUsd: 100, tokens: 1 })).toMatchObject({
      kind: "reserved",
    });
    expect(await ledger.reserve(newCall(), { microUsd: 1, tokens: 1 })).toMatchObject({
      kind: "refused",
    });
    await db.$executeRaw`UPDATE model_call SET created_at = created_at - interval '32 days'`;
    expect(await ledger.reserve(newCall(), { microUsd: 100, tokens: 1 })).toMatchObject({
      kind: "reserved",
    });
  });
});

describe("a budget that is reached", () => {
  const told = async () =>
    (
      await db.auditEntry.findMany({
        where: { type: "budget.reached" },
        orderBy: { at: "asc" },
        select: { facts: true },
      })
    ).map(({ facts }) => facts);
  it("is an entry of the history once a day, however many calls it refuses at once", async () => {
    const before = (await told()).length;
    const ledger = ledgerOf({ externalDayMicroUsd: 100 });
    await ledger.reserve(newCall(), { microUsd: 90, tokens: 1 });
    await Promise.all(
      Array.from({ length: 10 }, () => ledger.reserve(newCall(), { microUsd: 20, tokens: 1 })),
    );
    expect((await told()).slice(before)).toEqual([{ budget: "externalDayMicroUsd", limit: 100 }]);
    // Allowed more, and that used up as well.
    const more = ledgerOf({ externalDayMicroUsd: 110 });
    for (let call = 0; call < 3; call += 1)
      await more.reserve(newCall(), { microUsd: 30, tokens: 1 });
    expect((await told()).slice(before)).toHaveLength(2);
    await db.$executeRaw`UPDATE setting SET value = to_jsonb(replace(value #>> '{}', '20', '19'))
      WHERE key LIKE 'model.budget_reached.%'`;
    await more.reserve(newCall(), { microUsd: 30, tokens: 1 });
    expect((await told()).slice(before)).toHaveLength(3);
  });

  it("is told of where a model is not even asked, and not where it was switched off", async () => {
    const before = (await told()).length;
    const spentUp = { ...noBudgets, externalMonthMicroUsd: 500 };
    const call = { ...newCall(), id: randomUUID(), reservedMicroUsd: 500, reservedTokens: 1 };
    await insertCall(db, call);
    const simple = await service(spentUp).understand(question());
    expect(simple.tier).toBe("builtin");
    expect((await told()).slice(before)).toEqual([]);
    for (let time = 0; time < 2; time += 1) await service(spentUp).understand(question(complex));
    await service({ ...noBudgets, externalMonthMicroUsd: 0 }).understand(question(complex));
    expect((await told()).slice(before)).toEqual([{ budget: "externalMonthMicroUsd", limit: 500 }]);
  });
});

describe("a process that dies between reserve and settle", () => {
  it("leaves its call at the worst case, which the sweep settles", async () => {
    claude.behave({ kind: "hang" });
    const script = `
      const { openAi, question, tenDollars } = await import("#tests/support/fake-model/model-lab.ts");
      const { ai } = openAi({ databaseUrl: process.argv[1], claudeUrl: process.argv[2], budgets: tenDollars });
      await ai.understand(question({ complexity: "complex" }));`;
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "-e", script, database.url, claude.url],
      { stdio: "ignore" },
    );
    await expect.poll(() => claude.calls.length, { timeout: 30_000 }).toBe(1);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    const [call] = await db.modelCall.findMany();
    expect(call).toMatchObject({ settledAt: null, costMicroUsd: null });
    const worst = Number(call?.reservedMicroUsd);
    expect(worst).toBeGreaterThan(0);

    const ai = service(tenDollars);
    expect(await ai.settleAbandoned()).toBe(0); // it could still run
    expect((await ai.spend(1)).gauges.externalMonthMicroUsd.used).toBe(worst);
    await db.$executeRaw`UPDATE model_call SET created_at = created_at - interval '10 minutes'`;
    expect(await ai.settleAbandoned()).toBe(1);
    expect(await db.modelCall.findFirst()).toMatchObject({
      costMicroUsd: BigInt(worst),
      outcome: "abandoned",
    });
    expect((await ai.spend(2)).total.costMicroUsd).toBe(worst);
  });
});

describe("what a call is settled at", () => {
  it("is what the model counted; its worst case where it counts nothing or lies; nothing where it refused", async () => {
    const ai = service(tenDollars);
    const settle = async () => {
      const { decision } = await ai.understand(question(complex));
      const [call] = await db.modelCall.findMany({ where: { requestId: decision.requestId } });
      return { cost: Number(call?.costMicroUsd), worst: Number(call?.reservedMicroUsd) };
    };
    expect((await settle()).cost).toBe(900 * 2 + 120 * 10);
    claude.behave({ kind: "answer", text: goodAnswer(), tokensIn: null, tokensOut: null });
    const uncounted = await settle();
    expect(uncounted.cost).toBe(uncounted.worst);
    claude.behave({ kind: "answer", text: goodAnswer(), tokensIn: 1e12, tokensOut: 1e12 });
    const lied = await settle();
    expect(lied.cost).toBe(lied.worst);
    claude.behave({ kind: "status", status: 429 });
    expect((await settle()).cost).toBe(0);
  });
});

describe("the report", () => {
  const ada: Principal = {
    personId: randomUUID(),
    name: "Ada",
    role: "admin",
    sessionId: randomUUID(),
  };

  it("adds up by day, model and request", async () => {
    const ai = service(tenDollars);
    const twice = question(complex);
    await ai.understand(twice);
    await ai.understand(twice);
    await db.$executeRaw`UPDATE model_call SET created_at = created_at - interval '1 day'`;
    await ai.understand(question(complex));
    const report = await ai.spend(30);
    const each = 900 * 2 + 120 * 10;
    expect(report.days.map((day) => day.costMicroUsd)).toEqual([2 * each, each]);
    expect(report.models).toMatchObject([
      { tier: "external", model: "claude-sonnet-5-5", calls: 3, failed: 0, costMicroUsd: 3 * each },
    ]);
    expect(report.requests[0]).toMatchObject({ requestId: twice.requestId, calls: 2, text: "" });
    expect(report.total).toEqual({
      calls: 3,
      tokensIn: 2700,
      tokensOut: 360,
      costMicroUsd: 3 * each,
    });
    expect(report.external).toMatchObject({ enabled: true, price: { inputMicroUsdPerToken: 2 } });
    expect((await ai.spend(1)).days).toHaveLength(1);
  });

  it("is empty and says what is off where no model is", async () => {
    const alone = openAi({ databaseUrl: database.url, key: null, budgets: noBudgets });
    opened.push(alone);
    expect(await alone.ai.spend(30)).toMatchObject({
      days: [],
      models: [],
      requests: [],
      total: { calls: 0, costMicroUsd: 0 },
      local: { reachable: false },
      external: { enabled: false, hasKey: false, reason: "no key for an external model is set" },
    });
  });

  it("shows new budgets at once, keeps who set them, and holds the next call to them", async () => {
    const ai = service(tenDollars);
    const budgets = { ...noBudgets, externalMonthMicroUsd: 5 };
    expect((await ai.setBudgets(ada, budgets)).budgets).toEqual(budgets);
    const { tier, decision } = await ai.understand(question(complex));
    expect(tier).toBe("builtin");
    expect(decision.attempts[0]).toMatchObject({ outcome: "refused" });
    expect(claude.calls).toEqual([]);
    const [entry] = await db.auditEntry.findMany({ where: { type: "settings.changed" } });
    expect(entry).toMatchObject({ actorName: "Ada", facts: { externalMonthMicroUsd: 5 } });
  });
});
