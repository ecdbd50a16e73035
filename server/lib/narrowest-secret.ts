import type { InventoryHost } from "#server/contracts/host.ts";
import type { SecretFacts } from "#server/contracts/secret.ts";

/** Whether a secret is for this host, by its scope. That it is of the host's repository was asked before. */
function holdsFor({ scope, reference }: SecretFacts, host: InventoryHost): boolean {
  if (scope === "host") return reference === host.name;
  if (scope === "group") return reference === "all" || host.groups.includes(reference ?? "");
  return true;
}

/**
 * Of secrets of one kind the narrowest that fits a host: given for this request, then host, smallest group, repository,
 * everywhere. Null where none fits.
 */
export function narrowestFor<T extends SecretFacts>(
  candidates: readonly T[],
  host: InventoryHost,
  inventory: readonly InventoryHost[],
): T | null {
  const size = (group: string) => inventory.filter(({ groups }) => groups.includes(group)).length;
  const rank = (secret: SecretFacts): number => {
    const given = secret.requestId === null ? 0 : -1e6;
    switch (secret.scope) {
      case "host":
        return given;
      case "group":
        return (
          given +
          (secret.reference === "all" ? 10_001 : 1 + Math.min(size(secret.reference ?? ""), 10_000))
        );
      case "repository":
        return given + 20_000;
      case "global":
        return given + 30_000;
    }
  };
  const fitting = candidates
    .filter((secret) => holdsFor(secret, host))
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  return fitting[0] ?? null;
}
