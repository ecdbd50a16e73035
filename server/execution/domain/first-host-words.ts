import { plural } from "#server/lib/units.ts";

const maxNamed = 5;

/** "2 hosts were not touched: nas2, nas3." */
export function untouchedWords(hosts: readonly string[]): string {
  const more = hosts.length > maxNamed ? ` and ${hosts.length - maxNamed} more` : "";
  const were = hosts.length === 1 ? "was" : "were";
  return `${plural(hosts.length, "host")} ${were} not touched: ${hosts.slice(0, maxNamed).join(", ")}${more}.`;
}
