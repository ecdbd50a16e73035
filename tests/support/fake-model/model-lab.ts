import { randomUUID } from "node:crypto";
import { AiService, type UnderstandQuestion } from "#server/ai/ai-service.ts";
import { AuditService } from "#server/audit/audit-service.ts";
import type { ChoosableEntry, ModelBudgets } from "#server/contracts/ai.ts";
import { systemClock } from "#server/platform/clock.ts";
import { createLogger } from "#server/platform/logger.ts";
import { type Database, openDatabase } from "#server/platform/prisma.ts";

/** Nothing is limited, and nothing external allowed. */
export const noBudgets: ModelBudgets = {
  externalDayMicroUsd: null,
  externalMonthMicroUsd: null,
  externalDayTokens: null,
  externalMonthTokens: null,
  localDayTokens: null,
};

/** Ten dollars a month. */
export const tenDollars: ModelBudgets = { ...noBudgets, externalMonthMicroUsd: 10_000_000 };

export const kumaId = "11111111-1111-4111-8111-111111111111";
export const giteaId = "22222222-2222-4222-8222-222222222222";

const entry = (entryId: string, name: string, service: string): ChoosableEntry => ({
  ...{ entryId, name, service, path: `playbooks/${service}.yml` },
  description: `Installs ${name} and keeps it up to date.`,
  verbs: ["deploy"],
  variables: [{ name: "app_port", type: "number", choices: null, description: "Port of the page" }],
});

/** Two playbooks that a message may ask for. */
export const playbooks: readonly ChoosableEntry[] = [
  entry(kumaId, "Uptime Kuma", "uptime-kuma"),
  entry(giteaId, "Gitea", "gitea"),
];

/** A message about one of them; a request of its own each time. */
export function question(over: Partial<UnderstandQuestion> = {}): UnderstandQuestion {
  return {
    requestId: randomUUID(),
    conversationId: randomUUID(),
    complexity: "simple",
    highValue: false,
    neverSend: false,
    text: "deploy uptime kuma on nas1 with port 3002",
    context: "",
    candidates: playbooks,
    hosts: ["nas1", "nas2"],
    ...over,
  };
}

/** What a good model says about {@link question}. */
export function goodAnswer(over: Record<string, unknown> = {}): string {
  const intent = {
    words: "deploy uptime kuma on nas1",
    verb: "deploy",
    entry: "e1",
    hosts: ["nas1"],
    variables: [{ name: "app_port", value: "3002" }],
    confidence: 0.97,
    ...over,
  };
  return JSON.stringify({ kind: "change", intents: [intent], outOfScope: [], risk: "low" });
}

/** A service on a database, with models where they are said to be. The caller disconnects `db`. */
export function openAi(options: {
  databaseUrl: string;
  ollamaUrl?: string;
  ollamaModel?: string;
  claudeUrl?: string;
  claudeModel?: string;
  key?: string | null;
  budgets?: ModelBudgets;
  secrets?: readonly string[];
  timeoutMs?: number;
}): { ai: AiService; db: Database } {
  const db = openDatabase(options.databaseUrl);
  const timeoutMs = options.timeoutMs ?? 10_000;
  const ai = new AiService({
    db,
    audit: new AuditService({ db, clock: systemClock }),
    log: createLogger("test", "silent"),
    secrets: async () => options.secrets ?? [],
    settings: {
      // Port 1 refuses connections: no model is there.
      ollamaUrl: options.ollamaUrl ?? "http://127.0.0.1:1",
      ollamaModel: options.ollamaModel ?? null,
      anthropicKey: options.key === undefined ? "sk-ant-test-0123456789" : options.key,
      anthropicModel: options.claudeModel ?? "claude-sonnet-5-5",
      anthropicUrl: `${options.claudeUrl ?? "http://127.0.0.1:1"}/v1`,
      localTimeoutMs: timeoutMs,
      externalTimeoutMs: timeoutMs,
      budgets: options.budgets ?? tenDollars,
    },
  });
  return { ai, db };
}
