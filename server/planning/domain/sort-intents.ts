import { classifyMessage } from "./classify-message.ts";
import type { Intent } from "./intent.ts";
import type { MessageKind, Question } from "./message-kind.ts";
import { plainText, withoutOpeners } from "./plain-text.ts";
import { outOfScopeReason } from "./scope.ts";

/** The parts of a message by what they are. */
export interface SortedIntents {
  /** What is to be planned, in order. */
  readonly wishes: readonly Intent[];
  /** Questions asked beside it. */
  readonly questions: readonly Question[];
  /** Parts that are never planned, each with why: sentences for a person. */
  readonly leftOut: readonly string[];
}

const imperative =
  /^(?:(?:can|could|would|will) you )?(?:deploy|install|set ?up|update|upgrade|patch|remove|uninstall|delete|back ?up|restore|restart|reboot|start|stop|add|create|configure|change|run|enable|disable|roll out|put|build|renew|rotate|clean up|bring|take|shut|turn)\b/;

/**
 * Tells the wishes of a message from what stands beside them: "deploy kuma and tell me a joke" is one wish, and a part
 * that is left out. What only sets something ("and set the port to 3002") belongs to the wish it stands with.
 *
 * @param whole what the message is as a whole
 */
export function sortIntents(intents: readonly Intent[], whole: MessageKind): SortedIntents {
  if (intents.length < 2) {
    return { wishes: whole.kind === "change" ? intents : [], questions: [], leftOut: [] };
  }
  const read = intents.map((intent) => ({ intent, kind: classifyMessage(intent.text) }));
  const wishes = read
    .filter(({ kind }) => kind.kind === "change")
    .filter(({ intent }) => whole.kind === "change" || isImperative(intent.text))
    .map(({ intent }) => intent);
  const questions = read.flatMap(({ kind }) => (kind.kind === "question" ? [kind] : []));
  const leftOut = read.flatMap(({ intent, kind }) =>
    kind.kind === "out_of_scope" ? [sayLeftOut(intent.text, kind.reason)] : [],
  );
  const nothingElse = wishes.length + questions.length + leftOut.length === 0;
  return { wishes: nothingElse && whole.kind === "change" ? intents : wishes, questions, leftOut };
}

function isImperative(text: string): boolean {
  const plain = withoutOpeners(plainText(text));
  return imperative.test(plain) && outOfScopeReason(plain) === null;
}

/** "tell me a joke": that has nothing to do with your machines. */
export function sayLeftOut(text: string, reason: string): string {
  return `"${text.trim().slice(0, 120)}": ${reason}`;
}

/** A sentence that asks to be told something rather than for something to be done. */
export function looksLikeQuestion(text: string): boolean {
  const asks =
    /^(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|does|did|do (?:i|we|you)|has|have|should|explain|tell me (?:about|why|how|what))\b/;
  return asks.test(withoutOpeners(plainText(text)));
}

const pronoun = /\b(?:it|its|it's|them|they|that|this|that one|this one)\b/i;

/** True where a text speaks of something named before. */
export function refersBack(text: string): boolean {
  return pronoun.test(text);
}

/** The text with its first "it" replaced by the service that is meant: "back it up" becomes "back up uptime-kuma". */
export function withService(text: string, service: string): string {
  return text
    .replace(
      /\b(back|bring|take|shut|spin|set|turn|power|fire|roll) (?:it|that|this)(?: (up|down|off|on|out|back))\b/i,
      (_whole, verb: string, particle: string) => `${verb} ${particle} ${service}`,
    )
    .replace(
      /\b(?:that|this) (?:one|service|app|thing)\b|\b(?:it|that|this|them)\b(?!')/i,
      (found) => (text.includes(service) ? found : service),
    );
}
