import { baseName, folderOf } from "#server/ansible/repository-paths.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";

/** What is read of a repository to write files like its own. */
export interface RepositoryView {
  readonly entries: readonly Pick<
    CatalogEntry,
    "kind" | "path" | "service" | "hostPatterns" | "usesBecome" | "modules"
  >[];
  /** Groups of its inventories, the likeliest inventory first. */
  readonly inventories: readonly {
    readonly groups: Readonly<Record<string, readonly string[]>>;
  }[];
  readonly projects: readonly { readonly rolesPaths: readonly string[] }[];
}

/** How a repository's own playbooks look, as far as a new one can follow them. */
export interface RepositoryStyle {
  readonly rolesFolder: string;
  /** Path of a service's playbook, with `SERVICE` where its name goes. */
  readonly playbook: string;
  readonly extension: "yml" | "yaml";
  /** A group that its playbooks act on; null where none stands out. */
  readonly hosts: string | null;
  readonly become: boolean;
  /** What its playbooks install with; null where they say nothing. */
  readonly installs: "container-module" | "package" | "npm" | null;
}

/** What is written where there is no repository to follow. */
export const usualStyle: RepositoryStyle = {
  ...{ rolesFolder: "roles", playbook: "SERVICE.yml", extension: "yml" },
  ...{ hosts: null, become: true, installs: null },
};

const safePath = /^[\w.-]+(?:\/[\w.-]+)*$/;
const safeGroup = /^[A-Za-z_][\w-]{0,99}$/;
/** Enough playbooks to call something a habit. */
const fewPlaybooks = 3;

/** Reads how a repository writes its playbooks. Names from it are taken over only where they can do no harm. */
export function readStyle(view: RepositoryView): RepositoryStyle {
  const playbooks = view.entries.filter(({ kind, path }) => kind === "playbook" && isSafe(path));
  const paths = view.entries.map(({ path }) => path).filter((path) => /\.ya?ml$/.test(path));
  const isLong = paths.filter((path) => path.endsWith(".yaml")).length > paths.length / 2;
  const extension = isLong ? "yaml" : "yml";
  const rolesFolder = rolesFolderOf(view);
  return {
    ...{ rolesFolder, extension },
    playbook: `${playbookPlace(playbooks, view, rolesFolder)}.${extension}`,
    hosts: hostsOf(playbooks, view),
    become: playbooks.length < fewPlaybooks || playbooks.some(({ usesBecome }) => usesBecome),
    installs: installsOf(view),
  };
}

function isSafe(path: string): boolean {
  return safePath.test(path) && !path.split("/").includes("..");
}

function rolesFolderOf({ entries, projects }: RepositoryView): string {
  const own = entries.filter(({ kind, path }) => kind === "role" && path.includes("/"));
  const named = projects.flatMap(({ rolesPaths }) => rolesPaths);
  return (
    mostCommon(own.map(({ path }) => folderOf(path)).filter(isSafe)) ??
    named.find(isSafe) ??
    "roles"
  );
}

/** A playbook for itself beside the others, or one in a folder named for its service where that is the habit. */
function playbookPlace(
  playbooks: RepositoryView["entries"],
  { projects }: RepositoryView,
  rolesFolder: string,
): string {
  const isFound = (folder: string) =>
    rolesFolder === (folder === "" ? "roles" : `${folder}/roles`) ||
    projects.some(({ rolesPaths }) => rolesPaths.includes(rolesFolder));
  const sorted = playbooks.filter(({ path, service }) => baseName(folderOf(path)) === service);
  if (sorted.length > playbooks.length / 2) {
    const above = mostCommon(sorted.map(({ path }) => folderOf(folderOf(path)))) ?? "";
    const folder = `${above === "" ? "" : `${above}/`}SERVICE`;
    const stems = sorted.map(({ path }) => baseName(path).replace(/\.ya?ml$/, ""));
    const stem = mostCommon(stems.filter((each) => /^(?:deploy|install|setup|main)$/.test(each)));
    if (isFound(folder)) return `${folder}/${stem ?? "deploy"}`;
  }
  const folder = mostCommon(playbooks.map(({ path }) => folderOf(path))) ?? "";
  const place = isFound(folder) ? folder : folderOf(rolesFolder);
  return place === "" ? "SERVICE" : `${place}/SERVICE`;
}

/** The group that most playbooks name; where there is but one group, that one. */
function hostsOf(
  playbooks: RepositoryView["entries"],
  { inventories }: RepositoryView,
): string | null {
  const groups = new Set(inventories.flatMap((inventory) => Object.keys(inventory.groups)));
  for (const name of ["all", "ungrouped"]) groups.delete(name);
  const named = playbooks.flatMap(({ hostPatterns }) => hostPatterns);
  const known = [...groups].filter((group) => safeGroup.test(group));
  const used = mostCommon(named.filter((pattern) => known.includes(pattern)));
  return used ?? (known.length === 1 ? (known[0] ?? null) : null);
}

const marks = {
  "container-module": /^community\.docker\.|^(?:community\.general\.)?docker_(?:container|compose)/,
  npm: /(?:^|\.)npm$/,
  package: /^(?:ansible\.builtin\.)?(?:apt|package|dnf)$/,
} as const;

function installsOf({ entries }: RepositoryView): RepositoryStyle["installs"] {
  const uses = (mark: RegExp) =>
    entries.filter(({ modules }) => modules.some((module) => mark.test(module))).length;
  if (uses(marks["container-module"]) > 0) return "container-module";
  if (uses(marks.npm) > 0) return "npm";
  return uses(marks.package) >= fewPlaybooks ? "package" : null;
}

function mostCommon(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort(
    ([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1),
  );
  return first?.[0] ?? null;
}
