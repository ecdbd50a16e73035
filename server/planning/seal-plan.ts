import type { PlanBody, PlanTask } from "#server/contracts/plan.ts";
import { findDagFault } from "#server/lib/dag.ts";
import { sha256OfJson } from "#server/platform/sha256.ts";
import type { RoutingService } from "#server/routing/routing-service.ts";
import { approvalSubject } from "./domain/approval-subject.ts";
import { readyFirst } from "./domain/task-order.ts";
import { nothing, type Proposal } from "./proposal.ts";

/**
 * Checks a body that came from anywhere, previews its agents and seals it with its digest. A plan without tasks, with
 * a cycle, or with a task that no enrolled agent could ever run is not sealed: the proposal says why.
 *
 * @param options.reorder puts tasks that could start now first; a person's own order is left alone
 */
export async function sealPlan(
  routing: RoutingService,
  body: PlanBody,
  options: { reorder?: boolean } = {},
): Promise<Proposal> {
  if (body.tasks.length === 0) return nothing("There is nothing in that to do.");
  const fault = findDagFault(
    body.tasks.map((task) => ({ key: task.taskKey, dependsOn: task.dependsOn })),
  );
  if (fault !== null) return nothing("The steps of that plan depend on each other in a circle.");
  const routes = await routing.place(body.tasks.map(asPlaceable));
  const hopeless = routes.find(
    (route) => route.chosenAgentId === null && route.candidates.every(isForEver),
  );
  if (hopeless !== undefined) return nothing(`No agent can do that: ${hopeless.reason}.`);
  const placed = body.tasks.map((task, index) => ({ ...task, agent: agentOf(routes[index]) }));
  const tasks =
    options.reorder === true
      ? readyFirst(placed, (task) => task.agent !== null).map((task, index) => ({
          ...task,
          order: index + 1,
        }))
      : placed;
  const sealed = { ...body, tasks };
  return { kind: "plan", body: sealed, digest: planDigest(sealed) };
}

function agentOf(
  route: Awaited<ReturnType<RoutingService["place"]>>[number] | undefined,
): PlanTask["agent"] {
  const chosen = route?.candidates.find((candidate) => candidate.agentId === route.chosenAgentId);
  return chosen === undefined
    ? null
    : { agentId: chosen.agentId, name: chosen.name, reason: route?.reason ?? "" };
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
