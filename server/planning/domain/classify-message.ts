import { type Clause, readClause } from "#server/language/clause.ts";
import { isChatting, isDangerous, wantsToKnow } from "#server/language/message-signs.ts";
import { assertNever } from "#server/lib/assert.ts";
import { namesSomething } from "./act-signs.ts";
import { type ReadAct, readAct } from "./acts.ts";
import { readFollowUp } from "./follow-up.ts";
import type { Control, MessageKind, QuestionTopic } from "./message-kind.ts";
import { readQuestion } from "./question-rules.ts";
import { outOfScopeReason, rulesStand } from "./scope.ts";
import { asStateQuestion } from "./state-questions.ts";

const controls: readonly (readonly [RegExp, Control])[] = [
  [
    /^(?:i )?(?:approved?|y|yes|yep|sure|yes,? please|go ahead|do it|run it|start it|make it so|proceed|execute(?: it)?|yes,? (?:do|run|approve) it|lgtm|looks good(?: to me)?|ship it|approve (?:it|this|that|all|everything|(?:the|this|that) (?:plan|card|request))|confirm(?:ed)?(?: it)?)(?: (?:now|please|anyway))*$/,
    "approve",
  ],
  [
    /^(?:reject(?:ed)?|decline|deny|do not|don't|do not run it|don't run it|reject (?:it|this|that|the plan))(?: please)?$/,
    "reject",
  ],
  [
    /^(?:cancel|stop|abort|never ?mind|forget it|halt)(?: (?:it|this|that|everything|the (?:plan|run|request)))?(?: (?:now|please))*$/,
    "cancel",
  ],
  [
    /^(?:can (?:you|i) )?(?:undo|revert|roll ?back|take back|reverse)(?: (?:it|this|that|everything|all that|(?:the |that |my )?(?:last )?(?:change|plan|run|one|deployment|step)))?(?: please)?$/,
    "undo",
  ],
  [
    /^(?:(?:can|could) (?:you|i|we) |please |let'?s |just |first )*(?:preview|dry[ -]?run|simulate|test[ -]run)(?: (?:it|this|that|the (?:plan|changes?|run)|first))*(?: please)?$|^(?:(?:show|tell) me )?what (?:would|will) (?:it|this|that|the plan) (?:actually )?(?:change|touch|do)(?: (?:exactly|first|if i approve(?: it)?))*$/,
    "preview",
  ],
];

/** "thanks, you are great", "lol", "good night": chatting, with nothing told to be done. */
function isSmallTalk({ text, isImperative, verb, said }: Clause): boolean {
  const isShort = said.split(" ").length <= longestTalk;
  return isChatting(text) && !isImperative && (verb === null || isShort);
}

const longestTalk = 5;

/** No rule needs more of a message. */
const maxLength = 4_000;
const greeting =
  /^(?:hi|hello|hey|good (?:morning|evening|day|afternoon)|thanks?(?: a lot| you)?|thank you(?: very much)?|cheers|ok(?:ay)?|great|nice|cool|perfect|bye|good ?bye)(?: (?:there|chiffon|everyone|all))?$/;
const help =
  /^(?:help(?: me)?|\?*|what(?:'?s| is| are)? (?:this|you|chiffon|that thing|this thing|it for|this for)(?: (?:thing|for|app|page|supposed to (?:do|be)|exactly|again))*|what (?:all )?(?:can|could|do) (?:you|i|this(?: thing)?|chiffon) (?:do|say|ask|type|write|understand|know)(?: .{0,30})?|who (?:are|is) (?:you|chiffon|this)|how (?:does|do|can|should|would) (?:this|it|that|you|i|we|chiffon)\b.{0,60}|(?:are|r) (?:you|u) (?:a |an )?(?:real|human|bot|robot|ai|person|chatgpt|machine|there)\b.{0,30}|do (?:i|you|we) need (?:an? |the )?(?:account|model|internet|cloud|login|key|ai|ansible|docker|password)\b.{0,40}|can (?:you|i|it|this|chiffon) (?:also |even )?(?:understand|speak|explain|talk|help|undo|break)\b.{0,60}|was (?:ist das|bist du|kannst du)\b.{0,30}|wer bist du|wie (?:funktioniert|geht) (?:das|dies).{0,20}|(?:qu'est-ce que|c'est quoi|que (?:es|puedes)|o que (?:e|podes|pode)|que sais-tu)\b.{0,30}|comment ca marche|como funciona.{0,20})$/;

/**
 * Says what a message is, by rules, and by learned weights where those only guess. Text decides nothing but this: an
 * approval typed into the chat is answered with a link to the card, whatever it says.
 */
export function classifyMessage(text: string): MessageKind {
  const clause = readClause(text.slice(0, maxLength));
  const read = readAct(clause.text);
  const ruled = classifyClause(clause);
  if (ruled.kind === "out_of_scope") return asTalk(ruled, read);
  if (ruled.kind !== "danger" && read.danger >= (isPlanned(ruled) ? dangerChance : sureDanger))
    return read.danger >= sureDanger ? { kind: "danger" } : { kind: "danger", isGuess: true };
  const kind = isOpenKind(ruled) ? asLearned(clause, ruled, read) : ruled;
  const isDoubted = wantsToKnow(text)
    ? mayPlan(kind)
    : isPlainChange(kind) && isDoubtful(clause, read);
  return isDoubted ? { kind: "change", isGuess: true } : kind;
}

function isPlainChange({ kind }: MessageKind): boolean {
  return kind === "change";
}

/** Planned where nothing before it is meant: "not asking for anything, just want to know …" sounds like a correction. */
function mayPlan(kind: MessageKind): boolean {
  return isPlainChange(kind) || (kind.kind === "follow_up" && !kind.followUp.isCertain);
}

/** "Status of each machine", "how much room is left": orders nothing, and is asked or hardly sounds like an intent. */
function isDoubtful({ isImperative, isQuestion }: Clause, { act, chance }: ReadAct): boolean {
  return !isImperative && (isQuestion || act !== "change" || chance < plannedChance);
}

/** Errands for somebody else are talk, answered with why they are none of ours; "movie night, restart plex" is neither. */
function asTalk(
  ruled: Extract<MessageKind, { kind: "out_of_scope" }>,
  { act, chance }: ReadAct,
): MessageKind {
  if (ruled.reason === rulesStand || chance < likelyChance) return ruled;
  if (act === "small_talk") return { kind: "small_talk", reason: ruled.reason };
  return act === "change" && chance >= orderChance ? { kind: "change" } : ruled;
}

function isPlanned({ kind }: MessageKind): boolean {
  return kind === "change" || kind === "question";
}

/** Topics that rules take from words which mean nothing else. */
const plainlyAsked: ReadonlySet<QuestionTopic> = new Set<QuestionTopic>([
  ...(["capabilities", "needs", "installed"] as const),
]);

/** What rules only guess: a change is what no other rule takes, and much is asked that is about nothing here. */
function isOpenKind(ruled: MessageKind): boolean {
  if (ruled.kind === "question") return !plainlyAsked.has(ruled.topic);
  return ruled.kind === "change" || ruled.kind === "small_talk";
}

/** What such messages usually are, where that is clear; else what the rules say. */
function asLearned(clause: Clause, ruled: MessageKind, { act, chance }: ReadAct): MessageKind {
  const { plain } = clause;
  // "stop jellyfin" says what is to be done, and to what.
  const isOrder =
    ruled.kind === "change" &&
    clause.isImperative &&
    namesSomething(clause.object) &&
    chance < orderChance;
  if (chance < clearChance || (isOrder && act !== "danger")) return ruled;
  switch (act) {
    case "change":
      return staysQuestion(ruled, chance) ? ruled : { kind: "change" };
    case "question":
      return ruled.kind === "question" ? ruled : asStateQuestion(plain);
    case "about":
      return asHelp(plain);
    case "control":
      // A guess ends nothing: "cancel" is taken from its exact words alone, anything else leads to the card.
      return {
        kind: "control",
        control: undoing.test(plain) ? "undo" : "approve",
        isGuess: true,
      };
    case "small_talk":
      return { kind: "small_talk", isGuess: true };
    case "danger":
      return { kind: "danger", isGuess: true };
    case "nonsense":
      return {
        kind: "out_of_scope",
        reason: "it has nothing to do with your machines",
        isGuess: true,
      };
    default:
      return assertNever(act);
  }
}

/** What it takes to run something is asked in the words in which one asks what Chiffon itself takes. */
function asHelp(plain: string): MessageKind {
  const question = asStateQuestion(plain);
  return question.topic === "needs" ? question : { kind: "help", isGuess: true };
}

/** A question whose rule found what it is about is one, whatever weights say. */
function staysQuestion(ruled: MessageKind, chance: number): boolean {
  return ruled.kind === "question" && (ruled.about !== null || chance < plannedChance);
}

/** From here on nothing is planned, whatever is likelier: an intent said again costs less than data. */
const dangerChance = 0.3;
/** From here on the catalog is not asked whether it has what is meant: only a playbook's own name is planned. */
const sureDanger = 0.8;
/** What a rule took for something is read otherwise only from here on. */
const likelyChance = 0.45;
/** Outright orders about something named are read otherwise only from here on. */
const orderChance = 0.9;
/** What rules read as a question is looked for among playbooks only from here on. */
const plannedChance = 0.7;
/** Less than this is no reason to read it otherwise than the rules do. */
const clearChance = 0.3;

const undoing =
  /\b(?:undo|revert|roll ?back|take (?:it |that |all )*back|ruckgangig|rueckgaengig|deshaz|desfaz\w*|defais)\b/;
/** Says what one part of a message is. */
export function classifyClause(clause: Clause): MessageKind {
  const { text, said, plain } = clause;
  const reason = outOfScopeReason(clause);
  if (reason !== null) return { kind: "out_of_scope", reason };
  if (isDangerous(text)) return { kind: "danger" };
  if (greeting.test(said)) return { kind: "greeting" };
  const control = controls.find(([pattern]) => pattern.test(said) || pattern.test(plain))?.[1];
  if (control !== undefined) return { kind: "control", control };
  const followUp = readFollowUp(plain, said);
  if (followUp !== null) return { kind: "follow_up", followUp };
  const question = readQuestion(text, plain);
  if (question !== null && question.topic === "capabilities") return question;
  if (help.test(plain)) return { kind: "help" };
  if (question !== null) return question;
  return isSmallTalk(clause) ? { kind: "small_talk" } : { kind: "change" };
}
