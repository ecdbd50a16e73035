import { isReference } from "#server/language/back-references.ts";
import type { Question, QuestionTopic } from "./message-kind.ts";
import { daysIn, readStateQuestion } from "./state-questions.ts";

type Read = Omit<Question, "said">;
type Rule = readonly [RegExp, (match: RegExpMatchArray) => Read];

function ask(topic: QuestionTopic, about = "", days: number | null = null): Read {
  const subject = cleanSubject(about);
  const refersBack = isReference(subject);
  const isAboutAll = refersBack || /^(?:|everything|anything|here|now)$/.test(subject);
  return { kind: "question", topic, about: isAboutAll ? null : subject, refersBack, days };
}

/** First match wins; the more specific stand first. */
const rules: readonly Rule[] = [
  [
    /^(?:what(?:'s| is) the (?:status|state|progress)(?: of (?:it|that|the (?:plan|run|request)))?|status|(?:is|are|was) (?:it|that|they|the (?:plan|run)) (?:done|finished|ready|over|through|running|still running|approved|stuck)(?: yet| already)?|how is (?:it|that) going|how far is (?:it|that)|did (?:it|that) (?:work|run|finish|succeed|fail)|are we there yet|where does (?:it|that) stand)$/,
    () => ask("progress", "it"),
  ],
  [
    /\b(?:what|which|who|anything|is)\b.*\b(?:offline|unreachable|not responding|not reachable|down)\b/,
    () => ask("offline"),
  ],
  [
    /^(?:how (?:much|many)\b.*\b(?:room|capacity|memory|ram|cpu|cores|slots|gpus?|vram|load)\b.*|(?:what|which)\b.*\b(?:capacity|free slots|free memory)\b.*|(?:is|are) (?:the |any |my )?agents? (?:free|busy|idle|full|overloaded)|(?:which|what) agents? (?:is|are) (?:free|busy|idle)|(?:how )?busy (?:is|are) (?:the )?agents?|how busy (?:is it|are you|are we|is everything)|show (?:me )?(?:the )?capacity)$/,
    () => ask("capacity"),
  ],
  [
    /^(?:what|which|list|show)(?: me)?(?: all)?(?: (?:the|my|are the))? (?:hosts?|machines?|servers?|agents?|groups?|inventory)\b(?: (?:are (?:there|known|enrolled|online)|do (?:you|i|we) (?:know|have|see|manage)|can you reach|exist))?$/,
    () => ask("hosts"),
  ],
  [
    /^(?:what|how much)\b.*\b(?:cost|costs|spent|spend|spending|paid|expensive|budget)\b/,
    (m) => ask("cost", undefined, daysIn(m[0])),
  ],
  [
    /^what (?:does|would|will) (?!(?:it|this|that|they|the plan|chiffon)\b)(?:the )?([\w./ -]{2,60}?)(?: playbook| role| file)?(?: actually| exactly| even)? (?:do|install|set up|change|run)(?: exactly| for me| here)?$/,
    (m) => ask("capabilities", m[1]),
  ],
  [
    /^(?:what|which|list|show)\b.*\b(?:playbooks?|roles?)\b.* (?:for|about) (?:the |my |a |an )?([\w .-]{2,60})$/,
    (m) => ask("capabilities", m[1]),
  ],
  [
    /^(?:so |and )?(?:what|which)(?: all)?(?: (?:services?|containers?|apps?|applications?|things|programs|stuff))? (?:do|am|are) (?:i|we) (?:even |all |actually |currently )*(?:run(?:ning)?|have|host(?:ing)?|self-?host(?:ing)?|got)(?: (?:here|now|right now|at home|in (?:the|my) (?:home)?lab|on (?:the|my) (?:servers?|machines?|lab|homelab)))*$/,
    () => ask("installed"),
  ],
  [
    /\bwhat(?:'s| is| are)?\b.*\b(?:running|in progress|going on|happening)\b/,
    () => ask("running"),
  ],
  [
    /\bwhat(?:'s| is| are)?\b.*\b(?:waiting|pending|awaiting|needs? (?:my )?approval)\b/,
    () => ask("waiting"),
  ],
  [
    /\b(?:what|which|show|list|any|all)\b.*\b(?:fail(?:ed|ures?|ing)?|errors?|went wrong|broke)\b(?:.*?\b(?:in|for|of|with|on) (?!the last|the past|last)([\w .-]{2,60}?))?(?: (?:in |over |during )?(?:the )?(?:last|past|this) .*)?$/,
    (m) => ask("failures", m[1], daysIn(m[0])),
  ],
  [
    /\bwhat happened\b(?:.*?\b(?:to|with|on) ([\w .-]{2,60}))?/,
    (m) => ask("history", m[1], daysIn(m[0])),
  ],
  [
    /\b(?:who|when|why)\b.*\b(?:deployed|changed|updated|removed|restarted|installed|approved|ran|touched|did)\b(?: (?:the )?([\w .-]{2,60}))?/,
    (m) => ask("history", m[1], daysIn(m[0])),
  ],
  [
    /\b(?:what|all|show|list)\b.*\b(?:changed|changes|history|log|did)\b(?:.*?\b(?:to|on|of|for|with|in) ([\w .-]{2,60}))?/,
    (m) => ask("history", m[1], daysIn(m[0])),
  ],
  [
    /^(?:what|which things) (?:can|could) (?:you|i|we|one) do (?:about|with|for|to|on|against) (?:the |my |a |an )?([\w .-]{2,60})$/,
    (m) => ask("capabilities", m[1]),
  ],
  [
    /^(?:do you (?:know|support|have)|is there|are there|have you got|which|what) (?:about |anything (?:for|about) |a |an |any )*(?:playbooks?|roles?|ways?|things?)? ?(?:for|about|to do with|that (?:do|does|handles?)) (?:the |my |a |an )?([\w .-]{2,60})$/,
    (m) => ask("capabilities", m[1]),
  ],
  [
    /^do you (?:know|support) (?:about |how to (?:deploy|install|run) )?(?:the |my |a |an )?([\w .-]{2,60})$/,
    (m) => ask("capabilities", m[1]),
  ],
  [
    /^(?:what|which|list|show)\b.*\b(?:services?|playbooks?|roles?|apps?)\b.*\b(?:know|have|available|deploy|can|are there|offer)\b/,
    () => ask("capabilities"),
  ],
  [
    /^what (?:can|could) (?:you|i|we) (?:deploy|install|set up|run|update|upgrade|back up|remove|configure|restart)(?: here| for me| now)?$/,
    () => ask("capabilities"),
  ],
  [
    /^(?:list|show)(?: me)?(?: all)?(?: the| my)? (?:playbooks?|services?|roles?|apps?)$/,
    () => ask("capabilities"),
  ],
];

/**
 * Reads a message as a question, or null. Reasons, people and times are asked for in many ways, so these are read first;
 * then what names its subject outright, then the state of things at large.
 */
export function readQuestion(text: string, plain: string): Question | null {
  const state = readStateQuestion(text, plain);
  if (state !== null && pointed.has(state.topic)) return state;
  for (const [pattern, build] of rules) {
    const match = plain.match(pattern);
    if (match !== null) return { ...build(match), said: plain };
  }
  return state;
}

/** Topics that only their question word tells. */
const pointed: ReadonlySet<QuestionTopic> = new Set<QuestionTopic>([
  "why",
  "who",
  "last",
  "people",
  "duration",
  "schedule",
  "needs",
]);

/** The subject of a question without articles and time words. */
function cleanSubject(subject: string): string {
  return subject
    .replace(/\b(?:in|over|during|since) (?:the )?(?:last|past|this)\b.*$/, "")
    .replace(
      /\b(?:today|yesterday|recently|lately|last (?:night|week|month)|this week|service|app|the|my|our)\b/g,
      " ",
    )
    .replace(/\s+/g, " ")
    .trim();
}
