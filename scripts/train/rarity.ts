import { everydayWords } from "#server/language/everyday-words.ts";
import { stem, wordsOf } from "#server/language/words.ts";

/** A stem is common from so many requests on. */
const leastCommon = 3;

/**
 * How rarely a stem stands in what people ask for, 0–1: the share of the rarest word's information that it has, less
 * for words that are said all day. Stems that are not common are left out: they count 1.
 */
export function rarityOfStems(requests: readonly string[]): Readonly<Record<string, number>> {
  const said = new Map([...everydayWords].map(([word, worth]) => [stem(word), worth]));
  const asked = countStems(requests);
  const most = Math.log(requests.length + 1);
  const stems = [...new Set([...said.keys(), ...asked.keys()])].sort();
  return Object.fromEntries(
    stems.map((one) => {
      const here = Math.log((requests.length + 1) / ((asked.get(one) ?? 0) + 1)) / most;
      return [one, Math.round((said.get(one) ?? 1) * here * 100) / 100];
    }),
  );
}

/** In how many requests each stem stands. */
function countStems(requests: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const request of requests)
    for (const one of new Set(wordsOf(request).map((word) => word.stem)))
      counts.set(one, (counts.get(one) ?? 0) + 1);
  return new Map([...counts].filter(([, count]) => count >= leastCommon));
}
