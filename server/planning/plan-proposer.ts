import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import type { RoutingService } from "#server/routing/routing-service.ts";
import { classifyMessage } from "./domain/classify-message.ts";
import { buildPlan } from "./domain/plan-builder.ts";
import type { ChosenEntry, PlanSource } from "./domain/plan-input.ts";
import { nothing, type PlanRequest, type Proposal } from "./proposal.ts";
import { sealPlan } from "./seal-plan.ts";

type Match = Awaited<ReturnType<CatalogService["match"]>>;
type MatchedIntent = Match["intents"][number];

/** An intent with the entry that will serve it. */
interface Choice {
  readonly intent: MatchedIntent;
  readonly entryId: string;
}

/** Turns what somebody said into a plan, a question or an answer. Writes nothing but what a choice meant. */
export class PlanProposer {
  private readonly deps: {
    readonly catalog: CatalogService;
    readonly routing: RoutingService;
    readonly taskTimeoutSeconds: number;
  };

  constructor(deps: PlanProposer["deps"]) {
    this.deps = deps;
  }

  /** Finds what serves the request and makes a plan of it; writes nothing. */
  async propose(
    request: PlanRequest,
    onStep: (step: string) => void = () => undefined,
  ): Promise<Proposal> {
    const about = classifyMessage(request.text);
    if (about.kind !== "change") return { kind: "answer", about };
    onStep("Looking for playbooks");
    const match = await this.deps.catalog.match(request.text);
    const chosen: Choice[] = [];
    for (const [index, intent] of match.intents.entries()) {
      const choice = this.choose(intent, index, request.answers);
      if ("kind" in choice) return choice;
      chosen.push(choice);
    }
    if (chosen.length === 0) return this.nothingFits(undefined);
    await this.rememberAnswers(chosen, request.answers);
    onStep("Writing the plan");
    return this.build(request, chosen);
  }

  /** What a person chose for some words is what those words mean the next time. */
  private async rememberAnswers(
    chosen: readonly Choice[],
    answers: PlanRequest["answers"],
  ): Promise<void> {
    for (const [index, { intent, entryId }] of chosen.entries()) {
      if (answers[`entry:${index}`] === entryId)
        await this.deps.catalog.remember(intent.text, entryId);
    }
  }

  /** The entry for one intent: the person's own choice, else the matcher's where it is sure, else a question. */
  private choose(
    intent: MatchedIntent,
    index: number,
    answers: PlanRequest["answers"],
  ): Choice | Proposal {
    const answered = answers[`entry:${index}`];
    if (answered === "none") return this.nothingFits(intent);
    if (answered !== undefined) return { intent, entryId: answered };
    const best = intent.candidates[0];
    if (best === undefined || intent.decision === "none") return this.nothingFits(intent);
    if (intent.decision === "ask") return { kind: "ask", ambiguity: askWhichEntry(intent, index) };
    return { intent, entryId: best.entryId };
  }

  private async build(request: PlanRequest, chosen: readonly Choice[]): Promise<Proposal> {
    const facts = await Promise.all(
      chosen.map(({ entryId }) => this.deps.catalog.planFacts(entryId)),
    );
    const first = facts[0];
    if (first === undefined) return this.nothingFits(undefined);
    if (facts.some((each) => each.source.repositoryId !== first.source.repositoryId)) {
      return nothing(
        "The parts of that come from different repositories. Ask for them one at a time.",
      );
    }
    const source: PlanSource = first.source;
    const result = buildPlan({
      requestText: request.text,
      answers: request.answers,
      rejection: request.rejection,
      changeNote: request.rejection === null ? null : `Rejected before: "${request.rejection}"`,
      chosen: facts.map((fact, index): ChosenEntry => {
        const intent = chosen[index]?.intent;
        return {
          intentText: intent?.text ?? request.text,
          verb: intent?.verb ?? "run",
          service: intent?.service ?? null,
          confidence:
            request.answers[`entry:${index}`] === undefined ? (intent?.confidence ?? 0) : 1,
          reason:
            request.answers[`entry:${index}`] === undefined
              ? (intent?.candidates[0]?.reason ?? "")
              : "chosen by you",
          entry: fact.entry,
          playHosts: fact.playHosts,
          files: fact.files,
        };
      }),
      source,
      outOfScope: [],
      taskTimeoutSeconds: this.deps.taskTimeoutSeconds,
    });
    if (result.kind === "ask") return { kind: "ask", ambiguity: result.ambiguity };
    if (result.kind === "refused") return nothing(result.message);
    return sealPlan(this.deps.routing, result.body);
  }

  private nothingFits(intent: MatchedIntent | undefined): Proposal {
    const near = (intent?.candidates ?? []).slice(0, 3);
    const wish = intent === undefined ? "that" : `"${intent.text.slice(0, 120)}"`;
    const hint =
      near.length > 0
        ? " The nearest are below."
        : " Add a repository that has one under Playbooks.";
    return nothing(
      `I found no playbook for ${wish}, so nothing is planned.${hint}`,
      near.map((candidate) => `${candidate.name}`),
    );
  }
}

function askWhichEntry(intent: MatchedIntent, index: number): Ambiguity {
  return {
    key: `entry:${index}`,
    question: `Did you mean one of these, for "${intent.text.slice(0, 120)}"?`,
    choices: [
      ...intent.candidates.slice(0, 4).map((candidate) => ({
        label: candidate.name,
        value: candidate.entryId,
        hint: `${candidate.path} · ${Math.round(candidate.confidence * 100)} % sure`,
      })),
      { label: "None of these", value: "none", hint: null },
    ],
  };
}
