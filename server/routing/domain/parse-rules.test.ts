import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { maxRulesLength, parseRules } from "./parse-rules.ts";

const rule = "{ name: a, match: { host: x }, to: { agent: b } }";
const file = (rules: string) => `version: 1\nrules: ${rules}\n`;
const fault = (content: string) => {
  const parsed = parseRules("routing.yml", content);
  return parsed.kind === "problem" ? parsed.problem : null;
};

describe("a rules file", () => {
  it("has an example that is sound", () => {
    const example = readFileSync("examples/routing.yml", "utf8");
    expect(parseRules("routing.yml", example)).toMatchObject({
      kind: "rules",
      rules: {
        rules: [
          { otherwise: "next" },
          { to: { domain: "storage" } },
          { to: { agentType: "infra" } },
        ],
        domains: [{ name: "storage" }, { name: "garden" }],
      },
    });
  });

  it("may be JSON, empty, or comments alone", () => {
    const json = JSON.stringify({ version: 1, rules: [] });
    for (const content of [json, "", "  \n", "# none yet\n"])
      expect(parseRules("routing.json", content)).toMatchObject({ rules: { rules: [] } });
  });

  it.each([
    ["version: 2", /^version: /],
    [file("[{ name: a }]"), /^rules → 1 \(a\) → match: /],
    [file(`[${rule}, ${rule}]`), /^rules: two rules have the same name/],
    [
      file("[{ name: a, match: {}, to: { agent: b } }]"),
      /names no playbook, service, host or group/,
    ],
    [
      file("[{ name: a, match: { host: x }, to: { agent: b, domain: c } }]"),
      /names exactly one of/,
    ],
    [file("[{ name: a, match: { host: x }, to: {} }]"), /names exactly one of/],
    [file("[{ name: a, match: { host: x }, to: { agent_type: robot } }]"), /agentType: /],
    [file("[{ name: a, match: { hsot: x }, to: { agent: b } }]"), /Unrecognized key: "hsot"/],
    ["- 1", /expected object/],
    [`${file("[]")}---\nversion: 1\n`, /several documents/],
    ["x".repeat(maxRulesLength + 1), /larger than 64 KiB/],
    [`version: 1\nrules: ${"[".repeat(200)}`, /Nested too deeply/],
    ["$ANSIBLE_VAULT;1.1;AES256\n00", /Encrypted/],
  ])("says what is wrong with %.60j", (content, message) => {
    expect(fault(content)?.message).toMatch(message);
  });

  it("says the line of broken YAML", () => {
    expect(fault("version: 1\nrules: [\n  {\n")?.line).toBeGreaterThan(1);
  });

  it("never throws, whatever it holds", () => {
    const bomb = `a: &a [1]\n${Array.from({ length: 40 }, (_, at) => `b${at}: &b${at} [*a, *a]`).join("\n")}\n`;
    for (const content of [
      bomb,
      "\0",
      "rules: {to: 1}",
      "rules: [1, null, {to: null}]",
      "!!x y",
      "*a",
    ])
      expect(() => parseRules("routing.yml", content)).not.toThrow();
  });
});
