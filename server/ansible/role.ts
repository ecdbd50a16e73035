import type { PlaybookVariable, ScanWarning } from "#server/contracts/playbook.ts";
import { installedItemPath, isInstalledPath } from "#server/lib/installed-path.ts";
import { readTasks, type TaskFacts } from "./ansible-tasks.ts";
import { type ChiffonMetadata, readMetadata } from "./chiffon-metadata.ts";
import { firstProse, plainText } from "./markdown.ts";
import { type RoleUse, readRoleUse } from "./play.ts";
import { folderOf, foldersUp, leftOutReason } from "./repository-paths.ts";
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
  /** Oldest Ansible core that its author names; null where that is not one. */
  readonly minAnsible: string | null;
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

/** A folder of roles: `roles`, `roles_all`, `galaxy-roles`. */
const rolesFolder = /(?:^|\/)(?:[\w.-]*[_.-])?roles(?:[_.-][\w.-]*)?\//;

/**
 * Folders that are roles: in a folder of roles they hold some `PART/main.yml`, elsewhere tasks and another part, or
 * tasks and nothing that no role holds.
 */
export function findRoleFolders(paths: readonly string[]): string[] {
  const parts = new Map<string, Set<string>>();
  for (const path of paths) {
    const match = partPattern.exec(path);
    if (match === null || leftOutReason(path) !== null) continue;
    const folder = match[1] ?? "";
    parts.set(folder, (parts.get(folder) ?? new Set()).add(match[2] ?? ""));
  }
  const isBare = ([folder, found]: readonly [string, ReadonlySet<string>]): boolean =>
    found.has("tasks") && found.size === 1 && !rolesFolder.test(folder);
  const tasksAlone = [...parts].filter(isBare).map(([folder]) => folder);
  const bare = bareRoles(paths, tasksAlone);
  return [...parts]
    .filter(
      ([folder, found]) =>
        rolesFolder.test(folder) || bare.has(folder) || (found.has("tasks") && found.size > 1),
    )
    .map(([folder]) => folder)
    .sort();
}

/** What lies beside tasks in a role that has no other part. */
const besideTasks = /^(?:tasks|files|templates|README(?:\..*)?)$/;

/** Of folders with tasks alone, those that hold nothing that no role holds: `common/tasks/main.yml` beside a playbook. */
function bareRoles(paths: readonly string[], folders: readonly string[]): Set<string> {
  const bare = new Set(folders.filter((folder) => folder !== ""));
  for (const path of bare.size === 0 ? [] : paths)
    for (const folder of foldersUp(folderOf(path))) {
      const [child = ""] = path.slice(folder.length + 1).split("/");
      if (bare.has(folder) && !besideTasks.test(child)) bare.delete(folder);
    }
  return bare;
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
    minAnsible: minAnsible(galaxy),
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

/** Numbers from 3 on count releases of the Ansible package, which say nothing of its core. */
function minAnsible(galaxy: Mapping): string | null {
  const text =
    asText(galaxy["min_ansible_version"])
      ?.trim()
      .replace(/^>=\s*/, "") ?? "";
  return /^[12](?:\.\d{1,3}){1,3}$/.test(text) ? text : null;
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

/** Finds roles by the names plays use: beside the playbook, on its project's roles path, anywhere by full name. */
export class RoleIndex {
  readonly roles: ReadonlyMap<string, Role>;
  readonly #byName = new Map<string, Role[]>();
  readonly #projects: readonly RoleProject[];
  readonly #collections: ReadonlySet<string>;

  /** @param collections names ("debops.debops") whose roles are those of this repository */
  constructor(
    roles: readonly Role[],
    projects: readonly RoleProject[],
    collections: ReadonlySet<string> = new Set(),
  ) {
    this.#collections = collections;
    this.roles = new Map(roles.map((role) => [role.folder, role]));
    this.#projects = projects;
    for (const role of roles) {
      if (isInstalledPath(role.folder)) continue;
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
    const beside = (folder: string) => (folder === "" ? "roles" : `${folder}/roles`);
    const own = this.#projects.filter(({ folder }) => isWithin(playbookFolder, folder));
    // The deepest project first: that is the one whose settings count.
    const projects = [...own].sort((a, b) => b.folder.length - a.folder.length);
    const places = [
      beside(playbookFolder),
      ...projects.flatMap(({ folder, rolesPaths }) => [...rolesPaths, beside(folder)]),
    ];
    for (const place of places) {
      const role = this.roles.get(place === "" ? name : `${place}/${name}`);
      if (role !== undefined) return role;
    }
    const direct = this.roles.get(name) ?? this.#installed(name);
    if (direct !== undefined) return direct;
    const named = this.#byName.get(name) ?? [];
    return named.find((role) => folderOf(role.folder) !== "") ?? named[0] ?? null;
  }

  /** An installed role by its name, or one of an installed collection by its full name. */
  #installed(name: string): Role | undefined {
    const [, collection, short] = /^(\w+\.\w+)\.([\w-]+)$/.exec(name) ?? [];
    const inCollection =
      collection === undefined
        ? undefined
        : this.roles.get(
            `${installedItemPath({ kind: "collection", name: collection })}/roles/${short}`,
          );
    return inCollection ?? this.roles.get(installedItemPath({ kind: "role", name }));
  }
}

/** Where the roles of a project lie beside its playbooks. */
export interface RoleProject {
  readonly folder: string;
  readonly rolesPaths: readonly string[];
}

function isWithin(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}
