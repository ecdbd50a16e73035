import type { PlanBody, PlanTask } from "#server/contracts/plan.ts";
import { findDagFault } from "#server/lib/dag.ts";
import { sha256OfJson } from "#server/platform/sha256.ts";
import type { RoutingService } from "#server/routing/routing-service.ts";
import { approvalSubject } from "./domain/approval-subject.ts";
import { nothing, type Proposal } from "./proposal.ts";

/** Checks a body that came from anywhere, previews its agents and seals it with its digest. */
export async function sealPlan(routing: RoutingService, body: PlanBody): Promise<Proposal> {
  const fault = findDagFault(
    body.tasks.map((task) => ({ key: task.taskKey, dependsOn: task.dependsOn })),
  );
  if (fault !== null) return nothing("The steps of that plan depend on each other in a circle.");
  const routes = await routing.place(body.tasks.map(asPlaceable));
  const hopeless = routes.find(
    (route) => route.chosenAgentId === null && route.candidates.every(isForEver),
  );
  if (hopeless !== undefined) return nothing(`No agent can do that: ${hopeless.reason}.`);
  const tasks = body.tasks.map((task, index): PlanTask => {
    const route = routes[index];
    const chosen = route?.candidates.find((candidate) => candidate.agentId === route.chosenAgentId);
    const agent =
      chosen === undefined
        ? null
        : { agentId: chosen.agentId, name: chosen.name, reason: route?.reason ?? "" };
    return { ...task, agent };
  });
  const sealed = { ...body, tasks };
  return { kind: "plan", body: sealed, digest: planDigest(sealed) };
}

/** SHA-256 over the plan's approval subject: see `contracts/approval-subject.ts`. */
export function planDigest(body: PlanBody): string {
  return sha256OfJson(approvalSubject(body));
}

function isForEver(candidate: { excludedBecause: string | null }): boolean {
  return /^(?:not of type|does not do|too few|too little|no GPU)/.test(
    candidate.excludedBecause ?? "",
  );
}

function asPlaceable(task: PlanTask) {
  return {
    taskKey: task.taskKey,
    workType: task.workType,
    agentType: task.agentType,
    resources: task.resources,
    service: task.service,
    agentName: null,
  };
}
