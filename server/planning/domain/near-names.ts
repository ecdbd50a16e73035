/** Letters of other alphabets that look like a Latin one. From Unicode's confusables, those of names people type. */
const lookalikes: Readonly<Record<string, string>> = {
  а: "a",
  ɑ: "a",
  α: "a",
  в: "b",
  с: "c",
  ϲ: "c",
  ԁ: "d",
  е: "e",
  ё: "e",
  ε: "e",
  ɡ: "g",
  һ: "h",
  н: "h",
  і: "i",
  ı: "i",
  ι: "i",
  ј: "j",
  к: "k",
  κ: "k",
  ӏ: "l",
  м: "m",
  ո: "n",
  п: "n",
  η: "n",
  о: "o",
  ο: "o",
  օ: "o",
  р: "p",
  ρ: "p",
  ԛ: "q",
  г: "r",
  ѕ: "s",
  т: "t",
  τ: "t",
  υ: "u",
  ս: "u",
  ν: "v",
  ѵ: "v",
  ԝ: "w",
  х: "x",
  χ: "x",
  у: "y",
  γ: "y",
};

/** What a name looks like to a person: compatibility forms and look-alike letters become plain Latin ones. */
export function appearance(name: string): string {
  const plain = name.normalize("NFKC").toLowerCase();
  return Array.from(plain, (letter) => lookalikes[letter] ?? letter).join("");
}

/**
 * Why a host's name may be taken for another, or null: it mixes alphabets, or looks like another of `others` without
 * being it.
 */
export function imitationOf(name: string, others: readonly string[]): string | null {
  const looks = appearance(name);
  const twin = others.find((other) => other !== name && appearance(other) === looks);
  if (twin !== undefined) return `the name "${name}" looks like "${twin}" but is not`;
  return mixesAlphabets(name) ? `the name "${name}" mixes alphabets` : null;
}

/** A word with letters of two alphabets is no word of any language: it imitates another. */
export function mixesAlphabets(word: string): boolean {
  return /\p{Script=Latin}/u.test(word) && /(?!\p{Script=Latin})\p{L}/u.test(word);
}

/** Names by how near they come to what was written, nearest first; those that have nothing of it are left out. */
export function nearestNames(written: string, names: readonly string[], most: number): string[] {
  const wanted = appearance(written);
  return [...new Set(names)]
    .map((name) => ({ name, distance: distanceOf(wanted, appearance(name)) }))
    .filter(({ distance }) => distance <= Math.max(2, wanted.length * 0.6))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** Edits that turn one word into the other; half price where one begins with the other. */
function distanceOf(a: string, b: string): number {
  const edits = editDistance(a.slice(0, 64), b.slice(0, 64));
  return a.startsWith(b) || b.startsWith(a) ? edits / 2 : edits;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_unused, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
