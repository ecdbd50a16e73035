import { type Include, readTasks, type TaskFacts } from "#server/ansible/ansible-tasks.ts";
import { variableFiles } from "#server/ansible/inventory.ts";
import { collectionPaths } from "#server/ansible/own-collections.ts";
import {
  isPlaybook,
  type Play,
  type Playbook,
  parsePlaybook,
  type RoleUse,
} from "#server/ansible/play.ts";
import { baseName, codeFolders, folderOf, joinPath } from "#server/ansible/repository-paths.ts";
import type { Role } from "#server/ansible/role.ts";
import type { TreeReader } from "#server/ansible/tree.ts";
import { isMapping, isTemplated } from "#server/ansible/values.ts";
import { readVariables } from "#server/ansible/variables.ts";
import type { PlaybookVariable } from "#server/contracts/playbook.ts";
import type { Surroundings } from "./scan-memo.ts";

/** Everything a playbook or role pulls in that can be told without running it. */
export interface Closure {
  readonly paths: ReadonlySet<string>;
  readonly playbooks: readonly Playbook[];
  readonly roles: ReadonlyMap<string, { readonly role: Role; readonly uses: readonly RoleUse[] }>;
  readonly facts: readonly TaskFacts[];
  /** Variables of `vars_files`. */
  readonly fileVariables: readonly PlaybookVariable[];
  /** Files among `paths` that Ansible evaluates: plays, tasks, variables. */
  readonly evaluated: ReadonlySet<string>;
  /** Something whose name is only known at run time. */
  readonly dynamic: boolean;
  /** Files that are named but not in the repository. */
  readonly missing: readonly string[];
  /** Roles that are named but not in the repository, and collections of which a role or playbook is named. */
  readonly missingRoles: ReadonlySet<string>;
  readonly foreignCollections: ReadonlySet<string>;
  /** It names files of a machine by their full path, which nobody can read here. */
  readonly isOpen: boolean;
}

interface Walk {
  readonly tree: TreeReader;
  readonly around: Surroundings;
  readonly paths: Set<string>;
  readonly evaluated: Set<string>;
  readonly playbooks: Playbook[];
  readonly used: Map<string, { role: Role; uses: RoleUse[] }>;
  readonly facts: TaskFacts[];
  readonly fileVariables: PlaybookVariable[];
  readonly missing: Set<string>;
  readonly missingRoles: Set<string>;
  readonly foreignCollections: Set<string>;
  dynamic: boolean;
  isOpen: boolean;
}

/** Where names inside a file start from. `role` is null outside roles. */
interface Place {
  readonly playbookFolder: string;
  readonly folder: string;
  readonly role: Role | null;
}

const maxPaths = 15_000;

function startWalk(tree: TreeReader, around: Surroundings): Walk {
  return {
    tree,
    around,
    paths: new Set(),
    evaluated: new Set(),
    playbooks: [],
    used: new Map(),
    facts: [],
    fileVariables: [],
    missing: new Set(),
    missingRoles: new Set(),
    foreignCollections: new Set(),
    dynamic: false,
    isOpen: false,
  };
}

function finish(walk: Walk): Closure {
  addOwnCollections(walk);
  return { ...walk, roles: walk.used, missing: [...walk.missing] };
}

/** Static closure of a playbook: what it imports and includes, its roles, files beside it and code folders. */
export function playbookClosure(tree: TreeReader, around: Surroundings, path: string): Closure {
  const walk = startWalk(tree, around);
  visitPlaybook(walk, path);
  return finish(walk);
}

/** Static closure of one role run by itself. */
export function roleClosure(tree: TreeReader, around: Surroundings, role: Role): Closure {
  const walk = startWalk(tree, around);
  visitRole(walk, { name: role.name, tags: [], fixed: [], tasksFrom: null }, role, "");
  addBeside(walk, "");
  return finish(walk);
}

function visitPlaybook(walk: Walk, path: string): void {
  if (walk.paths.size > maxPaths) walk.dynamic = true;
  const isKnown = walk.playbooks.some((playbook) => playbook.path === path);
  if (isKnown || walk.paths.size > maxPaths) return;
  const file = walk.tree.yaml(path);
  if (file === null || !isPlaybook(file.documents[0])) {
    walk.missing.add(path);
    return;
  }
  walk.paths.add(path);
  walk.evaluated.add(path);
  const playbook = parsePlaybook(path, file);
  walk.playbooks.push(playbook);
  const folder = folderOf(path);
  const place: Place = { playbookFolder: folder, folder, role: null };
  addBeside(walk, folder);
  scanLookups(walk, walk.tree.text(path) ?? "", place);
  for (const include of playbook.imports) visitInclude(walk, include, place);
  for (const play of playbook.plays) visitPlay(walk, play, place);
}

/** Collections of the repository's own of which a module, role, playbook or filter is named come along as a whole. */
function addOwnCollections({ tree, around, evaluated, paths }: Walk): void {
  const own = around.collections();
  if (own.size === 0) return;
  const texts = [...evaluated].map((path) => tree.text(path) ?? "");
  for (const [name, folder] of own) {
    if (texts.every((text) => !text.includes(`${name}.`))) continue;
    for (const path of collectionPaths(tree, folder)) paths.add(path);
  }
}

/** What Ansible reads beside a playbook without being told: variables and code. */
function addBeside(walk: Walk, folder: string): void {
  for (const path of variableFiles(walk.tree, folder)) {
    walk.paths.add(path);
    if (isVariableFile(path)) walk.evaluated.add(path);
  }
  const places = [...new Set([folder, ""])].flatMap((at) =>
    codeFolders.map((name) => childFolder(at, name)),
  );
  for (const place of places) for (const path of walk.tree.below(place)) walk.paths.add(path);
  if (walk.tree.has("ansible.cfg")) walk.paths.add("ansible.cfg");
}

/** Ansible reads files of these endings, and those without one. */
function isVariableFile(path: string): boolean {
  const name = baseName(path);
  return /\.(?:ya?ml|json)$/i.test(name) || /^[^.]+$/.test(name);
}

function visitPlay(walk: Walk, play: Play, place: Place): void {
  for (const name of play.varsFiles) {
    const found = resolveName(walk, name, place, ["vars", ""]);
    if (found === null) continue;
    walk.paths.add(found);
    walk.evaluated.add(found);
    const file = walk.tree.yaml(found);
    walk.fileVariables.push(...readVariables(file?.documents[0], file?.keys ?? []));
  }
  for (const use of play.roles) visitRoleUse(walk, use, place);
  visitTasks(walk, play.tasks, place);
}

function visitTasks(walk: Walk, facts: TaskFacts, place: Place): void {
  walk.facts.push(facts);
  for (const include of facts.includes) visitInclude(walk, include, place);
  for (const source of facts.sources) {
    const found = resolveName(walk, source.name, place, [source.folder, "files", "templates", ""]);
    if (found !== null) addFileOrFolder(walk, found);
  }
}

function addFileOrFolder(walk: Walk, path: string): string[] {
  const isFile = walk.tree.has(path) || walk.tree.resolve(path) !== null;
  const found = [...(isFile ? [path] : []), ...walk.tree.below(path)];
  for (const each of found) walk.paths.add(each);
  return found;
}

function visitInclude(walk: Walk, include: Include, place: Place): void {
  if (include.kind === "role") {
    const use = { name: include.name, tags: [], fixed: [], tasksFrom: include.tasksFrom };
    if (isTemplated(include.name)) walk.dynamic = true;
    else visitRoleUse(walk, use, place);
    return;
  }
  if (isForeignPlaybook(walk, include)) return;
  const folders = include.kind === "vars" ? ["vars", ""] : ["", "tasks", "handlers"];
  const found = resolveName(walk, include.name, place, folders);
  if (found === null) return;
  if (include.kind === "playbook") visitPlaybook(walk, found);
  else if (include.kind === "vars") {
    for (const path of addFileOrFolder(walk, found)) walk.evaluated.add(path);
  } else visitTaskFile(walk, found, place);
}

/** `import_playbook: NAMESPACE.COLLECTION.NAME`, not a file; of a collection of the repository's own it is one. */
function isForeignPlaybook(walk: Walk, { kind, name }: Include): boolean {
  if (kind !== "playbook" || /\.ya?ml$/.test(name)) return false;
  const [, collection = "", short = ""] = /^(\w+\.\w+)\.([\w.-]+)$/.exec(name) ?? [];
  const folder = walk.around.collections().get(collection);
  if (folder === undefined) return noteForeign(walk, name);
  visitPlaybook(walk, childFolder(folder, `playbooks/${short.replaceAll(".", "/")}.yml`));
  return true;
}

function visitTaskFile(walk: Walk, path: string, place: Place): void {
  const known = walk.evaluated.has(path);
  walk.paths.add(path);
  walk.evaluated.add(path);
  // Task files of a role are all read with the role, so only others are followed here.
  if (known || (place.role !== null && isReadWithRole(place.role, path))) return;
  const file = walk.tree.yaml(path);
  if (file === null) return;
  const inside = { ...place, folder: folderOf(path) };
  scanLookups(walk, walk.tree.text(path) ?? "", inside);
  visitTasks(walk, readTasks(file.documents[0]), inside);
}

function insideRole(role: Role, path: string): string {
  if (role.folder === "") return path;
  return path.startsWith(`${role.folder}/`) ? path.slice(role.folder.length + 1) : "";
}

/** As `parseRole` reads them. */
function isReadWithRole(role: Role, path: string): boolean {
  return /^(?:tasks|handlers)\/.*\.ya?ml$/.test(insideRole(role, path));
}

function visitRoleUse(walk: Walk, use: RoleUse, place: Place): void {
  if (isTemplated(use.name)) {
    walk.dynamic = true;
    return;
  }
  const role = walk.around.findRole(use.name, place.playbookFolder);
  if (role !== null) visitRole(walk, use, role, place.playbookFolder);
  else if (!noteForeign(walk, use.name)) walk.missingRoles.add(use.name);
}

/** A full name, `NAMESPACE.COLLECTION.NAME`, of something that another collection brings. */
function noteForeign(walk: Walk, name: string): boolean {
  const collection = /^([a-z_]\w*\.[a-z_]\w*)\.[\w.-]+$/i.exec(name)?.[1];
  if (collection === undefined) return false;
  walk.foreignCollections.add(collection);
  return true;
}

function visitRole(walk: Walk, use: RoleUse, role: Role, playbookFolder: string): void {
  const known = walk.used.get(role.folder);
  if (known !== undefined) {
    known.uses.push(use);
    return;
  }
  walk.used.set(role.folder, { role, uses: [use] });
  for (const path of role.paths) {
    walk.paths.add(path);
    const holdsValues = /^(?:defaults|vars|meta)\//.test(insideRole(role, path));
    if (isReadWithRole(role, path) || (holdsValues && isVariableFile(path))) {
      walk.evaluated.add(path);
    }
  }
  const at = (part: string): Place => ({
    playbookFolder,
    folder: childFolder(role.folder, part),
    role,
  });
  for (const dependency of role.dependencies) visitDependency(walk, dependency, role, at("tasks"));
  for (const [name, facts] of role.tasks) {
    const inside = name.startsWith("handlers/") ? name : `tasks/${name}`;
    visitTasks(walk, facts, at(folderOf(inside)));
  }
}

/** Ansible also looks for a role's dependencies in the folder that the role lies in. */
function visitDependency(walk: Walk, use: RoleUse, owner: Role, place: Place): void {
  const beside = childFolder(folderOf(owner.folder), use.name);
  const { around } = walk;
  const known = isTemplated(use.name) || around.findRole(use.name, place.playbookFolder) !== null;
  const name = known || around.findRole(beside, place.playbookFolder) === null ? use.name : beside;
  visitRoleUse(walk, { ...use, name }, place);
}

function childFolder(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/**
 * The path a name means, tried as Ansible does: in the role, beside the file, beside the playbook. Names that are
 * templates beyond known places mark the walk dynamic; other names that are not there are noted as missing.
 */
function resolveName(
  walk: Walk,
  name: string,
  place: Place,
  folders: readonly string[],
): string | null {
  const known = expandPlaces(name, place);
  if (known === null) {
    // A templated file name inside a role's own folders is covered: the whole role is in the closure.
    const covered =
      place.role !== null && !name.includes("..") && /^[\w.-]+|^\{\{ *(?:item|ansible_)/.test(name);
    if (!covered || !folders.some((folder) => folder === "files" || folder === "templates")) {
      walk.dynamic = true;
    }
    return null;
  }
  const fixed = known.anchored
    ? [joinPath("", known.path)]
    : candidates(place, folders, known.path);
  const found = fixed.find(
    (path) => path !== null && (walk.tree.resolve(path) !== null || walk.tree.isFolder(path)),
  );
  if (found === undefined && !known.path.startsWith("/")) walk.missing.add(known.path);
  if (found === undefined && known.path.startsWith("/")) walk.isOpen = true;
  return found ?? null;
}

function candidates(place: Place, folders: readonly string[], name: string): (string | null)[] {
  const bases = [
    ...(place.role === null ? [] : [place.role.folder]),
    place.folder,
    place.playbookFolder,
  ];
  return bases.flatMap((base) =>
    folders.map((folder) => joinPath(base, folder === "" ? name : `${folder}/${name}`)),
  );
}

/** Replaces the few templates whose value is known without running: where the playbook, role and inventory lie. */
function expandPlaces(name: string, place: Place): { path: string; anchored: boolean } | null {
  const match = /^\s*\{\{\s*(playbook_dir|role_path)\s*\}\}\/?(.*)$/s.exec(name);
  if (match === null) return isTemplated(name) ? null : { path: name, anchored: false };
  const rest = match[2] ?? "";
  const base = match[1] === "role_path" ? place.role?.folder : place.playbookFolder;
  if (base === undefined || isTemplated(rest)) return null;
  const path = joinPath(base, rest);
  return path === null ? null : { path, anchored: true };
}

const lookupPattern =
  /(?:lookup|query|q)\(\s*(['"])(?:ansible\.builtin\.)?(file|template|fileglob|first_found|unvault|csvfile|ini)\1\s*,\s*([^)\n]*)/g;

/** Files that lookups in the text read; anything but a literal name makes the walk dynamic. */
function scanLookups(walk: Walk, text: string, place: Place): void {
  for (const match of text.matchAll(lookupPattern)) {
    const literal = /^\s*(['"])([^'"]+)\1\s*(?:,|$)/.exec(match[3] ?? "");
    if (literal === null) walk.dynamic = true;
    else addLookup(walk, match[2] ?? "", literal[2] ?? "", place);
  }
}

function addLookup(walk: Walk, lookup: string, name: string, place: Place): void {
  if (name.startsWith("/")) return;
  if (lookup === "fileglob") {
    addFileOrFolder(walk, joinPath(place.folder, folderOf(name)) ?? "");
    return;
  }
  const found = resolveName(walk, name, place, ["files", "templates", ""]);
  if (found !== null) walk.paths.add(found);
}

/** Variables a play declares itself, with comments. */
export function playVariables(play: Play): PlaybookVariable[] {
  return isMapping(play.vars) ? readVariables(play.vars, play.varKeys) : [];
}
