import type { Complexity } from "#server/contracts/ai.ts";
import type { PlanBody } from "#server/contracts/plan.ts";
import { questionKey } from "#server/contracts/question-key.ts";
import { withService } from "#server/language/back-references.ts";
import type { Utterance } from "#server/language/utterance.ts";
import { isAppError } from "#server/lib/app-error.ts";
import type { MatchingService } from "#server/matching/matching-service.ts";
import { type Choice, chooseEntries, sayNothingFits } from "./domain/choose-entries.ts";
import { contextLines } from "./domain/context-lines.ts";
import type { Intent } from "./domain/intent.ts";
import type { MessageKind, Question } from "./domain/message-kind.ts";
import { raiseRisk } from "./domain/risk.ts";
import { type SortedIntents, sayLeftOut, sortIntents } from "./domain/sort-intents.ts";
import type { Advice } from "./domain/take-advice.ts";
import type { LatestPlan } from "./latest-plan.ts";
import type { Consultation, PlanAdviser } from "./plan-adviser.ts";
import type { DraftTask, InventoryAsked, PlanDrafter } from "./plan-drafter.ts";
import { lacking, type PlanRequest, type Proposal } from "./proposal.ts";

/** A request whose words were read. */
interface ReadRequest extends PlanRequest {
  readonly utterance: Utterance;
}

/** Makes a plan of a request: finds its parts, an entry for each, and settles with a model what the rules leave open. */
export class ChangePlanner {
  private readonly deps: {
    readonly matching: MatchingService;
    readonly drafter: PlanDrafter;
    readonly adviser: PlanAdviser;
    readonly latestPlan: LatestPlan;
  };

  constructor(deps: ChangePlanner["deps"]) {
    this.deps = deps;
  }

  /** @param whole what the rules say the message is: a change, or what may hold one among other things */
  async plan(request: PlanRequest, whole: MessageKind): Promise<Proposal> {
    const { text, utterance, intents } = await this.read(request);
    const sorted = sortIntents(isGuessedChange(whole) ? intents.map(asked) : intents, whole);
    if (sorted.intents.length === 0 && isSpoken(whole)) return answerAll(whole, sorted);
    const proposal = await this.settle({ ...request, text, utterance }, sorted);
    return sorted.questions.length > 0 && Object.keys(request.answers).length === 0
      ? { ...proposal, questions: sorted.questions }
      : proposal;
  }

  /** Reads the intents of a request; "it" is the service of the conversation's latest plan where nothing else is. */
  private async read(
    request: PlanRequest,
  ): Promise<Pick<ReadRequest, "text" | "utterance"> & { intents: readonly Intent[] }> {
    const { matching } = this.deps;
    const plain = await matching.match(request.text);
    const [first] = plain.intents;
    if (first === undefined || !first.clause.refersBack) return { ...plain, text: request.text };
    const service = (await this.deps.latestPlan(request))?.body.tasks[0]?.service ?? null;
    if (service === null) return { ...plain, text: request.text };
    const text = withService(request.text, service);
    const resolved = await matching.match(text);
    const order = ["none", "ask", "match"];
    const better = order.indexOf(resolved.decision) >= order.indexOf(plain.decision);
    return better ? { ...resolved, text } : { ...plain, text: request.text };
  }

  private async settle(request: ReadRequest, sorted: SortedIntents): Promise<Proposal> {
    const { adviser } = this.deps;
    const isOpen = isUnsure(request, sorted.intents) || (await adviser.isHighValue(sorted.intents));
    const asked = isOpen
      ? await this.consult(request, sorted.intents, complexityOf(sorted.intents))
      : null;
    const proposal = await this.withAdvice(request, sorted, asked?.advice ?? null);
    if (proposal.kind !== "plan") return withNotice(proposal, asked);
    // Complex work gets a second opinion even where the rules were sure.
    const consultation =
      asked === null && proposal.body.complexity === "complex"
        ? await this.consult(request, sorted.intents, "complex")
        : asked;
    if (consultation === null) {
      await adviser.noteRules(request, proposal.body.complexity);
      return proposal;
    }
    const body = raiseRisk(withDecision(proposal.body, consultation), consultation.opinion);
    return withNotice({ ...proposal, body }, consultation);
  }

  private async withAdvice(
    request: ReadRequest,
    sorted: SortedIntents,
    advice: Advice | null,
  ): Promise<Proposal> {
    const [first] = sorted.intents;
    if (advice !== null && advice.spoken !== null) return spokenOf(advice.spoken, first);
    const intents =
      advice?.intents ??
      sorted.intents.map((intent) => ({ intent, hosts: [], values: {}, byModel: false }));
    const choices = chooseEntries(intents, request.answers);
    if (choices.kind === "ask") return choices;
    if (choices.kind === "missing") return this.missing(request, choices.intent);
    await this.rememberAnswers(choices.chosen);
    const leftOut = [...sorted.leftOut, ...(advice?.leftOut ?? []), ...choices.leftOut];
    return this.draft(request, choices.chosen, leftOut);
  }

  /** Nothing fits: a question is left to whoever can answer it from the record, anything else is offered a playbook to be written. */
  private async missing(request: ReadRequest, intent: Intent | undefined): Promise<Proposal> {
    const said = sayNothingFits(intent);
    if (request.utterance.whole.isQuestion)
      return { kind: "answer", about: { kind: "open_question", ...said } };
    // A playbook is offered to who wants something new, not to who asked for anything else.
    const isNew = intent?.clause.isImperative === true && bringsNew(intent);
    const app = isNew ? await this.deps.matching.findApp(intent.text) : null;
    return { kind: "none", ...said, ...(app === null ? {} : { writable: app }) };
  }

  private async consult(
    request: PlanRequest,
    intents: readonly Intent[],
    complexity: Complexity,
  ): Promise<Consultation> {
    request.onStep?.("Asking a model about what the rules leave open…");
    const latest = await this.deps.latestPlan(request);
    return this.deps.adviser.consult(request, intents, complexity, latest?.body ?? null);
  }

  /** What a person chose for some words is what those words mean the next time. */
  private async rememberAnswers(chosen: readonly Choice[]): Promise<void> {
    for (const { advised, entryId, byPerson } of chosen)
      if (byPerson) await this.deps.matching.remember(advised.intent.text, entryId);
  }

  private async draft(
    request: ReadRequest,
    chosen: readonly Choice[],
    leftOut: readonly string[],
  ): Promise<Proposal> {
    // One plan has one inventory, so it is asked for once.
    const tasks = await this.draftTasks(chosen, {
      answered: request.answers[questionKey({ about: "inventory", intent: 0 })],
      words: [request.rejection ?? "", request.text].join("\n"),
    });
    if (!Array.isArray(tasks)) return tasks;
    const { schedule } = request.utterance;
    const known = tasks.some(({ facts }) => isAboutTime(facts.entry));
    const unscheduled =
      schedule === null || known
        ? []
        : [
            sayLeftOut(
              schedule,
              "this runs once, when approved; what comes again is set up under Schedules",
            ),
          ];
    return this.deps.drafter.draft(tasks, {
      requestId: request.id,
      requestText: request.text,
      answers: request.answers,
      rejection: request.rejection,
      changeNote: request.rejection === null ? null : `Rejected before: "${request.rejection}"`,
      outOfScope: [...leftOut, ...unscheduled],
      context: contextLines(request),
    });
  }

  /** Where there is no inventory to use, a person can give one: the answer says where. */
  private async draftTasks(
    chosen: readonly Choice[],
    inventory: InventoryAsked,
  ): Promise<DraftTask[] | Proposal> {
    try {
      return await Promise.all(chosen.map((choice) => this.draftTask(choice, inventory)));
    } catch (error) {
      const [first] = chosen;
      if (!isAppError(error, "inventory_unusable") || first === undefined) throw error;
      const repositoryId = await this.deps.drafter.repositoryOf(first.entryId);
      const needs = [{ kind: "inventory" as const, name: "" }];
      return lacking({ repositoryId, needs }, error.message);
    }
  }

  private async draftTask(
    { advised, entryId, byPerson }: Choice,
    inventory: InventoryAsked,
  ): Promise<DraftTask> {
    const { intent, hosts, values } = advised;
    const candidate = intent.candidates.find((one) => one.entryId === entryId);
    const hasGiven = hosts.length > 0 || Object.keys(values).length > 0;
    return {
      facts: await this.deps.drafter.facts(entryId, inventory),
      intent,
      confidence: byPerson ? 1 : (candidate?.confidence ?? 0),
      reason: byPerson ? "chosen by you" : (candidate?.reason ?? ""),
      given: hasGiven ? { task: null, hosts, tags: [], values } : null,
    };
  }
}

/** "Install jellyfin", and "add jellyfin" where that is a product which the catalog lacks. */
function bringsNew({ clause, service }: Intent): boolean {
  return clause.verb === "deploy" || (clause.isLoose && service !== null);
}

/** True where the rules leave something open that nobody has answered and a model may know. */
function isUnsure(request: ReadRequest, intents: readonly Intent[]): boolean {
  const nothingFound = intents.every(({ decision }) => decision === "none");
  if (nothingFound && request.utterance.whole.isQuestion) return false;
  return intents.some(
    ({ decision }, index) =>
      decision !== "match" &&
      request.answers[questionKey({ about: "entry", intent: index })] === undefined,
  );
}

function complexityOf(intents: readonly Intent[]): Complexity {
  return intents.length > 2 ? "medium" : "simple";
}

function withDecision(body: PlanBody, { decision }: Consultation): PlanBody {
  return {
    ...body,
    tier: decision.tier,
    tierReason: decision.reason,
    costUsd: body.costUsd + decision.costMicroUsd / 1e6,
    fallbackDecision: decision,
  };
}

function withNotice(proposal: Proposal, asked: Consultation | null): Proposal {
  return asked?.notice == null ? proposal : { ...proposal, notice: asked.notice };
}

/** A playbook that itself is about times, such as one that installs a nightly backup. */
function isAboutTime(entry: { name: string; description: string; searchText: string }): boolean {
  return /cron|schedul|nightly|daily|weekly|timer/i.test(
    `${entry.name} ${entry.description} ${entry.searchText}`,
  );
}

/** What a model took for no change at all, where the rules had found nothing sure. */
function spokenOf(spoken: NonNullable<Advice["spoken"]>, first: Intent | undefined): Proposal {
  switch (spoken) {
    case "help":
      return { kind: "answer", about: { kind: "help" } };
    case "question":
      return { kind: "answer", about: { kind: "open_question", ...sayNothingFits(first) } };
    case "out_of_scope":
      return {
        kind: "answer",
        about: { kind: "out_of_scope", reason: "none of your playbooks has to do with it" },
      };
  }
}

type Spoken = Extract<MessageKind, { kind: "question" | "out_of_scope" }>;

function isSpoken(kind: MessageKind): kind is Spoken {
  return kind.kind === "question" || kind.kind === "out_of_scope";
}

/** Several questions in one message are answered one after the other. */
function answerAll(whole: Spoken, { questions }: SortedIntents): Proposal {
  const [first, ...others]: readonly Question[] = questions;
  const several = first !== undefined && others.length > 0;
  return several
    ? { kind: "answer", about: first, questions: others }
    : { kind: "answer", about: whole };
}

function isGuessedChange(whole: MessageKind): boolean {
  return whole.kind === "change" && whole.isGuess === true;
}

/** An intent that is asked about, however sure the match. */
function asked(intent: Intent): Intent {
  return intent.decision === "match" ? { ...intent, decision: "ask" } : intent;
}
