import { describe, expect, it } from "vitest";
import { readClause } from "#server/language/clause.ts";
import { type RankedPart, readSplit, splitSignNames } from "./split.ts";

const part = (text: string, isNamed = true): RankedPart => ({
  clause: readClause(text),
  ranked: [],
  isNamed,
});
const at = (name: (typeof splitSignNames)[number], signs: readonly number[]) =>
  signs[splitSignNames.indexOf(name)];

describe("signs of several intents", () => {
  it("are how the parts stand, and what joins them", () => {
    const asking = [part("redeploy esphome"), part("restart grafana")];
    const signs = readSplit({
      whole: part("first redeploy esphome and then restart grafana"),
      parts: asking,
      asking,
    });
    expect(at("imperatives", signs)).toBe(1);
    expect(at("ordered", signs)).toBe(1);
    expect(at("joined", signs)).toBe(1);
    expect(at("all_named", signs)).toBe(1);
    expect(at("several", signs)).toBe(0);
  });

  it("are told by words that count them", () => {
    const counted = (text: string) =>
      at("counted", readSplit({ whole: part(text), parts: [part(text)], asking: [part(text)] }));
    expect(counted("airplay and spotify both, please")).toBe(1);
    expect(counted("redeploy esphome")).toBe(0);
  });

  it("are lacking in a story", () => {
    const asking = [part("Finder shows nothing", false), part("the film folder", false)];
    const signs = readSplit({
      whole: part("Finder shows nothing. I cannot see the film folder because of it", false),
      parts: [...asking, part("the Mac in the study", false)],
      asking,
    });
    expect(at("explains", signs)).toBe(1);
    expect(at("sentences", signs)).toBe(1);
    expect(at("all_named", signs)).toBe(0);
    expect(at("all_ask", signs)).toBeLessThan(1);
  });
});
