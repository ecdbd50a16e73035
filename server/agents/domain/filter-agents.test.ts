import { describe, expect, it } from "vitest";
import { testAgent } from "#tests/support/routing-candidates.ts";
import { filterAgents } from "./filter-agents.ts";

const card = {
  vendor: "nvidia" as const,
  name: "RTX 4090",
  vramTotalMb: 24_000,
  vramAvailableMb: 1,
};
const machine = { cpuCores: 1, memoryTotalMb: 1, memoryAvailableMb: 1, gpus: [card] };
const fleet = [
  testAgent(1, { tags: ["home"], domains: ["media"] }),
  testAgent(2, { tags: ["mediaplayer"], status: "offline" }),
  testAgent(3, { agentType: "desktop", metrics: { ...machine, load: [0, 0, 0] } }),
];
const names = (query: Parameters<typeof filterAgents>[1]) =>
  filterAgents(fleet, query).agents.map(({ name }) => name);

describe("filterAgents", () => {
  it.each([
    [{}, ["agent-1", "agent-2", "agent-3"]],
    [{ status: "offline" }, ["agent-2"]],
    [{ agentType: "desktop" }, ["agent-3"]],
    [{ tag: "home" }, ["agent-1"]],
    [{ domain: "media" }, ["agent-1"]],
    [{ domain: "media", status: "offline" }, []],
    [{ capability: "media" }, ["agent-1", "agent-2"]],
    [{ capability: "gpu nvidia" }, ["agent-3"]],
    [{ capability: "media nvidia" }, []],
    [{ capability: "ansible" }, ["agent-1", "agent-2", "agent-3"]],
  ] as const)("%j gives %j", (query, expected) => {
    expect(names(query)).toEqual(expected);
  });

  it("gives every agent once, page by page", () => {
    for (const capability of [undefined, "a"]) {
      const seen: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = filterAgents(fleet, {
          limit: 1,
          ...(capability === undefined ? {} : { capability }),
          ...(cursor == null ? {} : { cursor }),
        });
        seen.push(...page.agents.map(({ name }) => name));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen.sort()).toEqual(["agent-1", "agent-2", "agent-3"]);
    }
  });
});
