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

/** What is kept free for the task, and how that is known. */
export function reservedText({
  memoryMb,
  gpuVramMb,
  learnedFrom,
}: NonNullable<RoutingDecision["reserved"]>): string {
  const card = gpuVramMb > 0 ? ` and ${megabytes(gpuVramMb)} of GPU memory` : "";
  const source =
    learnedFrom === undefined
      ? "too few runs of it were measured to know better"
      : `what its last ${learnedFrom} runs used at most, with some room`;
  return `Reserves ${megabytes(memoryMb)} of memory${card}: ${source}.`;
}

function megabytes(figure: number): string {
  return `${figure.toLocaleString("en")} MB`;
}
