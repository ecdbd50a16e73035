/** A message as the rules read it: lower case, plain quotes, single spaces, no closing marks, at most 1,000 characters. */
export function plainText(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[’`´]/g, "'")
    .replace(/\s+/g, " ")
    .slice(0, 1_000)
    .replace(/[?!.,;:\s]+$/, "");
}

/** Words that may stand before anything a person says. */
const openers =
  "hey|hi|hello|chiffon|please|pls|kindly|now|then|ok|okay|so|well|actually|great|cool|thanks|perfect|and|also|but|hm+";
/** What may stand before an answer to something said before. */
const answers = "no|yes|yeah";
/** What may stand before a request beside openers: order, haste, and ways to ask nicely. */
const requestOpeners = [
  "finally|afterwards|after that|next|first|firstly|secondly|just|plus|maybe|quickly|time to|go ahead and",
  "make sure (?:to|you)|be sure to|don't forget to|remember to|try to|help me(?: to)?|let's|lets|let us",
  "can you|could you|would you|will you|can we|could we|can i|you should|would you mind|is it possible to",
  "(?:i|we)(?:'d| would)? (?:like|love|want|need|wish)(?: you)? to|i have to|we have to",
  "how (?:do|can|would) (?:i|we|you)|i am looking to|i'm looking to|it would be (?:nice|great|good) to",
].join("|");

const opening = new RegExp(`^(?:(?:${openers}|${answers})\\b(?!-)[,.!]*\\s*)+`);
const requestOpening = new RegExp(`^(?:(?:${openers}|${requestOpeners})\\b(?!-)[\\s,:]*){1,6}`);

/** A plain text without "please", "ok now" and the like before it; unchanged when nothing else is left. */
export function withoutOpeners(plain: string): string {
  const rest = plain.replace(opening, "");
  return rest === "" ? plain : rest;
}

/** How many characters of a lower-case text come before what is asked for: "hi, could you please ". */
export function requestStart(text: string): number {
  return requestOpening.exec(text)?.[0].length ?? 0;
}
