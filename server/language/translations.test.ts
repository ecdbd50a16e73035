import { describe, expect, it } from "vitest";
import { isForeign, translationsOf } from "./translations.ts";
import { wordsOf } from "./words.ts";

const words = (text: string) => wordsOf(text).map(({ text: word }) => word);

describe("requests in other languages", () => {
  it.each([
    "Bitte einmal alle Pakete auf den Hosts auf den neuesten Stand bringen",
    "si une tâche plante la nuit sur le cluster, je veux que mon téléphone vibre",
    "quiero una copia de las fotos en el servidor",
    "ik wil dat de machine elke nacht een kopie maakt",
  ])("are told: %s", (text) => {
    expect(isForeign(words(text))).toBe(true);
  });

  it.each([
    "restart the man pages server on the nas",
    "die hard is missing from the films, do a scan",
    "put me on the son's list, please",
  ])("are not seen in English: %s", (text) => {
    expect(isForeign(words(text))).toBe(false);
  });

  it("are read by whole words and by beginnings", () => {
    expect(translationsOf("pakete")).toEqual(["packag"]);
    expect(translationsOf("festplatten")).toEqual(["disk"]);
    expect(translationsOf("xyzzy")).toEqual([]);
  });
});
