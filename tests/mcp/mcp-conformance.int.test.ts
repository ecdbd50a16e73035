import { afterAll, beforeAll, expect, it } from "vitest";
import { mcpPath } from "#server/contracts/routes.ts";
import { failedIn, openDoor, runScenario } from "#tests/support/conformance.ts";
import { useInstallation } from "#tests/support/installation.ts";
import { tokenOf } from "#tests/support/mcp-client.ts";

const chiffon = useInstallation();
let door: Awaited<ReturnType<typeof openDoor>>;

beforeAll(async () => {
  const token = await tokenOf(chiffon.approver, ["read", "ask", "approve"]);
  door = await openDoor(chiffon.url, token);
});
afterAll(() => door.close());

/**
 * Scenarios of the suite that a server without its diagnostic tools can be put through. What Chiffon has not (prompts,
 * completion, logging), and scenarios about those tools alone, are left out.
 */
const scenarios = [
  ["server-initialize", "2025-11-25"],
  ["server-session-lifecycle", "2025-11-25"],
  ["ping", "2025-11-25"],
  ["tools-list", "2025-11-25"],
  ["tools-list", "2026-07-28"],
  ["server-sse-multiple-streams", "2025-11-25"],
  ["server-sse-multiple-streams", "2026-07-28"],
  ["server-sse-polling", "2025-11-25"],
  ["resources-list", "2025-11-25"],
  ["resources-list", "2026-07-28"],
  ["sep-2164-resource-not-found", "2026-07-28"],
  ["dns-rebinding-protection", "2025-11-25"],
  ["dns-rebinding-protection", "2026-07-28"],
  ["http-header-validation", "2026-07-28"],
  ["input-required-result-unsupported-methods", "2026-07-28"],
] as const;

/** Scenarios of which single checks need such a tool, or prompts: those, and no others, may fail. */
const inPart = [
  [
    "server-stateless",
    [
      "sep-2575-server-rejects-undeclared-capability",
      "sep-2575-missing-capability-http-400",
      "sep-2575-http-server-no-independent-requests-on-stream",
      "sep-2575-server-no-log-without-loglevel",
    ],
  ],
  ["caching", ["sep-2549-prompts-list-caching-hints"]],
] as const;

it.each(scenarios)("holds to %s of %s", async (scenario, revision) => {
  const { code, output } = await runScenario(`${door.url}${mcpPath}`, scenario, revision);
  expect(code, output).toBe(0);
});

it.each(inPart)("holds to %s but for what it has not", async (scenario, missing) => {
  const { output } = await runScenario(`${door.url}${mcpPath}`, scenario, "2026-07-28");
  expect(failedIn(output)).toEqual(missing);
});
