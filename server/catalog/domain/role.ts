import type { PlaybookVariable, ScanWarning } from "#server/contracts/playbook.ts";
import { readTasks, type TaskFacts } from "./ansible-tasks.ts";
import { type ChiffonMetadata, readMetadata } from "./chiffon-metadata.ts";
import { firstProse, plainText } from "./markdown.ts";
import { type RoleUse, readRoleUse } from "./play.ts";
import { folderOf, leftOutReason } from "./repository-paths.ts";
import type { TreeReader } from "./tree.ts";
import { asList, asStrings, asText, isMapping, type Mapping } from "./values.ts";
import { mergeVariables, readArgumentSpecs, readVariables } from "./variables.ts";

/** A role of the repository, read statically. */
export interface Role {
  readonly name: string;
  /** Folder in the tree; "" where the repository is one role. */
  readonly folder: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly variables: readonly PlaybookVariable[];
  readonly dependencies: readonly RoleUse[];
  /** Facts of all task and handler files, keyed by the file's stem ("main", "restart"). */
  readonly tasks: ReadonlyMap<string, TaskFacts>;
  readonly metadata: ChiffonMetadata;
  /** README as plain text, shortened. */
  readonly readme: string;
  readonly paths: readonly string[];
  readonly warnings: readonly ScanWarning[];
}

const partPattern = /^(.*?)(?:^|\/)(tasks|meta|defaults|vars|handlers)\/main(?:\.ya?ml$|\/)/;

/** Folders that are roles: below `roles` they hold some `PART/main.yml`, elsewhere tasks and another part. */
export function findRoleFolders(paths: readonly string[]): string[] {
  const parts = new Map<string, Set<string>>();
  for (const path of paths) {
    const match = partPattern.exec(path);
    if (match === null || leftOutReason(path) !== null) continue;
    const folder = match[1] ?? "";
    parts.set(folder, (parts.get(folder) ?? new Set()).add(match[2] ?? ""));
  }
  return [...parts]
    .filter(
      ([folder, found]) => /(?:^|\/)roles\//.test(folder) || (found.has("tasks") && found.size > 1),
    )
    .map(([folder]) => folder)
    .sort();
}

/** Collections that the repository itself is or holds, as their folders say: `ansible_collections/NAMESPACE/NAME`. */
export function ownCollections(paths: readonly string[]): Set<string> {
  const pattern = /(?:^|\/)ansible_collections\/(\w+)\/(\w+)\/(?:galaxy\.ya?ml|roles)(?:\/|$)/;
  return new Set(
    paths.flatMap((path) => {
      const match = pattern.exec(path);
      return match === null ? [] : [`${match[1]}.${match[2]}`];
    }),
  );
}

/** Reads one role with everything it declares. `rootName` names a role that is the whole repository. */
export function parseRole(tree: TreeReader, folder: string, rootName: string): Role {
  const at = (path: string): string => (folder === "" ? path : `${folder}/${path}`);
  const read = (...names: string[]) => {
    const path = names.map(at).find((name) => tree.resolve(name) !== null);
    return path === undefined ? null : { path, file: tree.yaml(path) };
  };
  const meta = read("meta/main.yml", "meta/main.yaml")?.file?.documents[0];
  const galaxy = isMapping(meta) && isMapping(meta["galaxy_info"]) ? meta["galaxy_info"] : {};
  const tasksFile = read("tasks/main.yml", "tasks/main.yaml");
  const noted = readMetadata(tasksFile?.path ?? folder, tasksFile?.file?.header ?? []);
  const paths = rolePaths(tree, folder);
  const readmeText = tree.text(at("README.md")) ?? "";
  return {
    name: folder === "" ? (asText(galaxy["role_name"]) ?? rootName) : stemlessName(folder),
    folder,
    description:
      noted.metadata.description ?? galaxyDescription(galaxy) ?? firstProse(readmeText) ?? "",
    tags: asStrings(galaxy["galaxy_tags"]),
    variables: roleVariables(tree, folder),
    dependencies: asList(isMapping(meta) ? meta["dependencies"] : null).flatMap(readRoleUse),
    tasks: roleTasks(tree, folder),
    metadata: noted.metadata,
    readme: plainText(readmeText),
    paths,
    warnings: [...noted.warnings, ...fileWarnings(tree, paths)],
  };
}

/** What `ansible-galaxy init` writes there says nothing. */
function galaxyDescription(galaxy: Mapping): string | null {
  const text = asText(galaxy["description"])?.trim() ?? "";
  return text === "" || /^your (?:role )?description$/i.test(text) ? null : text;
}

function stemlessName(folder: string): string {
  return folder.slice(folder.lastIndexOf("/") + 1);
}

function rolePaths(tree: TreeReader, folder: string): string[] {
  return tree.below(folder).filter((path) => {
    const inside = folder === "" ? path : path.slice(folder.length + 1);
    return leftOutReason(inside) === null && !/^(?:\.|README|LICENSE|CHANGELOG)/i.test(inside);
  });
}

function roleVariables(tree: TreeReader, folder: string): PlaybookVariable[] {
  const prefix = folder === "" ? "" : `${folder}/`;
  const defaults = [
    ...["defaults/main.yml", "defaults/main.yaml"].map((name) => prefix + name),
    ...tree.below(`${prefix}defaults/main`),
  ]
    .filter((path) => tree.resolve(path) !== null)
    .flatMap((path) => {
      const file = tree.yaml(path);
      return readVariables(file?.documents[0], file?.keys ?? []);
    });
  const specsPath = ["meta/argument_specs.yml", "meta/argument_specs.yaml", "meta/main.yml"]
    .map((name) => prefix + name)
    .find((path) => isMapping(tree.yaml(path)?.documents[0]));
  const specs = specsPath === undefined ? null : tree.yaml(specsPath)?.documents[0];
  return mergeVariables(defaults, readArgumentSpecs(specs)).filter(
    (variable) => !variable.name.startsWith("_"),
  );
}

function roleTasks(tree: TreeReader, folder: string): Map<string, TaskFacts> {
  const prefix = folder === "" ? "" : `${folder}/`;
  const found = new Map<string, TaskFacts>();
  for (const part of ["tasks", "handlers"]) {
    for (const path of tree.below(`${prefix}${part}`)) {
      if (!/\.ya?ml$/.test(path)) continue;
      const inside = path.slice(`${prefix}${part}/`.length).replace(/\.ya?ml$/, "");
      const documents = tree.yaml(path)?.documents ?? [];
      found.set(part === "tasks" ? inside : `handlers/${inside}`, readTasks(documents[0]));
    }
  }
  return found;
}

function fileWarnings(tree: TreeReader, paths: readonly string[]): ScanWarning[] {
  return paths
    .filter((path) => /\.ya?ml$/.test(path) && !/(?:^|\/)(?:templates|files)\//.test(path))
    .flatMap((path) => tree.yaml(path)?.warnings ?? []);
}

/** Finds roles by the names plays use: beside the playbook, on the roles path, anywhere in the tree by full name. */
export class RoleIndex {
  readonly roles: ReadonlyMap<string, Role>;
  readonly #byName = new Map<string, Role[]>();
  readonly #paths: readonly string[];
  readonly #collections: ReadonlySet<string>;

  /** @param collections names ("debops.debops") whose roles are those of this repository */
  constructor(
    roles: readonly Role[],
    rolesPaths: readonly string[],
    collections: ReadonlySet<string> = new Set(),
  ) {
    this.#collections = collections;
    this.roles = new Map(roles.map((role) => [role.folder, role]));
    this.#paths = rolesPaths;
    for (const role of roles) {
      const key = role.name;
      this.#byName.set(key, [...(this.#byName.get(key) ?? []), role]);
    }
  }

  /** The role a play in `playbookFolder` means, or null when the repository does not hold it. */
  find(name: string, playbookFolder: string): Role | null {
    const [, collection = "", short = ""] = /^(\w+\.\w+)\.([\w-]+)$/.exec(name) ?? [];
    return this.#collections.has(collection)
      ? this.#find(short, playbookFolder)
      : this.#find(name, playbookFolder);
  }

  #find(name: string, playbookFolder: string): Role | null {
    const places = [
      `${playbookFolder === "" ? "" : `${playbookFolder}/`}roles`,
      ...this.#paths,
      "roles",
    ];
    for (const place of places) {
      const role = this.roles.get(`${place}/${name}`);
      if (role !== undefined) return role;
    }
    const direct = this.roles.get(name);
    if (direct !== undefined) return direct;
    const named = this.#byName.get(name) ?? [];
    return named.find((role) => folderOf(role.folder) !== "") ?? named[0] ?? null;
  }
}
