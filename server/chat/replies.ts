import type { MessagePart } from "#server/contracts/chat.ts";
import { slugify } from "#server/lib/ids.ts";
import type { Proposal, SpokenKind } from "#server/planning/planning-service.ts";
import type { StoredRequest } from "#server/requests/requests-service.ts";
import { type AnswerSources, answerQuestion } from "./answers.ts";

/** Finds the words for what planning came to. A plan needs none: its card speaks. */
export class Replies {
  private readonly deps: AnswerSources;

  constructor(deps: AnswerSources) {
    this.deps = deps;
  }

  /** The parts of the message that answers a request. */
  async to(request: StoredRequest, proposal: Proposal): Promise<MessagePart[]> {
    switch (proposal.kind) {
      case "plan":
        return [];
      case "ask":
        return [{ kind: "question", question: proposal.ambiguity, requestId: request.id }];
      case "none":
        return [
          { kind: "text", text: proposal.message },
          ...(proposal.prompts.length > 0
            ? [
                {
                  kind: "suggestions" as const,
                  title: "Playbooks that come nearest",
                  prompts: proposal.prompts,
                },
              ]
            : []),
        ];
      case "answer":
        return this.answerMessage(request, proposal.about);
    }
  }

  private async answerMessage(request: StoredRequest, about: SpokenKind): Promise<MessagePart[]> {
    switch (about.kind) {
      case "question":
        return answerQuestion(this.deps, about);
      case "greeting":
      case "help":
        return this.help();
      case "out_of_scope":
        return [
          {
            kind: "text",
            text: `I leave that one alone: ${about.reason}. I look after your machines, with the playbooks you have.`,
          },
          {
            kind: "suggestions",
            title: "Things I can do here",
            prompts: (await this.suggestions()).prompts,
          },
        ];
      case "control":
      case "edit":
        return this.pointToCard(request, about);
    }
  }

  private async help(): Promise<MessagePart[]> {
    return [
      {
        kind: "text",
        text: "Say what you want in your own words. I look for the playbook that does it, show a plan, and wait: nothing runs until somebody with the right role presses Approve on the card. Ask me what happened to a service, what failed, what is offline or what is running.",
      },
      { kind: "suggestions", title: "For example", prompts: (await this.suggestions()).prompts },
    ];
  }

  /** Words never decide: they lead to the card, where a person can. */
  private async pointToCard(
    request: StoredRequest,
    about: Extract<SpokenKind, { kind: "control" | "edit" }>,
  ): Promise<MessagePart[]> {
    const waiting = (await this.deps.requests.inbox()).items.filter(
      (item) => item.conversationId === request.conversationId,
    );
    const newest = waiting.at(-1);
    if (newest === undefined)
      return [{ kind: "text", text: "No plan waits for a decision in this conversation." }];
    if (about.kind === "edit") {
      const changed = await this.deps.requests.editFromWords(
        request,
        newest.planId,
        about.parameter,
        about.value,
      );
      return [
        { kind: "text", text: changed.message },
        ...(changed.planId === null
          ? []
          : [{ kind: "plan" as const, requestId: newest.requestId, planId: changed.planId }]),
      ];
    }
    return [
      {
        kind: "text",
        text: "Only the buttons on the card decide, so that nobody approves by accident. Here it is:",
      },
      { kind: "plan", requestId: newest.requestId, planId: newest.planId },
    ];
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
