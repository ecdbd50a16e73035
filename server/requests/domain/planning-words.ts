import type { MessagePart } from "#server/contracts/chat.ts";
import { doctorAnchor } from "#server/contracts/entry-readiness.ts";
import { text } from "#server/lib/message-parts.ts";

/** Why nothing was planned, and what a person could say or start from instead. */
interface NothingPlanned {
  readonly message: string;
  readonly prompts: readonly string[];
  /** What stands above the prompts. */
  readonly title?: string;
  /** A service that a playbook could be written for. */
  readonly writable?: string;
  /** The repository that lacks something which can be given. */
  readonly lacking?: string;
}

/** Names the parts of a message that the plan below does not cover. */
export function sayLeftOut(parts: readonly string[]): MessagePart[] {
  if (parts.length === 0) return [];
  const listed = parts.map((part) => `- ${part}`).join("\n");
  return [text(`Not in the plan below:\n${listed}`)];
}

/** Says why there is no plan, with sentences that do something and a playbook to start from where there are such. */
export function sayNothingPlanned(nothing: NothingPlanned): MessagePart[] {
  const { message, prompts, title = "Closest playbooks", writable, lacking } = nothing;
  return [
    text(message),
    ...(lacking === undefined ? [] : [leadToDoctor(lacking)]),
    ...(prompts.length === 0
      ? []
      : [{ kind: "suggestions" as const, title, prompts: [...prompts] }]),
    ...(writable === undefined ? [] : offerWriting(writable)),
  ];
}

function leadToDoctor(repositoryId: string): MessagePart {
  const href = `/playbooks#${doctorAnchor(repositoryId)}`;
  return { kind: "links", links: [{ label: "See what it needs", href }] };
}

function offerWriting(service: string): MessagePart[] {
  const href = `/scaffolds?service=${encodeURIComponent(service)}`;
  return [
    text(
      "I can write one: a playbook and a role as your repository writes its own, for you to read before anything is changed.",
    ),
    { kind: "links", links: [{ label: `Write a playbook for ${service}`, href }] },
  ];
}
