import type { CheckPlace, PlanTask } from "#server/contracts/plan.ts";

/** Where a task's checks go; plans from before it was kept go by the hosts' names. */
export function placesOf({ checkPlaces, hosts, profile }: PlanTask): readonly CheckPlace[] {
  const isThisMachine = profile !== "isolated";
  return checkPlaces ?? hosts.map((host) => ({ host, address: host, isThisMachine, values: [] }));
}
