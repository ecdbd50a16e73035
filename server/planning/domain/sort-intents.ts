import { classifyClause } from "./classify-message.ts";
import type { Intent } from "./intent.ts";
import type { MessageKind, Question } from "./message-kind.ts";

/** The parts of a message by what they are. */
export interface SortedIntents {
  /** What is to be planned, in order. */
  readonly intents: readonly Intent[];
  /** Questions asked beside it. */
  readonly questions: readonly Question[];
  /** Parts that are never planned, each with why: sentences for a person. */
  readonly leftOut: readonly string[];
}

/**
 * Tells what is to be done from what stands beside it: "deploy kuma and tell me a joke" is one intent, and a part
 * that is left out. What only sets something ("and set the port to 3002") belongs to the intent it stands with.
 *
 * @param whole what the message is as a whole
 */
export function sortIntents(all: readonly Intent[], whole: MessageKind): SortedIntents {
  if (all.length < 2) {
    return { intents: whole.kind === "change" ? all : [], questions: [], leftOut: [] };
  }
  const read = all.map((intent) => ({ intent, kind: classifyClause(intent.clause) }));
  const intents = read
    .filter(({ kind }) => kind.kind === "change")
    .filter(({ intent }) => whole.kind === "change" || intent.clause.isImperative)
    .map(({ intent }) => intent);
  const questions = read.flatMap(({ kind }) => (kind.kind === "question" ? [kind] : []));
  const leftOut = read.flatMap(({ intent, kind }) => {
    if (kind.kind === "danger")
      return [sayLeftOut(intent.text, "it could destroy data for good, or open every door")];
    return kind.kind === "out_of_scope" ? [sayLeftOut(intent.text, kind.reason)] : [];
  });
  const nothingElse = intents.length + questions.length + leftOut.length === 0;
  return { intents: nothingElse && whole.kind === "change" ? all : intents, questions, leftOut };
}

/** "tell me a joke": it has nothing to do with your machines. */
export function sayLeftOut(text: string, reason: string): string {
  return `"${text.trim().slice(0, 120)}": ${reason}`;
}
