import { plural } from "#server/lib/units.ts";

/** What keeps a preview from being proven harmless: see `catalog/preview-obstacles.ts`. */
interface Obstacle {
  readonly kind: "check_mode" | "outside" | "unread";
  readonly path: string;
  readonly name: string | null;
}

const mostNamed = 5;

/** Says why a plan can't be previewed, and names what is in the way. */
export function obstacleSentence(obstacles: readonly Obstacle[]): string {
  const of = (kind: Obstacle["kind"]) => obstacles.filter((one) => one.kind === kind);
  const [forReal, outside, unread] = [of("check_mode"), of("outside"), of("unread")];
  const sentences = [
    forReal.length > 0 &&
      `${plural(forReal.length, "step")} would run for real even in a preview, because check_mode is set there: ${list(forReal)}.`,
    outside.length > 0 &&
      `${plural(outside.length, "role")} can't be looked through beforehand, because the repository does not hold them: ${list(outside)}.`,
    unread.length > 0 &&
      `${plural(unread.length, "file")} can't be read beforehand: ${list(unread)}.`,
  ];
  return sentences.filter((one) => one !== false).join(" ");
}

function list(obstacles: readonly Obstacle[]): string {
  const named = obstacles
    .slice(0, mostNamed)
    .map(({ path, name }) => (name === null ? path : `“${name}” in ${path}`));
  const more = obstacles.length - named.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}
