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
  /^(?:(?:hey|hi|hello|chiffon|please|pls|now|then|ok|okay|so|well|actually|great|cool|thanks|perfect|and|also|but|hm+|no|yes|yeah)\b[,.!]*\s*)+/;

/** A plain text without "please", "ok now" and the like before it; unchanged when nothing else is left. */
export function withoutOpeners(plain: string): string {
  const rest = plain.replace(openers, "");
  return rest === "" ? plain : rest;
}
