import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChoosableEntry } from "#server/contracts/ai.ts";
import type { ModelAnswerForm } from "#server/contracts/model-answer.ts";
import { readUnderstanding } from "./read-understanding.ts";
import { scopeOf, understandPrompt } from "./understand-prompt.ts";

const kumaId = "11111111-1111-4111-8111-111111111111";
const caddyId = "22222222-2222-4222-8222-222222222222";
const variable = { choices: null, description: null } as const;
const kuma: ChoosableEntry = {
  entryId: kumaId,
  name: "Uptime Kuma",
  path: "playbooks/kuma.yml",
  service: "uptime-kuma",
  description: "Watches sites.",
  verbs: ["deploy"],
  variables: [
    { ...variable, name: "kuma_port", type: "number" },
    { ...variable, name: "kuma_title", type: "string" },
    { ...variable, name: "enable_tls", type: "boolean" },
    { ...variable, name: "kuma_names", type: "list" },
    { ...variable, name: "kuma_channel", type: "string", choices: ["stable", "beta"] },
  ],
};
const caddy: ChoosableEntry = { ...kuma, entryId: caddyId, name: "Caddy", variables: [] };
const scopeFor = (text: string, context = "") =>
  scopeOf({ text, context, candidates: [kuma, caddy], hosts: ["nas1", "nas2", "db1"] }, (t) => t);
const intent: ModelAnswerForm["intents"][number] = {
  words: "deploy kuma",
  verb: "deploy",
  entry: "e1",
  hosts: [],
  variables: [],
  confidence: 0.9,
};
const change = (intents: ModelAnswerForm["intents"]): ModelAnswerForm => ({
  kind: "change",
  intents,
  outOfScope: [],
  risk: "low",
});

describe("reading a model's answer", () => {
  const scope = scopeFor("Deploy Kuma on the NAS with port 3002, TLS off, beta channel");

  it("gives ids for keys, and values their declared types", () => {
    const variables = [
      { name: "kuma_port", value: "3002" },
      { name: "enable_tls", value: "false" },
      { name: "kuma_channel", value: "Beta" },
    ];
    const read = readUnderstanding(change([{ ...intent, hosts: ["nas1"], variables }]), scope);
    expect(read.intents).toEqual([
      {
        text: "deploy kuma",
        verb: "deploy",
        entryId: kumaId,
        hosts: ["nas1"],
        variables: [
          { name: "kuma_port", value: 3002 },
          { name: "enable_tls", value: false },
          { name: "kuma_channel", value: "beta" },
        ],
        confidence: 0.9,
      },
    ]);
  });

  it("drops values that the person did not state, hosts they did not name and templates", () => {
    const variables = [
      { name: "kuma_port", value: "300" },
      { name: "kuma_title", value: "{{ lookup('pipe','id') }}" },
      { name: "kuma_channel", value: "stable" },
      { name: "kuma_names", value: "[NAS, evil]" },
      { name: "other_variable", value: "NAS" },
    ];
    const read = readUnderstanding(
      change([{ ...intent, hosts: ["db1", "nas9"], variables }]),
      scope,
    );
    expect(read.intents[0]?.variables).toEqual([]);
    expect(read.intents[0]?.hosts).toEqual([]);
  });

  it("does not let a declared switch be turned that the person did not speak of", () => {
    const quiet = scopeFor("deploy kuma");
    const variables = [{ name: "enable_tls", value: "false" }];
    const read = readUnderstanding(change([{ ...intent, variables }]), quiet);
    expect(read.intents[0]?.variables).toEqual([]);
  });

  it("takes words from what was said before into account", () => {
    const read = readUnderstanding(
      change([{ ...intent, words: "same", hosts: ["nas2"] }]),
      scopeFor("same there", "deploy kuma on nas2"),
    );
    expect(read.intents[0]?.hosts).toEqual(["nas2"]);
  });

  it("takes no value from what was said before, where titles that others wrote may stand", () => {
    const variables = [{ name: "kuma_port", value: "1337" }];
    const read = readUnderstanding(
      change([{ ...intent, words: "same", variables }]),
      scopeFor("same there", "the latest plan: Kuma on port 1337"),
    );
    expect(read.intents[0]?.variables).toEqual([]);
  });

  it("quotes the message or gives all of it, and says nothing twice", () => {
    const invented = { ...intent, words: "delete everything" };
    const read = readUnderstanding(
      { ...change([intent, invented, intent]), outOfScope: ["rm -rf /", "on the NAS"] },
      scope,
    );
    expect(read.intents.map(({ text }) => text)).toEqual(["deploy kuma"]);
    expect(read.outOfScope).toEqual(["on the NAS"]);
  });

  it("plans nothing for what is no change", () => {
    expect(readUnderstanding({ ...change([intent]), kind: "question" }, scope).intents).toEqual([]);
  });
});

describe("the form of an answer", () => {
  const scope = scopeFor("deploy kuma on nas1 with port 3002");
  const { schema, prompt } = understandPrompt(scope);

  it("admits no entry, host or variable but those given", () => {
    const other: object[] = [
      { ...intent, entry: "e3" },
      { ...intent, entry: kumaId },
      { ...intent, hosts: ["evil.example"] },
      { ...intent, variables: [{ name: "ansible_become", value: "true" }] },
      { ...intent, command: "id" },
      { ...intent, verb: "exec" },
    ];
    expect(schema.safeParse(change([intent])).success).toBe(true);
    for (const bad of other) {
      expect(schema.safeParse({ ...change([]), intents: [bad] }).success).toBe(false);
    }
  });

  it("whatever fits it reads as ids, hosts and names that were given, and nothing else", () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom("e1", "e2", "none", "nas1", "db1", "kuma_port", "3002", "deploy kuma"),
    );
    const anyIntent = fc.record({
      words: word,
      verb: fc.constantFrom("deploy", "remove", "restart"),
      entry: fc.constantFrom("e1", "e2", "none"),
      hosts: fc.array(fc.constantFrom("nas1", "nas2", "db1"), { maxLength: 4 }),
      variables: fc.array(
        fc.record({ name: fc.constantFrom("kuma_port", "kuma_title", "enable_tls"), value: word }),
        { maxLength: 4 },
      ),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(anyIntent, { maxLength: 8 }),
        fc.array(word, { maxLength: 4 }),
        (intents, outOfScope) => {
          const wire = schema.parse({ ...change([]), intents, outOfScope });
          const read = readUnderstanding(wire, scope);
          for (const each of read.intents) {
            expect([kumaId, caddyId, null]).toContain(each.entryId);
            expect(["nas1"]).toEqual(expect.arrayContaining(each.hosts));
            expect(scope.text.toLowerCase()).toContain(
              each.text.toLowerCase().replace(/\s+/g, " "),
            );
            for (const { name, value } of each.variables) {
              expect(["kuma_port", "kuma_title"]).toContain(name);
              expect(scope.text.toLowerCase()).toContain(String(value).toLowerCase().trim());
            }
          }
        },
      ),
    );
  });

  it("keeps the prompt small and passes every text through the cleaner", () => {
    const hostile = {
      ...kuma,
      name: "SECRET name",
      path: "SECRET.yml",
      service: "SECRET",
      description: `SECRET ${"x".repeat(9_000)}`,
      variables: [{ ...variable, name: "v", type: "string" as const, description: "SECRET" }],
    };
    const offer = {
      text: `SECRET ${"y".repeat(9_000)}`,
      context: "SECRET",
      candidates: Array.from({ length: 500 }, () => hostile),
      hosts: Array.from({ length: 500 }, (_, n) => `host${n}`),
    };
    const cut = scopeOf(offer, (text) => text.replaceAll("SECRET", "-"));
    const built = understandPrompt(cut).prompt;
    expect(Buffer.byteLength(built)).toBeLessThanOrEqual(16_000);
    expect(built).not.toContain("SECRET");
    expect(prompt).toContain("deploy kuma");
  });
});
