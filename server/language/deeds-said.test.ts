import { describe, expect, it } from "vitest";
import { deedsSaid } from "./deeds-said.ts";

describe("deeds that a text speaks of", () => {
  it.each([
    ["the nightly copy has to be restored", ["restore"]],
    ["just put last week's copy of its data back", ["restore"]],
    ["throw the old dumps away", ["remove"]],
    ["Alle Pakete bitte aktualisieren und dann neu starten", ["update", "restart"]],
    ["apaga la máquina y haz una copia de seguridad", ["backup"]],
    ["save a copy of the config to the nas", ["backup"]],
    ["films for the kids", []],
  ] as const)("%s", (text, verbs) => {
    expect([...deedsSaid(text)].sort()).toEqual([...verbs].sort());
  });

  it("is quick on a long message", () => {
    const started = performance.now();
    deedsSaid("take bring throw power turn load put roll ".repeat(2_000));
    expect(performance.now() - started).toBeLessThan(200);
  });
});
