import type { Agent, ListAgentsQuery } from "#server/contracts/agent.ts";

/** An agent with how well it fits what was searched for. */
interface Ranked {
  readonly agent: Agent;
  /** Higher is better; 0 where nothing was searched for. */
  readonly rank: number;
}

/**
 * The agents that all filters let through, those that fit a searched capability best first, else by name. Cut at the
 * limit; the cursor leads to the rest.
 */
export function filterAgents(
  agents: readonly Agent[],
  query: Partial<ListAgentsQuery>,
): { readonly agents: Agent[]; readonly nextCursor: string | null } {
  const { status, agentType, tag, domain, capability } = query;
  const limit = query.limit ?? agents.length;
  const after = readCursor(query.cursor);
  const ranked = agents
    .filter(
      (agent) =>
        (status === undefined || agent.status === status) &&
        (agentType === undefined || agent.agentType === agentType) &&
        (tag === undefined || agent.tags.includes(tag)) &&
        (domain === undefined || agent.domains.includes(domain)),
    )
    .map(
      (agent): Ranked => ({
        agent,
        rank: capability === undefined ? 0 : rankOf(agent, capability),
      }),
    )
    .filter(({ rank }) => capability === undefined || rank > 0)
    .filter((one) => after === null || isBehind(one, after))
    .sort((a, b) => b.rank - a.rank || (a.agent.name < b.agent.name ? -1 : 1));
  const page = ranked.slice(0, limit);
  const last = page.at(-1);
  const hasMore = last !== undefined && ranked.length > page.length;
  return {
    agents: page.map(({ agent }) => agent),
    nextCursor: hasMore ? `${last.rank}:${last.agent.name}` : null,
  };
}

/**
 * How well an agent's declared abilities fit a text: for each word 3 where one is that word, 2 where one begins with
 * it, 1 where it stands in one or among its tools; 0 for all where a word fits nothing.
 */
export function rankOf(agent: Agent, text: string): number {
  const words = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== "");
  const declared = [...agent.workTypes, ...agent.domains, ...agent.tags, agent.agentType].map(
    (each) => each.toLowerCase(),
  );
  const others = [agent.name.toLowerCase(), ...toolNames(agent), ...hardware(agent)];
  const ranks = words.map((word) => rankOfWord(word, declared, others));
  return ranks.includes(0) ? 0 : ranks.reduce((sum, rank) => sum + rank, 0);
}

function rankOfWord(word: string, declared: readonly string[], others: readonly string[]): number {
  if (declared.includes(word)) return 3;
  if (declared.some((each) => each.startsWith(word))) return 2;
  return [...declared, ...others].some((each) => each.includes(word)) ? 1 : 0;
}

function toolNames({ tools }: Agent): string[] {
  if (tools === null) return [];
  const { ansible, ansibleLint, bubblewrap, ssh, git } = tools;
  const found = { ansible, "ansible-lint": ansibleLint, bubblewrap, ssh, git };
  return Object.entries(found).flatMap(([name, version]) => (version === null ? [] : [name]));
}

function hardware({ metrics }: Agent): string[] {
  const cards = metrics?.gpus ?? [];
  return cards.flatMap(({ vendor, name }) => ["gpu", vendor, name.toLowerCase()]);
}

function isBehind({ agent, rank }: Ranked, after: { rank: number; name: string }): boolean {
  return rank < after.rank || (rank === after.rank && agent.name > after.name);
}

function readCursor(cursor: string | undefined): { rank: number; name: string } | null {
  const match = /^(\d+):(.+)$/s.exec(cursor ?? "");
  return match === null ? null : { rank: Number(match[1]), name: match[2] ?? "" };
}
