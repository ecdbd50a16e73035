import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { Plan } from "#server/contracts/plan.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import { classifyMessage } from "./domain/classify-message.ts";
import type { FollowUp } from "./domain/follow-up.ts";
import type { Intent } from "./domain/intent.ts";
import type { MessageKind, Question } from "./domain/message-kind.ts";
import { plainText } from "./domain/plain-text.ts";
import { findSchedule } from "./domain/scope.ts";
import {
  refersBack,
  type SortedIntents,
  sayLeftOut,
  sortIntents,
  withService,
} from "./domain/sort-intents.ts";
import { undoWish } from "./domain/undo.ts";
import type { DraftTask, PlanDrafter } from "./plan-drafter.ts";
import type { PlanRevisions } from "./plan-revisions.ts";
import { nothing, type PlanRequest, type Proposal } from "./proposal.ts";

/** An intent with the entry that will serve it. */
interface Choice {
  readonly intent: Intent;
  readonly entryId: string;
  readonly byPerson: boolean;
}

/** Finds the latest plan of a conversation before an instant. */
export type FindLatestPlan = (conversationId: string, before: Date) => Promise<Plan | null>;

/** Turns what somebody said into a plan, a question or an answer. Writes nothing but what a choice meant. */
export class PlanProposer {
  private readonly deps: {
    readonly catalog: CatalogService;
    readonly drafter: PlanDrafter;
    readonly revisions: PlanRevisions;
    readonly findLatestPlan: FindLatestPlan;
  };

  constructor(deps: PlanProposer["deps"]) {
    this.deps = deps;
  }

  /** Finds what serves the request and makes a plan of it. */
  async propose(request: PlanRequest): Promise<Proposal> {
    const about = classifyMessage(request.text);
    switch (about.kind) {
      case "greeting":
      case "help":
        return { kind: "answer", about };
      case "control":
        return about.control === "undo" ? this.undo(request) : { kind: "answer", about };
      case "follow_up":
        return this.followUp(request, about.followUp);
      default:
        return this.change(request, about);
    }
  }

  private latestPlan(request: PlanRequest): Promise<Plan | null> {
    return this.deps.findLatestPlan(request.conversationId, request.createdAt);
  }

  /** Something said about the latest plan; where it fits none, it is read as a wish of its own. */
  private async followUp(request: PlanRequest, followUp: FollowUp): Promise<Proposal> {
    const base = await this.latestPlan(request);
    if (base === null) {
      return followUp.isCertain
        ? nothing(
            "There is no earlier plan in this conversation that I could go by. Say it in full.",
          )
        : this.change(request, { kind: "change" });
    }
    const waits = base.status === "awaiting_approval" && followUp.mode === "revise";
    const { fits, proposal } = await this.deps.revisions.derive(base, followUp, request, null);
    if (fits && !waits) return proposal;
    if (!fits && !followUp.isCertain) {
      const own = await this.change(request, { kind: "change" });
      if (own.kind !== "none") return own;
    }
    if (!waits) return proposal;
    const about = { kind: "revise", planId: base.id, requestId: base.requestId } as const;
    return { kind: "answer", about };
  }

  /** Says what undoing the latest plan would be; the person asks for it, or not. */
  private async undo(request: PlanRequest): Promise<Proposal> {
    const base = await this.latestPlan(request);
    if (base === null) return nothing("Nothing was planned in this conversation yet.");
    const { message, prompts } = undoWish(base, await this.deps.catalog.listPlaybooks());
    return nothing(message, prompts, "Undoing it would be");
  }

  private async change(request: PlanRequest, whole: MessageKind): Promise<Proposal> {
    const { text, intents } = await this.read(request);
    const sorted = sortIntents(intents, whole);
    if (sorted.wishes.length === 0 && isSpoken(whole)) return answerAll(whole, sorted);
    const proposal = await this.plan({ ...request, text }, sorted);
    return sorted.questions.length > 0 && Object.keys(request.answers).length === 0
      ? { ...proposal, questions: sorted.questions }
      : proposal;
  }

  /** Reads the wishes of a request; "it" is the service of the conversation's latest plan where nothing else is. */
  private async read(request: PlanRequest): Promise<{ text: string; intents: readonly Intent[] }> {
    const { catalog } = this.deps;
    const plain = await catalog.match(request.text);
    const [first] = plain.intents;
    if (first === undefined || !refersBack(first.text)) return { ...plain, text: request.text };
    const service = (await this.latestPlan(request))?.body.tasks[0]?.service ?? null;
    if (service === null) return { ...plain, text: request.text };
    const text = withService(request.text, service);
    const resolved = await catalog.match(text);
    const order = ["none", "ask", "match"];
    const better = order.indexOf(resolved.decision) >= order.indexOf(plain.decision);
    return better ? { ...resolved, text } : { ...plain, text: request.text };
  }

  private async plan(request: PlanRequest, sorted: SortedIntents): Promise<Proposal> {
    const chosen: Choice[] = [];
    const leftOut = [...sorted.leftOut];
    let missing: Intent | null = null;
    for (const [index, intent] of sorted.wishes.entries()) {
      const choice = choose(intent, index, request.answers);
      if (choice.kind === "ask") return choice;
      if (choice.kind === "chosen") chosen.push(choice.choice);
      else {
        missing ??= intent;
        leftOut.push(sayLeftOut(intent.text, "I found no playbook that does it"));
        // What follows speaks of something that will not be there.
        if (sorted.wishes.slice(index + 1).some((later) => refersBack(later.text)))
          return nothingFits(intent);
      }
    }
    if (chosen.length === 0) return nothingFits(missing ?? undefined);
    await this.rememberAnswers(chosen, request.answers);
    return this.draft(request, chosen, leftOut);
  }

  /** What a person chose for some words is what those words mean the next time. */
  private async rememberAnswers(
    chosen: readonly Choice[],
    answers: PlanRequest["answers"],
  ): Promise<void> {
    for (const { intent, entryId, byPerson } of chosen) {
      if (byPerson && Object.values(answers).includes(entryId))
        await this.deps.catalog.remember(intent.text, entryId);
    }
  }

  private async draft(
    request: PlanRequest,
    chosen: readonly Choice[],
    leftOut: readonly string[],
  ): Promise<Proposal> {
    const tasks = await Promise.all(
      chosen.map(async ({ intent, entryId, byPerson }): Promise<DraftTask> => {
        const candidate = intent.candidates.find((one) => one.entryId === entryId);
        return {
          facts: await this.deps.drafter.facts(entryId),
          intent,
          confidence: byPerson ? 1 : (candidate?.confidence ?? 0),
          reason: byPerson ? "chosen by you" : (candidate?.reason ?? ""),
          given: null,
        };
      }),
    );
    const schedule = findSchedule(plainText(request.text));
    const known = tasks.some(({ facts }) => isAboutTime(facts.entry));
    return this.deps.drafter.draft(tasks, {
      requestText: request.text,
      answers: request.answers,
      rejection: request.rejection,
      changeNote: request.rejection === null ? null : `Rejected before: "${request.rejection}"`,
      outOfScope:
        schedule === null || known
          ? leftOut
          : [
              ...leftOut,
              sayLeftOut(schedule, "there are no schedules yet; this runs once, when approved"),
            ],
    });
  }
}

type ChoiceResult =
  | { readonly kind: "chosen"; readonly choice: Choice }
  | { readonly kind: "ask"; readonly ambiguity: Ambiguity }
  | { readonly kind: "missing" };

/** The entry for one intent: the person's own choice, else the matcher's where it is sure, else a question. */
function choose(intent: Intent, index: number, answers: PlanRequest["answers"]): ChoiceResult {
  const answered = answers[`entry:${index}`];
  if (answered === "none") return { kind: "missing" };
  if (answered !== undefined)
    return { kind: "chosen", choice: { intent, entryId: answered, byPerson: true } };
  const best = intent.candidates[0];
  if (best === undefined || intent.decision === "none") return { kind: "missing" };
  if (intent.decision === "ask") return { kind: "ask", ambiguity: askWhichEntry(intent, index) };
  return { kind: "chosen", choice: { intent, entryId: best.entryId, byPerson: false } };
}

/** A playbook that itself is about times, such as one that installs a nightly backup. */
function isAboutTime(entry: { name: string; description: string; searchText: string }): boolean {
  return /cron|schedul|nightly|daily|weekly|timer/i.test(
    `${entry.name} ${entry.description} ${entry.searchText}`,
  );
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

function nothingFits(intent: Intent | undefined): Proposal {
  const near = (intent?.candidates ?? []).slice(0, 3);
  const wish = intent === undefined ? "that" : `"${intent.text.slice(0, 120)}"`;
  const hint =
    near.length > 0 ? " The nearest are below." : " Add a repository that has one under Playbooks.";
  return nothing(
    `I found no playbook for ${wish}, so nothing is planned.${hint}`,
    near.map((candidate) => candidate.name),
  );
}

function askWhichEntry(intent: Intent, index: number): Ambiguity {
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
