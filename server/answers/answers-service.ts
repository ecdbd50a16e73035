import type { MessagePart } from "#server/contracts/chat.ts";
import { asksSomething } from "#server/language/message-signs.ts";
import { assertNever } from "#server/lib/assert.ts";
import { text } from "#server/lib/message-parts.ts";
import type { Question, SpokenKind } from "#server/planning/proposals-service.ts";
import { examples, maxPrompts, sentences } from "./domain/examples.ts";
import { howTo } from "./domain/how-to.ts";
import { type AskedRequest, ProseAnswers, type ProseSources } from "./prose-answers.ts";
import { type AnswerSources, answerQuestion, type RequestFacts } from "./question-answers.ts";

export type { AskedRequest, RequestFacts };

/** What is answered in words, whatever waits or runs. */
export type Answerable = Extract<
  SpokenKind,
  {
    kind:
      | "question"
      | "open_question"
      | "greeting"
      | "small_talk"
      | "danger"
      | "help"
      | "out_of_scope";
  }
>;

/** Answers what plans nothing, from the record, the registry and the catalog. */
export class AnswersService {
  private readonly deps: AnswerSources & ProseSources;
  private readonly prose: ProseAnswers;

  constructor(deps: AnswersService["deps"]) {
    this.deps = deps;
    this.prose = new ProseAnswers(deps);
  }

  /** The parts of an answer; null where no rule knows the question and no model gave an answer. */
  async answer(
    request: AskedRequest,
    about: Answerable,
    facts: RequestFacts,
  ): Promise<MessagePart[] | null> {
    const told = about.kind === "danger" ? null : howTo(request.text);
    if (told !== null) return told;
    switch (about.kind) {
      case "question":
        // What no rule tells, a model may know how to read from the record.
        return (
          (about.topic === "report" || about.topic === "subject"
            ? await this.prose.answer(request, facts.waiting)
            : null) ?? this.answerQuestion(about, facts)
        );
      case "open_question":
        return this.prose.answer(request, facts.waiting);
      case "greeting":
        return this.withExamples(greeting, "For example");
      case "small_talk":
        return (await this.guessed(request, about, facts)) ?? this.talk(about.reason);
      case "danger":
        return [text(danger)];
      case "help":
        return (
          (await this.guessed(request, about, facts)) ?? this.withExamples(help, "For example")
        );
      case "out_of_scope":
        return this.talk(about.reason);
      default:
        return assertNever(about);
    }
  }

  /** Small talk back, or why an errand is none of ours. */
  private async talk(reason: string | undefined): Promise<MessagePart[]> {
    if (reason === undefined) return [text(smallTalk)];
    return this.withExamples(
      `I can't help with that: ${reason}. I look after your machines, with the playbooks you have.`,
      "Things I can do here",
    );
  }

  /** Answers a question whose topic is known, from the record and the registry, never from memory or guesswork. */
  answerQuestion(question: Question, facts: RequestFacts): Promise<MessagePart[]> {
    return answerQuestion(this.deps, question, facts);
  }

  /** A model's words where what a message is was only guessed; null without. */
  private async guessed(
    request: AskedRequest,
    about: { readonly isGuess?: true },
    { waiting }: RequestFacts,
  ): Promise<MessagePart[] | null> {
    const isQuestion = about.isGuess === true && asksSomething(request.text);
    return isQuestion ? this.prose.answer(request, waiting) : null;
  }

  private async withExamples(words: string, title: string): Promise<MessagePart[]> {
    const { prompts } = await this.suggestions();
    return [text(words), { kind: "suggestions", title, prompts }];
  }

  /**
   * Sentences that work here, made from the catalog, the fleet and what is often done. At most six.
   *
   * @param repositoryId only what that repository can do
   */
  async suggestions(
    repositoryId?: string,
  ): Promise<{ prompts: string[]; hasOwnRepository: boolean }> {
    const [playbooks, own, hostNames, usedEntryIds] = await Promise.all([
      this.deps.matching.listPlaybooks(),
      this.deps.catalog.ownRepositories(),
      this.deps.inventory.hostNames(),
      this.deps.execution.usedEntries(),
    ]);
    const hasOwnRepository = own.size > 0;
    if (repositoryId === undefined)
      return { prompts: examples({ playbooks, own, hostNames, usedEntryIds }), hasOwnRepository };
    const entries = playbooks.filter((entry) => entry.repositoryId === repositoryId);
    return { prompts: sentences(entries).slice(0, maxPrompts), hasOwnRepository };
  }
}

const greeting =
  "Hello. Tell me what should happen on your machines: I find the playbook and show you a plan first.";

const smallTalk =
  "Good to hear from you. Say what should happen on your machines, or ask what did.";

const danger =
  "That could destroy data for good, or open your machines to everybody, so I plan nothing for it. If you mean one thing, name it and where it is. If a playbook of yours does just this, say its whole name: its card shows the risk before anything runs.";

const help = `Say what you want in your own words. I look for the playbook that does it and show a plan. **Nothing runs until somebody with the right role presses Approve on the card.**

- While a plan waits: “change the port to 3002”, “only the backup role”, “on nas2 instead”, “what would it change?”
- Afterwards: “same on nas2”, “again”
- At any time: what happened to a service, what failed, what is offline, what runs, what I can do about something`;
