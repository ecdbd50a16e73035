import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChoosableEntry, Understanding } from "#server/contracts/ai.ts";
import { riskSchema } from "#server/contracts/common.ts";
import { type Verb, verbSchema } from "#server/contracts/request.ts";
import { idOf, makeIntent } from "#tests/support/planning-parts.ts";
import { takeAdvice } from "./take-advice.ts";

const entry = (number: number, name: string): ChoosableEntry => ({
  entryId: idOf(number),
  name,
  path: `playbooks/${number}.yml`,
  service: name.toLowerCase(),
  description: "",
  verbs: ["deploy"],
  variables: [],
});
const entries = [entry(1, "Jellyfin"), entry(2, "Grafana"), entry(3, "Kuma")];
const candidate = (number: number, confidence: number) => ({
  entryId: idOf(number),
  path: `playbooks/${number}.yml`,
  name: String(number),
  confidence,
  share: confidence / 2,
  reason: "close",
});
const unsure = makeIntent("set up the film thing", {
  decision: "ask",
  candidates: [candidate(2, 0.6), candidate(1, 0.55)],
});
const unknown = makeIntent("make it shiny", { decision: "none", candidates: [] });
const understood = (
  change: Partial<Understanding["intents"][number]> = {},
): Understanding["intents"][number] => ({
  text: "set up the film thing",
  verb: "deploy",
  entryId: idOf(1),
  hosts: [],
  variables: [],
  confidence: 0.95,
  ...change,
});
const advice = (change: Partial<Understanding> = {}): Understanding => ({
  kind: "change",
  intents: [understood()],
  outOfScope: [],
  risk: "low",
  ...change,
});

describe("a model's advice", () => {
  it("settles which of the close entries is meant, and is never shown as certain", () => {
    const [first] = takeAdvice([unsure], advice(), entries).intents;
    expect(first?.intent).toMatchObject({ decision: "match", confidence: 0.9 });
    expect(first?.intent.candidates.map(({ entryId }) => entryId)).toEqual([idOf(1), idOf(2)]);
  });

  it("only brings up what the rules did not find: the person is asked", () => {
    const far = advice({ intents: [understood({ entryId: idOf(3), confidence: 1 })] });
    const [first] = takeAdvice([unsure], far, entries).intents;
    expect(first?.intent.decision).toBe("ask");
    expect(first?.intent.candidates[0]?.entryId).toBe(idOf(3));
  });

  it("makes what was asked for no milder than the rules read it, but may call it worse", () => {
    const verbOf = (read: Verb, verb: Verb) =>
      takeAdvice([{ ...unsure, verb: read }], advice({ intents: [understood({ verb })] }), entries)
        .intents[0]?.intent.verb;
    expect(verbOf("remove", "deploy")).toBe("remove");
    expect(verbOf("restore", "report")).toBe("restore");
    expect(verbOf("restart", "run")).toBe("restart");
    expect(verbOf("deploy", "remove")).toBe("remove");
    expect(verbOf("run", "deploy")).toBe("deploy");
    // Nobody is asked for the host of a report: what the rules read as a deployment stays one.
    expect(verbOf("deploy", "report")).toBe("deploy");
  });

  it("is not taken where the model is unsure itself", () => {
    const weak = advice({ intents: [understood({ confidence: 0.5 })] });
    expect(takeAdvice([unsure], weak, entries).intents[0]?.intent.decision).toBe("ask");
  });

  it("changes nothing about what the rules were sure of, but may fill in hosts and values", () => {
    const sure = makeIntent("deploy jellyfin");
    const other = advice({ intents: [understood({ entryId: idOf(2) })] });
    expect(takeAdvice([sure], other, entries).intents[0]).toMatchObject({
      intent: sure,
      hosts: [],
    });
    const same = advice({ intents: [understood({ hosts: ["nas1"] })] });
    expect(takeAdvice([sure], same, entries).intents[0]).toMatchObject({
      intent: sure,
      hosts: ["nas1"],
    });
    expect(takeAdvice([sure], advice({ kind: "out_of_scope", intents: [] }), entries).spoken).toBe(
      null,
    );
  });

  it("names what is no matter of machines, and plans the rest", () => {
    const taken = takeAdvice([unsure, unknown], advice({ outOfScope: ["make it shiny"] }), entries);
    expect(taken.intents.map(({ intent }) => intent.text)).toEqual(["set up the film thing"]);
    expect(taken.leftOut.join()).toContain("make it shiny");
  });

  it("says that nothing is to be planned where it is no change", () => {
    const question = advice({ kind: "question", intents: [] });
    expect(takeAdvice([unknown], question, entries).spoken).toBe("question");
  });

  it("never makes a match of what the rules had not found, nor names an entry that was not offered", () => {
    const anyAdvice: fc.Arbitrary<Understanding> = fc.record({
      kind: fc.constantFrom("change", "question", "help", "out_of_scope"),
      intents: fc.array(
        fc.record({
          text: fc.oneof(fc.constantFrom(unsure.text, unknown.text, "film"), fc.string()),
          verb: fc.constantFrom(...verbSchema.options),
          entryId: fc.option(fc.integer({ min: 1, max: 9 }).map(idOf), { nil: null }),
          hosts: fc.array(fc.string()),
          variables: fc.constant([]),
          confidence: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { maxLength: 4 },
      ),
      outOfScope: fc.array(fc.constantFrom(unsure.text, unknown.text, "a joke"), { maxLength: 3 }),
      risk: fc.constantFrom(...riskSchema.options),
    });
    const offered = entries.map(({ entryId }) => entryId);
    fc.assert(
      fc.property(anyAdvice, (given) => {
        for (const { intent } of takeAdvice([unsure, unknown], given, entries).intents) {
          const ids = intent.candidates.map(({ entryId }) => entryId);
          expect(offered).toEqual(expect.arrayContaining(ids));
          if (intent.decision === "match")
            expect(unsure.candidates.map(({ entryId }) => entryId)).toContain(ids[0]);
        }
      }),
    );
  });
});
