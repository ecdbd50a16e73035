import type { PlanBody } from "#server/contracts/plan.ts";

/** The inventory's path in its own repository: of another one a plan has it below a reserved folder. */
export function inventoryFile({
  inventoryPath,
  inventorySource,
}: Pick<PlanBody, "inventoryPath" | "inventorySource">): string {
  return inventorySource == null
    ? inventoryPath
    : inventoryPath.slice(inventoryPath.indexOf("/") + 1);
}
