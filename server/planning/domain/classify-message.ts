/** What a message is (ORCH-01). A change is everything that is none of the others. */
export type MessageKind = { readonly kind: "change" } | SpokenKind;

/** A message that is answered in words and never planned. */
export type SpokenKind =
  | { readonly kind: "help" }
  | { readonly kind: "greeting" }
  | {
      readonly kind: "question";
      readonly topic: QuestionTopic;
      readonly about: string | null;
      readonly days: number | null;
    }
  | { readonly kind: "control"; readonly control: "approve" | "reject" | "cancel" }
  | { readonly kind: "edit"; readonly parameter: string; readonly value: string }
  | { readonly kind: "out_of_scope"; readonly reason: string };

/** What a question asks for. */
export type QuestionTopic =
  | "history"
  | "failures"
  | "offline"
  | "running"
  | "waiting"
  | "capabilities";

type Rule = readonly [RegExp, (match: RegExpMatchArray) => MessageKind];

const question = (topic: QuestionTopic, about?: string, days?: number | null): MessageKind => ({
  kind: "question",
  topic,
  about: cleanSubject(about),
  days: days ?? null,
});

/** First match wins; the more specific stand first. */
const rules: readonly Rule[] = [
  [
    /^(?:hi|hello|hey|good (?:morning|evening|day)|thanks?|thank you|cheers|ok(?:ay)?|great|nice)[\s!.,]*$/,
    () => ({ kind: "greeting" }),
  ],
  [
    /^(?:help|\?+|what can (?:you|i) (?:do|say|ask).*|what do you do.*|how does this work.*|how do i use (?:this|you).*)$/,
    () => ({ kind: "help" }),
  ],
  [
    /^(?:please )?(?:approve|go ahead|do it|run it|yes,? (?:do|run|approve) it|lgtm|ship it|approve (?:it|this|the plan|that))[\s!.]*$/,
    () => ({ kind: "control", control: "approve" }),
  ],
  [
    /^(?:please )?(?:reject|decline|no,? (?:do not|don't)|reject (?:it|this|the plan|that))[\s!.]*$/,
    () => ({ kind: "control", control: "reject" }),
  ],
  [
    /^(?:please )?(?:cancel|stop|abort|never ?mind|forget it)(?: (?:it|this|that|the (?:plan|run|request)))?[\s!.]*$/,
    () => ({ kind: "control", control: "cancel" }),
  ],
  [
    /^(?:please )?(?:change|set|make|use) (?:the )?([\w -]{2,40}?) (?:to|=|be|as) (\S{1,200})(?: instead)?[.!]?$/,
    (m) => ({ kind: "edit", parameter: m[1] ?? "", value: m[2] ?? "" }),
  ],
  [
    /\b(?:what|which|who|anything|is)\b.*\b(?:offline|unreachable|not responding|not reachable|down)\b/,
    () => question("offline"),
  ],
  [
    /\bwhat(?:'s| is| are)?\b.*\b(?:running|in progress|going on|happening)\b/,
    () => question("running"),
  ],
  [
    /\bwhat(?:'s| is| are)?\b.*\b(?:waiting|pending|awaiting|needs? (?:my )?approval)\b/,
    () => question("waiting"),
  ],
  [
    /\b(?:what|which|show|list|any|all)\b.*\b(?:fail(?:ed|ures?|ing)?|errors?|went wrong|broke)\b(?:.*?\b(?:in|for|of|with|on) (?!the last|the past|last)([\w .-]{2,60}?))?(?: (?:in |over |during )?(?:the )?(?:last|past|this) .*)?$/,
    (m) => question("failures", m[1], findDays(m[0])),
  ],
  [
    /\bwhat happened\b(?:.*?\b(?:to|with|on) ([\w .-]{2,60}))?/,
    (m) => question("history", m[1], findDays(m[0])),
  ],
  [
    /\b(?:who|when|why)\b.*\b(?:deployed|changed|updated|removed|restarted|installed|approved|ran|touched|did)\b(?: (?:the )?([\w .-]{2,60}))?/,
    (m) => question("history", m[1], findDays(m[0])),
  ],
  [
    /\b(?:what|all|show|list)\b.*\b(?:changed|changes|history|log|did)\b(?:.*?\b(?:to|on|of|for|with|in) ([\w .-]{2,60}))?/,
    (m) => question("history", m[1], findDays(m[0])),
  ],
  [
    /^(?:what|which|list|show)\b.*\b(?:services?|playbooks?|roles?|apps?)\b.*\b(?:know|have|available|deploy|can|are there|offer)\b/,
    () => question("capabilities"),
  ],
  [
    /^what (?:can|could) (?:you|i|we) (?:deploy|install|set up|run|update|upgrade|back up|remove|configure|restart)(?: here| for me| now)?$/,
    () => question("capabilities"),
  ],
  [
    /^(?:list|show)(?: me)?(?: all)?(?: the| my)? (?:playbooks?|services?|roles?|apps?)[\s?.!]*$/,
    () => question("capabilities"),
  ],
];

const outOfScopeRules: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:weather|forecast|joke|poem|song|story|recipe|cook(?:ing)?|football|movie|horoscope|lottery|translate|essay|homework|capital of|stock price|bitcoin price)\b/,
    "that has nothing to do with your machines",
  ],
  [
    /\b(?:book|order|buy|reserve) (?:me )?(?:a |an |some )?(?:flight|table|pizza|hotel|ticket|taxi|food)\b/,
    "I only act on your machines",
  ],
  [
    /^(?:who|what) (?:is|are|was) (?:the )?(?:president|prime minister|meaning of life|you)\b/,
    "I only know your playbooks, machines and their history",
  ],
  [
    /\b(?:ignore|disregard|forget) (?:all |any |your )?(?:previous|prior|earlier|above) (?:instructions|rules|prompts?)\b/,
    "text cannot change my rules",
  ],
];

/**
 * Says what a message is, by rules alone. Text decides nothing but this: an approval typed into the chat is answered
 * with a link to the card, whatever it says.
 */
export function classifyMessage(text: string): MessageKind {
  const plain = text.trim().toLowerCase().replace(/[’`]/g, "'").replace(/\s+/g, " ").slice(0, 1000);
  const core = plain.replace(/[?!.\s]+$/, "");
  for (const [pattern, reason] of outOfScopeRules) {
    if (pattern.test(core)) return { kind: "out_of_scope", reason };
  }
  for (const [pattern, build] of rules) {
    const match = core.match(pattern) ?? plain.match(pattern);
    if (match !== null) return build(match);
  }
  return { kind: "change" };
}

/** The subject of a question without articles and time words; null when nothing is left. */
function cleanSubject(subject: string | undefined): string | null {
  const cleaned = (subject ?? "")
    .replace(/\b(?:in|over|during|since) (?:the )?(?:last|past|this)\b.*$/, "")
    .replace(
      /\b(?:today|yesterday|recently|lately|last (?:night|week|month)|this week|service|app|the|my|our)\b/g,
      " ",
    )
    .replace(/\s+/g, " ")
    .trim();
  return cleaned === "" || /^(?:it|that|this|everything|anything|here|now)$/.test(cleaned)
    ? null
    : cleaned;
}

/** The span a question names, in days (1–365); null when it names none. */
function findDays(text: string): number | null {
  const counted = text.match(/\b(\d{1,3}) (day|week|month)s?\b/);
  if (counted !== null) {
    const unit = { day: 1, week: 7, month: 30 }[counted[2] as "day" | "week" | "month"];
    return Math.min(365, Math.max(1, Number(counted[1]) * unit));
  }
  if (/\b(?:today|last night|yesterday)\b/.test(text)) return 2;
  if (/\bweek\b/.test(text)) return 7;
  if (/\bmonth\b/.test(text)) return 30;
  return /\byear\b/.test(text) ? 365 : null;
}
