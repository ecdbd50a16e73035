/** "One host first": on which, and whether somebody wants to be asked before the rest. */
export interface FirstHostRequest {
  /** Null: whichever is the first. */
  readonly host: string | null;
  readonly asks: boolean;
  /** The words without that request; empty where they say nothing else. */
  readonly rest: string;
}

const host = "(?:hosts?|machines?|servers?|box|node|system|pi|one)";
const doing = "(?:(?:please |just |let's )*(?:try|test|do|run|start|begin|apply|deploy|roll) )?";
const it = "(?:(?:it|this|that|everything|out|it out) )?";
const one = `(?:just |only )?(?:one|a single|1) (?:single )?${host}`;
const asked =
  "(?:,? ?(?:and|then|but)? ?(?:ask|wait for|check with) me(?: (?:then|again|before (?:the )?(?:rest|others?)|first|in between|between))?)?";
const then =
  "(?:,? (?:and )?(?:then|before) (?:on )?(?:all )?(?:the )?(?:rest|others?|remaining)(?: (?:ones|hosts))?)?";
const link = "(?:[,;.]? ?(?:but|and|though)? )?";

const phrases: readonly RegExp[] = [
  `${doing}${it}(?:on |with |to )?${one} (?:first|at first)${then}${asked}`,
  `first ${doing}${it}(?:on|with) ${one}${then}${asked}`,
  `(?:as|with|using) (?:a )?canary(?: first)?${asked}`,
  `(?:a )?canary (?:first|rollout|run|deploy(?:ment)?|mode)${asked}`,
].map((pattern) => new RegExp(`(?:^|${link}(?<=[\\s,;.]))${pattern}(?=$|[\\s,;.!?])`, "iu"));

/** Only as words of their own: a name in them is the host. */
const alone: readonly RegExp[] = [
  `(?:please )?canary${asked}(?: please)?`,
  `${doing}${it}(?:on |with |to )(?<name>[\\p{L}\\p{N}_.-]{1,100}) first${then}${asked}(?: please)?`,
  `(?:start|begin) with (?<name>[\\p{L}\\p{N}_.-]{1,100})${asked}(?: please)?`,
].map((pattern) => new RegExp(`^(?:and |but |ok,? |yes,? )?${pattern}[.!]?$`, "iu"));

const longest = 4_000;

/** Reads from what somebody says that one host is to go first; null where they say nothing of it. */
export function readFirstHostRequest(said: string): FirstHostRequest | null {
  const text = said.trim().replace(/\s+/g, " ");
  if (text.length > longest) return null;
  for (const pattern of phrases) {
    const match = text.match(pattern);
    if (match?.index === undefined) continue;
    const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`;
    return { host: null, asks: asksIn(match[0]), rest: tidy(rest) };
  }
  for (const pattern of alone) {
    const match = text.match(pattern);
    if (match !== null)
      return { host: match.groups?.["name"] ?? null, asks: asksIn(match[0]), rest: "" };
  }
  return null;
}

function asksIn(words: string): boolean {
  return /\bme\b/i.test(words);
}

/** What is left where a part was taken out: no blanks, commas or link words at its ends. */
function tidy(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/^[\s,;.:]+|[\s,;:]+$/g, "")
    .replace(/^(?:please|and|but|then)$|[\s,;]+(?:and|but|please)$/i, "")
    .trim();
}
