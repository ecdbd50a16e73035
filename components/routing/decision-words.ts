import type { RoutingDecision, RoutingMethod } from "#server/contracts/routing.ts";

const methods: Readonly<Record<RoutingMethod, string>> = {
  explicit: "Asked for by name",
  itself: "The host itself",
  rule: "By a routing rule",
  domain: "By what it is about",
  capability: "By ability and score",
};

/** How a decision was reached, in a few words. */
export function methodWords({ method, ruleName }: RoutingDecision): string {
  return ruleName === null ? methods[method] : `By the rule “${ruleName}”`;
}

/** Who got the task; null for nobody. */
export function chosenName({ chosenAgentId, candidates }: RoutingDecision): string | null {
  return candidates.find(({ agentId }) => agentId === chosenAgentId)?.name ?? null;
}
