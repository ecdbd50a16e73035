/** Words that stand for something named before, as a part of a pattern. */
export const referenceWords = "it|that|this|them|those";
const thing = "(?:one|service|app|thing)";
/** "that" and "this" where they point at something, as opposed to "something that watches my sites". */
const pointing = `(?:that|this)(?: ${thing}\\b|(?=[.,!?;]|\\s*$| (?:up|down|off|on|out|back|too|also|again|now|please|to|from|with|for|and)\\b))`;
const same = `the same(?: ${thing}\\b|(?=[.,!?;]|\\s*$| (?:on|for|to|at|in|with)\\b))`;
const be = "(?:is|are|was|were)";
const place = `(?<!\\b${be} )there\\b(?!'| ${be}\\b)`;
const reference = new RegExp(
  `\\b(?:it's|(?:its?|them|their|those)\\b|${same}|${place}|${pointing})`,
  "i",
);
const subject = new RegExp(`^(?:${referenceWords})(?: ${thing})?$`);

/** True where a text speaks of something named before: "restart it", "take that down". */
export function refersBack(text: string): boolean {
  return reference.test(text);
}

/** True for a subject that is nothing but such a word: "it", "that service". */
export function isReference(plain: string): boolean {
  return subject.test(plain);
}

const split =
  /\b(back|bring|take|shut|spin|set|turn|power|fire|roll) (?:it|that|this) (up|down|off|on|out|back)\b/i;
const replaceable = new RegExp(`\\b(?:${pointing}|(?:it|them)\\b(?!'))`, "i");

/** The text with its first "it" replaced by the service that is meant: "back it up" becomes "back up uptime-kuma". */
export function withService(text: string, service: string): string {
  return text
    .replace(split, (_whole, verb: string, particle: string) => `${verb} ${particle} ${service}`)
    .replace(replaceable, (found) => (text.includes(service) ? found : service));
}
