import type { MatchIndex } from "./match-index.ts";

const fileLike = "(?:[\\w.-]+\\/)*[\\w.-]+\\.ya?ml(?![\\w/-])";
const folderLike = "(?:[\\w.-]+\\/)+[\\w-]+(?![\\w./-])";
const pathLike = new RegExp(`(?<![\\w./-])(?:\\./)?(${fileLike}|${folderLike})`, "gi");
const maxPaths = 5;

/**
 * Entries whose path a text gives as people type it: "run site.yml", "playbooks/nas/backup.yml", "roles/caddy". A path
 * in full comes before the end of one; the tags of a playbook are not meant by its path.
 *
 * @returns numbers of entries, none where no path of the catalog stands in the text
 */
export function entriesAtPath({ entries }: MatchIndex, text: string): number[] {
  const typed = [...text.matchAll(pathLike)].slice(0, maxPaths).map(([, path = ""]) => key(path));
  if (typed.length === 0) return [];
  const places = entries.flatMap(({ entry }, number) =>
    entry.kind === "tag" ? [] : [{ number, path: key(entry.path) }],
  );
  return typed.flatMap((path) => {
    const whole = places.filter((place) => place.path === path);
    const found =
      whole.length > 0 ? whole : places.filter((place) => place.path.endsWith(`/${path}`));
    return found.map(({ number }) => number);
  });
}

function key(path: string): string {
  return path.toLowerCase().replace(/\.yaml$/, ".yml");
}
