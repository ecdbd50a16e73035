import type { MessagePart } from "#server/contracts/chat.ts";
import { slugify } from "#server/lib/ids.ts";
import type { Proposal, SpokenKind } from "#server/planning/planning-service.ts";
import type { StoredRequest } from "#server/requests/requests-service.ts";
import { type AnswerSources, answerQuestion } from "./answers.ts";
import { Controls } from "./controls.ts";
import { text } from "./parts.ts";
import { ProseAnswers, type ProseSources } from "./prose-answers.ts";

type Template = NonNullable<Extract<Proposal, { kind: "none" }>["template"]>;

/** Where replies come from. */
export type ReplySources = AnswerSources & ProseSources;

/** Finds the words for what planning came to. Of a plan only what its card does not say. */
export class Replies {
  private readonly deps: ReplySources;
  private readonly controls: Controls;
  private readonly prose: ProseAnswers;

  constructor(deps: ReplySources) {
    this.deps = deps;
    this.controls = new Controls(deps);
    this.prose = new ProseAnswers(deps);
  }

  /** The parts of the message that answers a request; those of a plan stand before its card. */
  async to(request: StoredRequest, proposal: Proposal): Promise<MessagePart[]> {
    const main = await this.main(request, proposal);
    const beside: MessagePart[] = [];
    for (const question of proposal.questions ?? [])
      beside.push(...(await answerQuestion(this.deps, question, request.conversationId)));
    const notice = proposal.notice === undefined ? [] : [text(proposal.notice)];
    return proposal.kind === "plan"
      ? [...notice, ...beside, ...main]
      : [...notice, ...main, ...beside];
  }

  private async main(request: StoredRequest, proposal: Proposal): Promise<MessagePart[]> {
    switch (proposal.kind) {
      case "plan":
        return leftOut(proposal.body.outOfScope);
      case "ask":
        return [{ kind: "question", question: proposal.ambiguity, requestId: request.id }];
      case "none":
        return nothingPlanned(proposal);
      case "answer":
        return this.answer(request, proposal.about);
    }
  }

  private async answer(request: StoredRequest, about: SpokenKind): Promise<MessagePart[]> {
    switch (about.kind) {
      case "question":
        return answerQuestion(this.deps, about, request.conversationId);
      case "greeting":
        return this.withExamples(greeting);
      case "help":
        return this.withExamples(help);
      case "out_of_scope":
        return [
          text(
            `I leave that one alone: ${about.reason}. I look after your machines, with the playbooks you have.`,
          ),
          {
            kind: "suggestions",
            title: "Things I can do here",
            prompts: (await this.suggestions()).prompts,
          },
        ];
      case "control":
        return this.controls.answer(request, about.control);
      case "revise":
        return this.revise(request, about);
      case "still_waiting":
        return [
          text("That very plan waits for a decision already. Here it is:"),
          { kind: "plan", requestId: about.requestId, planId: about.planId },
        ];
      case "open_question":
        return (
          (await this.prose.answer(request)) ??
          nothingPlanned({ kind: "none", message: about.message, prompts: [...about.prompts] })
        );
    }
  }

  /** A new version in a person's words; it waits for its own approval. */
  private async revise(
    request: StoredRequest,
    about: Extract<SpokenKind, { kind: "revise" }>,
  ): Promise<MessagePart[]> {
    const changed = await this.deps.requests.reviseFromWords(request, about.planId);
    return [
      text(changed.message),
      ...(changed.planId === null
        ? []
        : [{ kind: "plan" as const, requestId: about.requestId, planId: changed.planId }]),
    ];
  }

  private async withExamples(words: string): Promise<MessagePart[]> {
    const { prompts } = await this.suggestions();
    return [text(words), { kind: "suggestions", title: "For example", prompts }];
  }

  /** Sentences that work here, made from the catalog. At most six. */
  async suggestions(): Promise<{ prompts: string[] }> {
    const entries = (await this.deps.catalog.listPlaybooks()).filter(
      (entry) => entry.refusals.length === 0 && entry.service !== null,
    );
    const deploys = entries.filter((entry) => entry.verbs[0] === "deploy");
    const others = entries.filter((entry) => entry.verbs[0] !== "deploy" && entry.risk !== "high");
    const say = (entry: (typeof entries)[number]) => entry.name.replace(/[.\s]+$/, "");
    const prompts = [...deploys.slice(0, 3), ...others.slice(0, 2)].map(say);
    const lead = entries.some((entry) => slugify(entry.service ?? "") === "uptime-kuma")
      ? ["Deploy Kuma Uptime to homelab and add existing portals to config"]
      : [];
    return { prompts: [...new Set([...lead, ...prompts, "What happened today?"])].slice(0, 6) };
  }
}

const greeting =
  "Hello. Tell me what should happen on your machines; I find the playbook and show you a plan first.";

const help = `Say what you want in your own words. I look for the playbook that does it and show a plan. **Nothing runs until somebody with the right role presses Approve on the card.**

- While a plan waits: “change the port to 3002”, “only the backup role”, “on nas2 instead”
- Afterwards: “same on nas2”, “again”
- At any time: what happened to a service, what failed, what is offline, what runs, what I can do about something`;

function leftOut(parts: readonly string[]): MessagePart[] {
  if (parts.length === 0) return [];
  const listed = parts.map((part) => `- ${part}`).join("\n");
  return [text(`Not in the plan below:\n${listed}`)];
}

function nothingPlanned(proposal: Extract<Proposal, { kind: "none" }>): MessagePart[] {
  const { message, prompts, title = "Playbooks that come nearest", template } = proposal;
  return [
    text(message),
    ...(prompts.length === 0 ? [] : [{ kind: "suggestions" as const, title, prompts }]),
    ...(template === undefined ? [] : [offer(template)]),
  ];
}

function offer({ path, text: playbook }: Template): MessagePart {
  return text(
    `Or start one: save this as \`${path}\` in a repository of yours, say what it does, and commit it. It is found from then on.\n\n\`\`\`\n${playbook}\`\`\``,
  );
}
