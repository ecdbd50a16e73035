import { readYaml } from "#server/ansible/yaml-file.ts";
import {
  type RoutingRules,
  type RulesProblem,
  routingRulesSchema,
} from "#server/contracts/routing.ts";

/** Largest rules file, in characters. */
export const maxRulesLength = 65_536;

export const noRules: RoutingRules = { version: 1, rules: [], domains: [] };

export type ParsedRules =
  | { readonly kind: "rules"; readonly rules: RoutingRules }
  | { readonly kind: "problem"; readonly problem: RulesProblem };

/**
 * Reads a rules file, YAML or JSON. An empty one has no rules. All or nothing: a file with a fault gives its first
 * fault, with the key that it is at. Never throws.
 */
export function parseRules(name: string, content: string): ParsedRules {
  if (content.length > maxRulesLength) return problem("larger than 64 KiB");
  if (content.trim() === "") return { kind: "rules", rules: noRules };
  const { documents, warnings } = readYaml(name, content);
  const [warning] = warnings;
  if (warning !== undefined) return problem(warning.message, warning.line);
  if (documents.length > 1) return problem("holds several documents; one is read");
  const [document = null] = documents;
  // Comments alone.
  if (document === null) return { kind: "rules", rules: noRules };
  const parsed = routingRulesSchema.safeParse(inOurSpelling(document));
  if (parsed.success) return { kind: "rules", rules: parsed.data };
  const [issue] = parsed.error.issues;
  return problem(`${placeOf(document, issue?.path ?? [])}${issue?.message ?? "not valid"}`);
}

/** The file is written in the spelling of Ansible's files. */
function inOurSpelling(document: unknown): unknown {
  const rules: unknown = Object(document).rules;
  if (!Array.isArray(rules)) return document;
  return { ...Object(document), rules: rules.map(ruleInOurSpelling) };
}

function ruleInOurSpelling(rule: unknown): unknown {
  const to: unknown = Object(rule).to;
  if (typeof to !== "object" || to === null || !("agent_type" in to)) return rule;
  const { agent_type: agentType, ...rest } = to;
  return { ...Object(rule), to: { ...rest, agentType } };
}

function problem(message: string, line: number | null = null): ParsedRules {
  return { kind: "problem", problem: { message: message.slice(0, 500), line } };
}

/** Where a fault is, by keys; rules count from 1 and say their name where they have one. */
function placeOf(document: unknown, path: readonly PropertyKey[]): string {
  if (path.length === 0) return "";
  const keys = path.map((key, at) => {
    if (typeof key !== "number") return String(key);
    const name = nameAt(document, path.slice(0, at + 1));
    return `${key + 1}${name === null ? "" : ` (${name})`}`;
  });
  return `${keys.join(" → ")}: `;
}

function nameAt(document: unknown, path: readonly PropertyKey[]): string | null {
  let value: unknown = document;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return null;
    value = Reflect.get(value, key);
  }
  const name: unknown =
    typeof value === "object" && value !== null ? Reflect.get(value, "name") : null;
  return typeof name === "string" ? name.slice(0, 100) : null;
}
