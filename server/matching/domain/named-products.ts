import type { CatalogEntry } from "#server/contracts/playbook.ts";
import {
  isOrdinaryName,
  type KnownService,
  knownServices,
} from "#server/language/thesaurus/thesaurus.ts";
import { wordsOf } from "#server/language/words.ts";

/** Beginnings and endings of a word, longest first. */
export function affixes(word: string, shortest: number): string[] {
  const lengths = Array.from({ length: Math.max(0, word.length - shortest) }, (_, at) => at);
  return lengths.flatMap((cut) =>
    cut === 0 ? [] : [word.slice(0, word.length - cut), word.slice(cut)],
  );
}

/** Products that a part of a name names: "chrony" of `core-chrony`; `words` are those of the name. */
export function productsInName(words: readonly string[]): KnownService[] {
  const names = words.flatMap((word, at) => [word, `${word}${words[at + 1] ?? ""}`]);
  const whole = words.length > 1 ? names : [];
  const compounds = words.flatMap((word) => affixes(word, 5));
  const find = (name: string): KnownService[] =>
    isOrdinaryName(name) ? [] : [knownServices.get(name) ?? []].flat();
  return [...new Set([...whole, ...compounds].flatMap(find))].slice(0, 2);
}

const installing =
  /\b(?:(?:install|deploy|provision)(?:s|ing)?|set(?:s|ting)?[ -]?up|setup of)\b(?: and \w+s?\b)?([^.;\n]{2,160})/gi;
/** Behind these stands what it is installed on, for or with. */
const otherThings =
  /\b(?:with|using|for|behind|to|via|on|onto|from|in|by|into|through|after|before|so|which|that|if)\b/i;
const maxInstalled = 6;

/** Products named behind "installs", "deploys" or "sets up" in the texts of a playbook. */
export function installedBy({
  kind,
  verbs,
  name,
  description,
}: Pick<CatalogEntry, "kind" | "verbs" | "name" | "description">): KnownService[] {
  if (kind !== "playbook" || !verbs.includes("deploy")) return [];
  const objects = [...`${name}. ${description}`.matchAll(installing)].map(
    ([, object = ""]) => object,
  );
  const found = new Set(objects.flatMap(productsIn));
  return found.size > maxInstalled ? [] : [...found];
}

function productsIn(object: string): KnownService[] {
  const words = wordsOf(object.split(otherThings)[0] ?? "").slice(0, 16);
  return words.flatMap(({ text }, at) => {
    const pair = productOf(`${text}${words[at + 1]?.text ?? ""}`);
    return pair ?? productOf(text) ?? [];
  });
}

function productOf(name: string): KnownService | null {
  return isOrdinaryName(name) ? null : (knownServices.get(name) ?? null);
}
