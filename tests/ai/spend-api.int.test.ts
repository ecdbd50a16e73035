import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "#server/contracts/people.ts";
import { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { startClaude } from "#tests/support/fake-model/claude-server.ts";
import { goodAnswer, noBudgets, openAi, question } from "#tests/support/fake-model/model-lab.ts";
import type { FakeModel } from "#tests/support/fake-model/model-server.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { setupToken, startWeb, type TestWeb } from "#tests/support/web.ts";

const password = "correct horse battery";
const budgets = {
  external_day_micro_usd: null,
  external_month_micro_usd: 2_000_000,
  external_day_tokens: null,
  external_month_tokens: null,
  local_day_tokens: 5_000,
};
const database = useDatabase();
let claude: FakeModel;
let open: ReturnType<typeof openAi>;
let web: TestWeb;
let admin: ChiffonClient;

beforeAll(async () => {
  claude = await startClaude();
  claude.behave({ kind: "answer", text: goodAnswer() });
  open = openAi({
    databaseUrl: database.url,
    claudeUrl: claude.url,
    budgets: { ...noBudgets, externalMonthMicroUsd: 0 },
  });
  web = await startWeb({ databaseUrl: database.url, services: { ai: open.ai } });
  admin = new ChiffonClient(web.url);
  await admin.setUp(setupToken, "Ada", password);
});
afterAll(async () => {
  await Promise.all([web.close(), claude.close(), open.db.$disconnect()]);
});

async function join(role: Role, name = `One ${role}`): Promise<ChiffonClient> {
  const { token } = await admin.call<{ token: string }>("POST", "/api/invites", { role });
  const client = new ChiffonClient(web.url);
  const body = { token, name, password };
  await client.call("POST", "/api/invites/accept", body);
  return client;
}

describe("spend over HTTP", () => {
  it("is for everyone signed in to read, in snake_case, and for nobody else", async () => {
    const viewer = await join("viewer", "Vera");
    const report = await viewer.call<Record<string, unknown>>("GET", "/api/v1/spend?days=7");
    expect(report).toMatchObject({
      days: [],
      total: { calls: 0, tokens_in: 0, cost_micro_usd: 0 },
      gauges: { external_month_micro_usd: { limit: 0, used: 0 } },
      external: { enabled: false, has_key: true, reason: "no budget is set for external models" },
    });
    expect(JSON.stringify(report)).not.toContain("sk-ant");
    await expect(new ChiffonClient(web.url).call("GET", "/api/v1/spend")).rejects.toThrow(
      /sign in/i,
    );
    await expect(viewer.call("GET", "/api/v1/spend?days=0")).rejects.toThrow();
  });

  it.each(["viewer", "operator", "approver"] as const)("lets no %s set budgets", async (role) => {
    const client = await join(role);
    await expect(client.call("PATCH", "/api/v1/spend/budgets", budgets)).rejects.toThrow(/role/);
  });

  it("lets an admin set budgets, which hold from the next call on; nonsense is refused", async () => {
    const asked = question({ complexity: "complex" });
    expect((await open.ai.understand(asked)).tier).toBe("builtin");
    for (const wrong of [
      { ...budgets, external_month_micro_usd: -1 },
      { ...budgets, local_day_tokens: 1.5 },
      { ...budgets, extra: 1 },
      { external_month_micro_usd: 1 },
    ]) {
      await expect(admin.call("PATCH", "/api/v1/spend/budgets", wrong)).rejects.toThrow();
    }
    const report = await admin.call("PATCH", "/api/v1/spend/budgets", budgets);
    expect(report).toMatchObject({ budgets, external: { enabled: true } });
    expect((await open.ai.understand(asked)).tier).toBe("external");
  });

  it("tells why each tier was chosen for a request", async () => {
    const asked = question({ complexity: "complex" });
    await open.ai.understand(asked);
    const { decisions } = await admin.call<{ decisions: unknown[] }>(
      "GET",
      `/api/v1/requests/${asked.requestId}/decisions`,
    );
    expect(decisions).toMatchObject([
      {
        tier: "external",
        reason: "Claude answered: the work is complex",
        quota_remaining: expect.any(Number),
        cost_micro_usd: 3_000,
        attempts: [{ outcome: "answered", tokens_in: 900 }],
      },
    ]);
  });
});
