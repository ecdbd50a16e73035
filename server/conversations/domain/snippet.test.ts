import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSearch } from "./search-words.ts";
import { snippetOf } from "./snippet.ts";

const marked = (text: string, search: string) =>
  snippetOf(text, readSearch(search).marked)
    .map(({ text: part, isHit }) => (isHit ? `[${part}]` : part))
    .join("");

describe("what is looked for", () => {
  it("is parts of words, unless it has operators", () => {
    expect(readSearch("  NAS2.lan kum ").parts).toEqual(["nas2.lan", "kum"]);
    expect(readSearch('"set up" -kuma')).toMatchObject({ marked: ["set", "up"], parts: null });
    expect(readSearch("kuma or beacon")).toMatchObject({ marked: ["kuma", "beacon"], parts: null });
    expect(readSearch("nas-2 …")).toMatchObject({ parts: ["nas-2"] });
    expect(readSearch("a b c d e f g h i j").parts).toHaveLength(8);
  });
});

describe("a snippet", () => {
  it("marks every occurrence, also inside a word and whatever its case", () => {
    expect(marked("Deploy Uptime-Kuma on backup-nas2.lan", "kum nas2")).toBe(
      "Deploy Uptime-[Kum]a on backup-[nas2].lan",
    );
  });

  it("marks another form of a word", () => {
    expect(marked("Make a backup of the photos", "backups")).toBe("Make a [backup] of the photos");
    expect(marked("the cat sat", "cars")).toBe("the cat sat");
  });

  it("shows where it is found in a long text, on one line", () => {
    const long = `${"word ".repeat(200)}\nneedle\n${"after ".repeat(200)}`;
    const found = marked(long, "needle");
    expect(found).toMatch(/^… (?:word )+\[needle\] (?:after ?)+ …$/);
    expect(found.length).toBeLessThan(190);
  });

  it("is a stretch of the text, whatever is looked for in whatever text (property)", () => {
    const texts = fc.string({ unit: "grapheme", maxLength: 400 });
    fc.assert(
      fc.property(
        texts,
        fc.array(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 4 }),
        (text, words) => {
          const parts = snippetOf(
            text,
            words.map((word) => word.toLowerCase().trim()).filter(Boolean),
          );
          const shown = parts
            .map((part) => part.text)
            .join("")
            .replace(/^… | …$/g, "");
          const line = text.replace(/\s+/g, " ").trim();
          expect(line.includes(shown) || shown === line).toBe(true);
          expect(parts.every((part) => part.text !== "")).toBe(true);
        },
      ),
    );
  });
});
