import type { InventoryService } from "#server/inventory/inventory-service.ts";
import type { MatchingService } from "#server/matching/matching-service.ts";
import type { Question } from "#server/planning/proposals-service.ts";

/** What of this installation a question names. */
export interface Subject {
  /** A service of the catalog, by its name there. */
  readonly service: string | null;
  /** A machine of an inventory. */
  readonly host: string | null;
}

/** Whoever of these people a question names, or null. */
export function personIn<T extends { readonly name: string }>(
  people: readonly T[],
  said: string,
): T | null {
  const words = new Set(said.toLowerCase().match(/[\p{L}\p{N}_.-]+/gu) ?? []);
  const isNamed = ({ name }: T): boolean => {
    const lower = name.toLowerCase();
    return [lower, `${lower}s`, lower.split(" ")[0] ?? lower].some((form) => words.has(form));
  };
  return people.find(isNamed) ?? null;
}

/** Finds the service and the machine that a question names; what it points back at was put in before. */
export async function subjectOf(
  {
    matching,
    inventory,
  }: { readonly matching: MatchingService; readonly inventory: InventoryService },
  { about, said }: Question,
): Promise<Subject> {
  const words = new Set(said.toLowerCase().split(/[^\p{L}\p{N}_.-]+/u));
  const hosts = await inventory.listHosts();
  const host = hosts.find(({ name }) => words.has(name.toLowerCase()))?.name ?? null;
  const others = host === null ? (about ?? said) : (about ?? said).replace(host, " ");
  return { service: (await matching.findService(others)) ?? about, host };
}

/** "of jellyfin on nas1", as far as it is known. */
export function inWords({ service, host }: Subject): string {
  return `${service === null ? "" : ` of ${service}`}${host === null ? "" : ` on ${host}`}`;
}
