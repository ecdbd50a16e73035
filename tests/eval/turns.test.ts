import { describe, expect, it } from "vitest";
import { classifyMessage } from "#server/planning/domain/classify-message.ts";
import type { MessageKind } from "#server/planning/domain/message-kind.ts";
import { readLabels } from "./labels.ts";
import { readTurns, type Turn } from "./turns.ts";

/** What a reading says that a message is, in the words of the labels. */
function actOf(kind: MessageKind): Turn["act"] {
  switch (kind.kind) {
    case "question":
      return kind.topic === "capabilities" ? "about" : "question";
    case "open_question":
      return "question";
    case "control":
    case "danger":
    case "small_talk":
      return kind.kind;
    case "greeting":
      return "small_talk";
    case "help":
      return "about";
    case "out_of_scope":
      return "nonsense";
    default:
      return "change";
  }
}

function rightShare(turns: readonly Turn[]): number {
  const right = turns.filter(({ say, act }) => actOf(classifyMessage(say)) === act);
  return right.length / turns.length;
}

describe("turns by outside authors", () => {
  it("are taken for what they are: those that rules and weights were made with", () => {
    expect(rightShare(readTurns("read"))).toBeGreaterThan(0.95);
  });

  it("are taken for what they are: those that nobody has read", () => {
    const unread = readTurns("unread");
    expect(unread.length).toBeGreaterThanOrEqual(800);
    expect(rightShare(unread)).toBeGreaterThan(0.88);
  });

  it("keep changes changes: few are swallowed as a question or as talk", () => {
    const changes = readTurns("unread").filter(({ act }) => act === "change");
    expect(rightShare(changes)).toBeGreaterThan(0.93);
  });

  it("take few short intents for talk, of repositories that nobody tuned for", () => {
    const intents = readLabels()
      .filter(({ part }) => part === "held")
      .flatMap(({ labels }) => labels)
      .filter(({ intents: paths }) => paths.length > 0);
    const asChange = intents.filter(({ request }) => actOf(classifyMessage(request)) === "change");
    expect(intents.length).toBeGreaterThan(150);
    expect(asChange.length / intents.length).toBeGreaterThan(0.85);
  });
});
