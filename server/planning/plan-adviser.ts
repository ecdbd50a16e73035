import type { AiService, UnderstandAnswer } from "#server/ai/ai-service.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { Complexity, FallbackDecision } from "#server/contracts/ai.ts";
import { isReady } from "#server/contracts/entry-readiness.ts";
import type { Host } from "#server/contracts/host.ts";
import type { PlanBody } from "#server/contracts/plan.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import type { MatchingService } from "#server/matching/matching-service.ts";
import { choosable, nearestInTurn } from "./domain/choosable.ts";
import type { Intent } from "./domain/intent.ts";
import type { RiskOpinion } from "./domain/risk.ts";
import { type Advice, takeAdvice } from "./domain/take-advice.ts";
import type { PlanRequest } from "./proposal.ts";

/** What a model had to say, with why it was that model. */
export interface Consultation {
  /** Null where no model answered: the rules decide. */
  readonly advice: Advice | null;
  readonly opinion: RiskOpinion | null;
  readonly decision: FallbackDecision;
  readonly notice: string | null;
}

/** An earlier plan of the conversation. */
type Earlier = Pick<PlanBody, "repositoryId" | "summary">;

const maxCandidates = 24;
/** Requests whose answers are kept, so that a person's answer to a question does not make the model be asked again. */
const maxKept = 200;

/** Asks a model about intents that the rules are not sure of, or about complex work; it chooses among what is there. */
export class PlanAdviser {
  private readonly deps: {
    readonly ai: AiService;
    readonly catalog: CatalogService;
    readonly inventory: InventoryService;
    readonly matching: MatchingService;
  };
  private readonly kept = new Map<string, Consultation>();

  constructor(deps: PlanAdviser["deps"]) {
    this.deps = deps;
  }

  /**
   * Asks about the intents of a request; the same question about the same request is asked once.
   *
   * @param latest the conversation's latest plan, for words that refer back
   */
  async consult(
    request: PlanRequest,
    intents: readonly Intent[],
    complexity: Complexity,
    latest: Earlier | null,
  ): Promise<Consultation> {
    const key = JSON.stringify([
      ...[request.id, request.rejection, complexity],
      ...intents.map(({ text, nearest }) => [text, ...nearest]),
    ]);
    const kept = this.kept.get(key);
    if (kept !== undefined) return { ...kept, notice: null };
    const consultation = await this.ask(request, intents, complexity, latest);
    if (consultation.decision.error === null) this.keep(key, consultation);
    return consultation;
  }

  /** True where the owner marked what would most likely be run as worth an external model. */
  async isHighValue(intents: readonly Intent[]): Promise<boolean> {
    const likely = intents.flatMap(({ candidates }) => candidates[0]?.entryId ?? []);
    const entries = await this.deps.matching.listPlaybooks();
    return entries.some((entry) => entry.highValue && likely.includes(entry.id));
  }

  /** Records that the rules alone decided. */
  async noteRules(request: PlanRequest, complexity: Complexity): Promise<void> {
    const { id: requestId, conversationId } = request;
    await this.deps.ai.noteRules({ requestId, conversationId, complexity });
  }

  private keep(key: string, consultation: Consultation): void {
    this.kept.set(key, consultation);
    const [oldest] = this.kept.keys();
    if (this.kept.size > maxKept && oldest !== undefined) this.kept.delete(oldest);
  }

  private async ask(
    request: PlanRequest,
    intents: readonly Intent[],
    complexity: Complexity,
    latest: Earlier | null,
  ): Promise<Consultation> {
    const ids = nearestInTurn(intents);
    const [entries, hosts, { repositories }] = await Promise.all([
      this.deps.matching.listPlaybooks(),
      this.deps.inventory.listHosts(),
      this.deps.catalog.listRepositories(),
    ]);
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const nearest = ids.flatMap((id) => byId.get(id) ?? []).filter(isReady);
    const kept = new Set(repositories.filter(({ neverSend }) => neverSend).map(({ id }) => id));
    const isKept = ({ repositoryId }: Pick<Earlier, "repositoryId">) => kept.has(repositoryId);
    const likely = new Set(
      intents.flatMap(({ candidates }) => candidates.map((one) => one.entryId)),
    );
    // What was said and planned before stands in the prompt, so its repository counts as well.
    const used = [
      ...nearest.filter(({ id }) => likely.has(id)),
      ...(latest === null ? [] : [latest]),
    ];
    const neverSend = used.some(isKept);
    const found = neverSend ? nearest : nearest.filter((entry) => !isKept(entry));
    const known = latest === null ? "" : `The latest plan here: ${latest.summary}`;
    const candidates = found.slice(0, maxCandidates).map(choosable);
    const answer = await this.deps.ai.understand({
      requestId: request.id,
      conversationId: request.conversationId,
      complexity,
      highValue: found.some((entry) => entry.highValue),
      neverSend,
      text: request.text,
      context: [...request.summary, known].join("\n"),
      candidates,
      // Hosts of a repository that is never sent are told only to a local model.
      hosts: namesOf(hosts.filter((host) => neverSend || !kept.has(host.repositoryId))),
    });
    return {
      advice: answer.result === null ? null : takeAdvice(intents, answer.result, candidates),
      opinion: opinionOf(answer),
      decision: answer.decision,
      notice: answer.notice,
    };
  }
}

function namesOf(hosts: readonly Host[]): string[] {
  return [...new Set(hosts.map((host) => host.name))];
}

function opinionOf({ result, decision }: UnderstandAnswer): RiskOpinion | null {
  return result === null ? null : { risk: result.risk, reason: decision.model ?? decision.tier };
}
