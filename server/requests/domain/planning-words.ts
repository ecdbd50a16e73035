import type { Lack, MessagePart } from "#server/contracts/chat.ts";
import { text } from "#server/lib/message-parts.ts";

/** Why nothing was planned, and what a person could say or start from instead. */
interface NothingPlanned {
  readonly message: string;
  readonly prompts: readonly string[];
  /** What stands above the prompts. */
  readonly title?: string;
  /** A service that a playbook could be written for. */
  readonly writable?: string;
  readonly lack?: Lack;
}

/** Names the parts of a message that the plan below does not cover. */
export function sayLeftOut(parts: readonly string[]): MessagePart[] {
  if (parts.length === 0) return [];
  const listed = parts.map((part) => `- ${part}`).join("\n");
  return [text(`Not in the plan below:\n${listed}`)];
}

/** Says why there is no plan, with sentences that do something and a playbook to start from where there are such. */
export function sayNothingPlanned(nothing: NothingPlanned, requestId: string): MessagePart[] {
  const { message, prompts, title = "Closest playbooks", writable, lack } = nothing;
  return [
    text(message),
    ...(lack === undefined ? [] : [{ kind: "lack" as const, requestId, ...lack }]),
    ...(prompts.length === 0
      ? []
      : [{ kind: "suggestions" as const, title, prompts: [...prompts] }]),
    ...(writable === undefined ? [] : offerWriting(writable)),
  ];
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
