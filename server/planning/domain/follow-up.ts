import { referenceWords } from "#server/language/back-references.ts";

/** What a message changes about the conversation's latest plan. */
export interface FollowUp {
  /** *repeat* asks for another plan like it; *revise* for a new version while it waits, else for another plan. */
  readonly mode: "repeat" | "revise";
  /** Words for the tasks, roles or tags that are wanted alone. */
  readonly only: string | null;
  /** Words for what is to be left out: tasks, or hosts. */
  readonly without: string | null;
  /** "change X to V": what is to be set. */
  readonly edit: { readonly parameter: string; readonly value: string } | null;
  /** Nothing else it could mean. Otherwise it is read as an intent of its own where it fits no plan. */
  readonly isCertain: boolean;
}

/** Another plan like the latest. */
export const sameAgain: FollowUp = {
  mode: "repeat",
  only: null,
  without: null,
  edit: null,
  isCertain: true,
};
const repeat = sameAgain;
const perhaps: FollowUp = { ...repeat, mode: "revise", isCertain: false };

const name = "[\\p{L}\\p{N}_.@:*-]+";
const names = `(?:(?:the|all|every|each|my|both|host|server|machine|group) )*${name}(?:(?:,| and|,? or| &)+(?: (?:on|also|the))* ${name})*(?: (?:hosts?|servers?|machines?|nodes?|boxes|group))?`;
const place = `(?:on|onto|to|for|at|in|over|except|without|but not(?: on)?|not on) (?!(?:which|what|whom)\\b)${names}`;
const value = `(?:with|using) (?:the )?(?:${name} ){1,3}(?:(?:to|=|as|of|set to) )?\\S+(?: and (?:${name} ){1,2}\\S+)?`;
const ending = "(?:too|as well|also|again|please|now|once more|instead|only|this time|everywhere)";
/** What may stand after "same": places, values, nothing. */
const details = `(?:,? (?:(?:but|and|just|only|now) )*(?:${place}|${value}|${ending}))*`;
const doing = "(?:(?:do|run|make|apply|repeat|redo|try|perform|execute|use) )";
const it = `(?:${referenceWords})`;
const part = "(?:roles?|tags?|tasks?|steps?|parts?|playbooks?|one|bit)";

/** Longer ones are sentences of their own; the bound also keeps the patterns fast. */
const longest = 120;

type Rule = readonly [RegExp, (match: RegExpMatchArray) => FollowUp];
const rule = (pattern: string, build: (match: RegExpMatchArray) => FollowUp): Rule => [
  new RegExp(`^${pattern}$`, "u"),
  build,
];

/** First match wins. */
const rules: readonly Rule[] = [
  rule(
    `(?:(?:do|run|make|apply|deploy|install|repeat|use) )?(?:exactly )?(?:the |that )?(?:very |exact )?same(?: thing| one| plan| request)?${details}`,
    () => repeat,
  ),
  rule(`${doing}${it}(?: all)? (?:again|once more|one more time)${details}`, () => repeat),
  rule(`(?:repeat|redo|rerun|re-run)(?: ${it})?${details}`, () => repeat),
  rule(`${doing}${it}(?: too| as well| also)? ${place}${details}`, () => repeat),
  rule(`(?:again|once more|one more time|encore|another time)${details}`, () => repeat),
  rule("use (\\S{1,200}) (?:as|for) (?:the )?([\\w -]{2,40}?)(?: instead)?", (m) => ({
    ...perhaps,
    edit: { parameter: m[2] ?? "", value: m[1] ?? "" },
  })),
  rule(
    "(?:change|set(?! up\\b)|make(?! sure\\b)|use) (?:the )?([\\w -]{2,40}?) (?:to|=|be|as) (\\S{1,200})(?: instead)?",
    (m) => ({ ...perhaps, edit: { parameter: m[1] ?? "", value: m[2] ?? "" } }),
  ),
  rule(`(?:only|just) ${place}${details}`, () => perhaps),
  rule(
    `(?:only|just)(?: (?:do|run|keep|use|with|want|apply))* (?:the )?(.{1,100}?) ${part}(?: please)?`,
    (m) => ({ ...perhaps, only: m[1] ?? "" }),
  ),
  rule("(?:only|just)(?: (?:do|run|keep|use|with|apply))* the (.{1,100})", (m) => ({
    ...perhaps,
    only: m[1] ?? "",
  })),
  rule(`(?:leave|take) (?:the )?(.{1,100}?)(?: ${part})? out(?: of (?:it|the plan))?`, (m) => ({
    ...perhaps,
    without: m[1] ?? "",
  })),
  rule(`(?:remove|drop) (?:the )?(.{1,100}?)(?: ${part})? from (?:the plan|it|that)`, (m) => ({
    ...perhaps,
    without: m[1] ?? "",
  })),
  rule(
    `(?:without|skip|leave out|omit|minus|except(?: for)?|excluding|exclude|everything (?:but|except)|all (?:but|except)|not(?! (?:now|yet|today|tonight|tomorrow|anymore)\\b))(?: (?:on|for))? (?:the )?(.{1,100}?)(?: ${part}| host)?(?: please)?`,
    (m) => ({ ...perhaps, without: m[1] ?? "" }),
  ),
  rule(`${place}${details}`, () => perhaps),
  rule(`${value}${details}`, () => perhaps),
  rule("use (?:the )?(?:[\\w-]+ ){1,3}\\S{1,200}(?: instead)?", () => perhaps),
  rule(
    "(?:the )?[a-z][\\w-]{1,30}(?: [\\w-]{1,30})? ?(?:=|:|should be) ?\\S{1,200}",
    () => perhaps,
  ),
];

/**
 * Reads a plain text as something said about the latest plan: "same on nas2", "again", "only the backup role", "change
 * the port to 3002". Null when it is a sentence of its own.
 *
 * @param said the text before openers were taken off: "and on pi" asks for one more plan, "on pi" changes the one there is
 */
export function readFollowUp(plain: string, said: string): FollowUp | null {
  if (plain.length > longest) return null;
  for (const [pattern, build] of rules) {
    const match = plain.match(pattern);
    if (match !== null) return asMeant(build(match), plain, said);
  }
  return null;
}

function asMeant(followUp: FollowUp, plain: string, said: string): FollowUp {
  const adds =
    /\b(?:too|as well|also|again|once more)$/.test(plain) || /^(?:and|also|now|then)\b/.test(said);
  const isPlace = /^(?:on|onto|to|for|at) /.test(plain);
  return adds && isPlace ? { ...followUp, mode: "repeat" } : followUp;
}
