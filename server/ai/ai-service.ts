import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { FallbackDecision, Purpose } from "#server/contracts/ai.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { Database } from "#server/platform/prisma.ts";
import type {
  ModelQuestion,
  OnProse,
  ProseAnswer,
  ProseQuestion,
  UnderstandAnswer,
  UnderstandQuestion,
} from "./ai-port.ts";
import { findDecisions, insertDecision } from "./ai-repository.ts";
import { chooseTier } from "./domain/choose-tier.ts";

export type {
  ModelQuestion,
  OnProse,
  ProseAnswer,
  ProseQuestion,
  UnderstandAnswer,
  UnderstandQuestion,
};

/** Asks models where that is allowed and worth it, within budgets, and records why. Decides nothing about plans. */
export class AiService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly log: Logger;
  };

  constructor(deps: AiService["deps"]) {
    this.deps = deps;
  }

  /** Makes of a message what the best allowed tier makes of it. `result: null`: the rules decide. */
  async understand(question: UnderstandQuestion): Promise<UnderstandAnswer> {
    const decision = await this.decideBuiltin("understand", question);
    return { tier: "builtin", result: null, decision, notice: null };
  }

  /** Answers in prose from the given facts, telling `onProse` as it grows. `text: null`: show the builtin answer. */
  async streamProse(question: ProseQuestion, _onProse: OnProse): Promise<ProseAnswer> {
    const decision = await this.decideBuiltin("answer", question);
    return { tier: "builtin", text: null, decision, notice: null };
  }

  /** Why each tier was chosen for a request, oldest first: the card's "why Claude". */
  async decisionsOf(requestId: string): Promise<FallbackDecision[]> {
    return findDecisions(this.deps.db, requestId);
  }

  private async decideBuiltin(
    purpose: Purpose,
    question: ModelQuestion,
  ): Promise<FallbackDecision> {
    const choice = chooseTier({
      ...question,
      local: { reachable: false, quotaRemaining: 1 },
      external: { offBecause: "external models are off", quotaRemaining: 0 },
    });
    return insertDecision(this.deps.db, {
      id: randomUUID(),
      requestId: question.requestId,
      conversationId: question.conversationId,
      purpose,
      tier: "builtin",
      model: null,
      reason: choice.reason,
      quotaRemaining: choice.quotaRemaining,
      complexity: question.complexity,
      tokensIn: 0,
      tokensOut: 0,
      costMicroUsd: 0,
      latencyMs: 0,
      error: null,
      attempts: [],
    });
  }
}
