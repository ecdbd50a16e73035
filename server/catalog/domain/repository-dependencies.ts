import { collectionsOfModules, readRequirements } from "#server/ansible/requirements.ts";
import type { Role } from "#server/ansible/role.ts";
import type { Tree } from "#server/ansible/tree.ts";
import type { Requirement } from "#server/contracts/dependency.ts";
import type { ScanWarning } from "#server/contracts/playbook.ts";
import { isInstalledPath } from "#server/lib/installed-path.ts";
import type { Closure } from "./closure.ts";

/** Everything a repository needs from elsewhere, as far as it says so. */
export interface RepositoryDependencies {
  readonly requirements: readonly Requirement[];
  /** Collections that lie in the tree itself, as Ansible looks for them or as their source. */
  readonly ownCollections: readonly string[];
  /** Names of the tree's own roles. */
  readonly ownRoles: readonly string[];
}

/** What names roles and collections without saying where they come from. */
export interface DependencySources {
  readonly playbooks: readonly {
    readonly entry: { readonly path: string };
    readonly closure: Closure;
  }[];
  readonly inventories: readonly { readonly path: string; readonly plugins: readonly string[] }[];
}

/** What stands in requirements files and meta, and what only plays, modules and inventory plugins name. */
export function findDependencies(
  tree: Tree,
  { roles, collections }: { roles: readonly Role[]; collections: readonly string[] },
  { playbooks, inventories }: DependencySources,
): RepositoryDependencies & { readonly warnings: readonly ScanWarning[] } {
  const own = roles.filter(({ folder }) => !isInstalledPath(folder));
  const ownRoles = [...new Set(own.map(({ name }) => name))].sort();
  const { requirements, warnings } = readRequirements(
    tree,
    own.map(({ folder }) => folder),
  );
  const asked = requirements.filter(
    // A role of the repository itself that another one depends on is no requirement.
    ({ origin, kind, name }) => origin === "file" || kind !== "role" || !ownRoles.includes(name),
  );
  const named = [
    ...rolesOfPlays(playbooks),
    ...collectionsOfPlays(playbooks),
    ...inventories.flatMap(({ path, plugins }) =>
      collectionsOfModules(plugins).map((name) =>
        implied("collection", name, { path, origin: "module" }),
      ),
    ),
  ];
  const ownCollections = [...new Set([...collectionsInTree(tree), ...collections])].sort();
  const seen = new Set<string>();
  const all = [...asked, ...named].filter((requirement) => {
    if (requirement.origin !== "file" && !isFetchable(requirement)) return false;
    if (requirement.origin !== "file" && ownCollections.includes(requirement.name)) return false;
    const key = `${requirement.kind} ${requirement.name}`;
    // The first that names it decides, as it does for ansible-galaxy.
    return !seen.has(key) && seen.add(key) !== undefined;
  });
  return { requirements: all, ownCollections, ownRoles, warnings };
}

/** A bare name ("docker") may be anybody's: only author.name can be asked for at Galaxy. */
function isFetchable({ kind, type, name }: Requirement): boolean {
  return kind === "collection" || type !== "galaxy" || /^[\w-]+\.[\w-]+$/.test(name);
}

/** Roles that plays name and nobody holds: "author.role" from Galaxy, "namespace.name.role" with its collection. */
function rolesOfPlays(
  playbooks: readonly { readonly entry: { readonly path: string }; readonly closure: Closure }[],
): Requirement[] {
  return playbooks.flatMap(({ entry: { path }, closure }) => [
    ...[...closure.missingRoles].map((name) => implied("role", name, { path, origin: "play" })),
    ...[...closure.foreignCollections].map((name) =>
      implied("collection", name, { path, origin: "play" }),
    ),
  ]);
}

function collectionsOfPlays(
  playbooks: readonly { readonly entry: { readonly path: string }; readonly closure: Closure }[],
): Requirement[] {
  return playbooks.flatMap(({ entry: { path }, closure }) =>
    collectionsOfModules(closure.facts.flatMap(({ modules }) => modules)).map((name) =>
      implied("collection", name, { path, origin: "module" }),
    ),
  );
}

function implied(
  kind: Requirement["kind"],
  name: string,
  place: { path: string; origin: "play" | "module" },
): Requirement {
  return {
    kind,
    name,
    type: "galaxy",
    source: name,
    server: null,
    version: null,
    line: null,
    ...place,
  };
}

function collectionsInTree(tree: Tree): string[] {
  const pattern =
    /(?:^|\/)ansible_collections\/(\w+)\/(\w+)\/(?:galaxy\.ya?ml|MANIFEST\.json|(?:roles|plugins)\/)/;
  const found = new Set<string>();
  for (const path of tree.shape.paths) {
    const match = isInstalledPath(path) ? null : pattern.exec(path);
    if (match !== null) found.add(`${match[1]}.${match[2]}`);
  }
  return [...found].sort();
}
