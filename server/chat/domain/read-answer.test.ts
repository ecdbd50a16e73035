import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Ambiguity } from "#server/contracts/request.ts";
import { readAnswer } from "./read-answer.ts";

const choice = (label: string, value = label, hint: string | null = null) => ({
  label,
  value,
  hint,
});
const which: Ambiguity = {
  key: "entry:0",
  question: "Did you mean one of these?",
  choices: [
    choice("Deploy the red ledger", "a", "playbooks/red.yml"),
    choice("Deploy the blue ledger", "b", "playbooks/blue.yml"),
    choice("None of these", "none"),
  ],
};
const where: Ambiguity = {
  key: "host:0",
  question: "On which host?",
  choices: [choice("nas1"), choice("nas2"), choice("All 2", "nas1,nas2")],
};
const port: Ambiguity = { key: "variable:0:kuma_port", question: "Which port?", choices: [] };

describe("readAnswer", () => {
  it.each([
    [which, "the first one", "a"],
    [which, "2", "b"],
    [which, "the last one, please", "b"],
    [which, "deploy the BLUE ledger", "b"],
    [which, "blue", "b"],
    [which, "the red one", "a"],
    [which, "None of these", "none"],
    [which, "neither", "none"],
    [where, "nas2", "nas2"],
    [where, "on nas1", "nas1"],
    [where, "both", "nas1,nas2"],
    [where, "all of them", "nas1,nas2"],
    [where, "pi", "pi"],
    [port, "3002", "3002"],
    [port, "make it 3002, please", "3002"],
    [port, "'a b'", "a b"],
  ] as const)("takes an answer to %o: %j", (question, text, value) => {
    expect(readAnswer(question, text)).toBe(value);
  });

  it.each([
    [which, "what happened to kuma?"],
    [which, "ledger"],
    [which, "yes"],
    [which, "7"],
    [where, "deploy uptime kuma instead of that"],
  ] as const)("takes %o no answer: %j", (question, text) => {
    expect(readAnswer(question, text)).toBeNull();
  });

  it("gives nothing but what was offered or typed", () => {
    const values = which.choices.map(({ value }) => value);
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect([null, ...values]).toContain(readAnswer(which, text));
        const typed = readAnswer(port, text);
        expect(typed === null || text.includes(typed)).toBe(true);
      }),
    );
  });
});
