import { describe, expect, it } from "vitest";
import { sourceDigest } from "#scripts/train/word-vectors.ts";
import { stem } from "#server/language/words.ts";
import learned from "./word-vectors.json" with { type: "json" };
import { cosine, directionOf, hasDirection } from "./word-vectors.ts";

const direction = (text: string) => directionOf(text.split(" ").map((word) => [stem(word), 1]));

describe("directions of words", () => {
  it("are alike for what is said of the same things, and not for others", () => {
    const films = direction("subtitles episode");
    expect(cosine(films, direction("movies streaming"))).toBeGreaterThan(0.5);
    expect(cosine(films, direction("certificate expires"))).toBeLessThan(0.3);
  });

  it("are of length one, and none for words that nobody knows", () => {
    const films = direction("subtitles episode");
    expect(cosine(films, films)).toBeCloseTo(1, 4);
    expect(hasDirection(stem("foobarix"))).toBe(false);
    expect(cosine(direction("foobarix"), films)).toBe(0);
  });

  it("were learned from the thesaurus as it is: else `npm run train -- --words`, then `npm run train`", () => {
    expect(learned.source).toBe(sourceDigest());
  });
});
