import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const config = path.resolve(".dependency-cruiser.cjs");
const roots = ["app", "components", "server", "workers"];

async function findViolations(directory: string) {
  const options = await extractDepcruiseOptions(config);
  const { output } = await cruise(roots, { ...options, baseDir: directory });
  return (output as ICruiseResult).summary; // the type depends on the reporter, and ours is the default one
}

it("imports only point down", async () => {
  const summary = await findViolations(process.cwd());
  expect(summary.totalCruised).toBeGreaterThan(100); // guards against a resolver that silently sees no files
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual(
    [],
  );
});

/** One seeded violation per rule: a file, what it imports, and the rule that must object. */
const seeds: readonly (readonly [rule: string, file: string, target: string])[] = [
  ["domain-is-pure", "server/audit/domain/bad.ts", "server/platform/clock.ts"],
  ["readers-are-pure", "server/ansible/bad.ts", "server/catalog/domain/scan-types.ts"],
  ["contracts-import-only-zod", "server/contracts/bad.ts", "server/lib/ids.ts"],
  ["lib-is-pure", "server/lib/bad.ts", "server/platform/clock.ts"],
  ["platform-knows-no-module", "server/platform/bad.ts", "server/audit/audit-service.ts"],
  [
    "repositories-call-no-service",
    "server/agents/bad-repository.ts",
    "server/agents/agents-service.ts",
  ],
  [
    "repositories-are-private-to-their-module",
    "server/routing/bad-service.ts",
    "server/agents/agents-repository.ts",
  ],
  [
    "browser-sees-contracts-and-domain-only",
    "components/bad.tsx",
    "server/agents/agents-service.ts",
  ],
  ["browser-gets-no-schemas", "components/worse.tsx", "server/contracts/api.ts"],
  ["routes-are-thin", "app/bad.ts", "server/agents/agents-service.ts"],
  ["nothing-imports-entry-points", "server/lib/worse.ts", "workers/main.ts"],
  [
    "modules-meet-through-services",
    "server/routing/worse-service.ts",
    "server/agents/domain/status.ts",
  ],
  ["edges-stay-on-top", "server/chat/worst-service.ts", "server/mcp/endpoint.ts"],
  ["entry-points-use-services", "workers/bad.ts", "server/agents/agents-repository.ts"],
  ["runner-travels-alone", "server/runner/bad.ts", "server/platform/clock.ts"],
  ["module-order-audit", "server/audit/bad-service.ts", "server/chat/chat-service.ts"],
  ["module-order-people", "server/people/bad-service.ts", "server/chat/chat-service.ts"],
  ["module-order-secrets", "server/secrets/bad-service.ts", "server/catalog/catalog-service.ts"],
  ["module-order-agents", "server/agents/worst-service.ts", "server/routing/routing-service.ts"],
  ["module-order-routing", "server/routing/worst-service.ts", "server/planning/plans-service.ts"],
  ["module-order-catalog", "server/catalog/bad-service.ts", "server/planning/plans-service.ts"],
  [
    "module-order-planning",
    "server/planning/bad-service.ts",
    "server/execution/execution-service.ts",
  ],
  [
    "module-order-execution",
    "server/execution/bad-service.ts",
    "server/requests/requests-service.ts",
  ],
  [
    "module-order-retention",
    "server/retention/bad-service.ts",
    "server/catalog/catalog-service.ts",
  ],
  ["module-order-link", "server/link/bad-service.ts", "server/catalog/catalog-service.ts"],
  ["module-order-requests", "server/requests/bad-service.ts", "server/chat/chat-service.ts"],
  ["module-order-chat", "server/chat/bad-service.ts", "server/people/people-service.ts"],
  [
    "module-order-conversations",
    "server/conversations/bad-service.ts",
    "server/requests/requests-service.ts",
  ],
  [
    "module-order-suggestions",
    "server/suggestions/bad-service.ts",
    "server/requests/requests-service.ts",
  ],
  [
    "module-order-changes",
    "server/changes/bad-service.ts",
    "server/execution/execution-service.ts",
  ],
  ["module-order-previews", "server/previews/bad-service.ts", "server/chat/chat-service.ts"],
  ["module-order-unattended", "server/unattended/bad-service.ts", "server/catalog/any-service.ts"],
  ["module-order-rules", "server/rules/bad-service.ts", "server/chat/chat-service.ts"],
  [
    "module-order-post-mortems",
    "server/post-mortems/bad-service.ts",
    "server/chat/chat-service.ts",
  ],
  [
    "module-order-scaffolds",
    "server/scaffolds/bad-service.ts",
    "server/requests/requests-service.ts",
  ],
  ["module-order-answers", "server/answers/bad-service.ts", "server/requests/requests-service.ts"],
  [
    "module-order-schedules",
    "server/schedules/bad-service.ts",
    "server/secrets/secrets-service.ts",
  ],
  [
    "module-order-dispatches",
    "server/dispatches/bad-service.ts",
    "server/planning/plans-service.ts",
  ],
  ["module-order-webhooks", "server/webhooks/bad-service.ts", "server/planning/plans-service.ts"],
  [
    "module-order-notifications",
    "server/notifications/bad-service.ts",
    "server/execution/execution-service.ts",
  ],
  ["module-order-status", "server/status/bad-service.ts", "server/people/people-service.ts"],
  ["module-order-ai", "server/ai/bad-service.ts", "server/catalog/catalog-service.ts"],
  [
    "module-order-inventory",
    "server/inventory/bad-service.ts",
    "server/matching/matching-service.ts",
  ],
  ["module-order-matching", "server/matching/bad-service.ts", "server/planning/plans-service.ts"],
];

describe("a seeded violation is caught", () => {
  const fixture = mkdtempSync(path.join(tmpdir(), "chiffon-architecture-"));
  let caught = new Set<string>();

  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(fixture, file)), { recursive: true });
    writeFileSync(path.join(fixture, file), text);
  };

  beforeAll(async () => {
    symlinkSync(path.resolve("node_modules"), path.join(fixture, "node_modules"));
    for (const root of roots) write(`${root}/.keep.ts`, "export {};\n");
    for (const [, , target] of seeds) write(target, "export const it = 1;\n");
    for (const [, file, target] of seeds) {
      const from = path.relative(path.dirname(file), target);
      write(file, `export { it } from "${from.startsWith(".") ? from : `./${from}`}";\n`);
    }
    write("server/lib/loop-a.ts", 'export { b } from "./loop-b.ts";\nexport const a = 1;\n');
    write("server/lib/loop-b.ts", 'export { a } from "./loop-a.ts";\nexport const b = 1;\n');
    const options = await extractDepcruiseOptions(config);
    const { tsConfig: _unused, ...ruleOptions } = options;
    const { output } = await cruise(roots, { ...ruleOptions, baseDir: fixture });
    const { violations } = (output as ICruiseResult).summary;
    caught = new Set(violations.map(({ rule, from }) => `${rule.name} ${from}`));
  });
  afterAll(() => rmSync(fixture, { recursive: true, force: true }));

  it.each(seeds)("%s objects to %s", (rule, file) => {
    expect(caught).toContain(`${rule} ${file}`);
  });

  it("no-cycles objects to a cycle", () => {
    expect([...caught].some((violation) => violation.startsWith("no-cycles"))).toBe(true);
  });

  it("every rule has a seed", async () => {
    const { ruleSet } = await extractDepcruiseOptions(config);
    const seeded = new Set<string>([...seeds.map(([rule]) => rule), "no-cycles"]);
    expect(
      (ruleSet?.forbidden ?? [])
        .map((rule) => String(rule.name))
        .filter((name) => !seeded.has(name)),
    ).toEqual([]);
  });
});
