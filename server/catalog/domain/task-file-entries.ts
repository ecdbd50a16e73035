import { type Include, readTasks, type TaskFacts } from "#server/ansible/ansible-tasks.ts";
import type { Play } from "#server/ansible/play.ts";
import { folderOf, joinPath, stemOf } from "#server/ansible/repository-paths.ts";
import type { Role } from "#server/ansible/role.ts";
import type { TreeReader } from "#server/ansible/tree.ts";
import { asList, asText, isMapping, isTemplated } from "#server/ansible/values.ts";
import { isOfferedName } from "#server/ansible/variables.ts";
import type { PlaybookVariable } from "#server/contracts/playbook.ts";
import { compact } from "#server/language/words.ts";
import { isInstalledPath } from "#server/lib/installed-path.ts";
import type { BuiltPlaybook, EntryContext } from "./entry-builder.ts";
import { identify } from "./identity.ts";
import type { ScannedEntry, SkippedFile } from "./scan-types.ts";
import { findSwitchLines } from "./switch-lines.ts";

/** Entries for task files, and the files that are none, with why. */
export interface TaskFileEntries {
  readonly entries: readonly ScannedEntry[];
  readonly skipped: readonly SkippedFile[];
}

/** One place where a playbook includes a task file. */
interface Inclusion {
  readonly path: string;
  readonly include: Include;
  readonly hosts: string;
  readonly playbook: BuiltPlaybook;
  /** Tags that run the role or play it is included by. */
  readonly around: readonly string[];
  /** It is one of a list of things, rather than a step of one. */
  readonly isListed: boolean;
  /** It is a part of one service, whatever tags it has. */
  readonly isPartOfOne: boolean;
}

/** Roles that include fewer files than this are one service in parts, not a collection of services. */
const minServicesOfRole = 3;
/** What includes as many files is a list of things; its files are offered though they only run with the others. */
const minPartsOfList = 4;
/** The same for a role that does nothing but include files. */
const minPartsOfBareList = 2;
const maxEntries = 1_000;
const maxSkipped = 5_000;

/**
 * Entries for services that are kept as included task files: `tasks/plex.yml` behind one `main.yml`. Each runs through
 * its playbook, by a tag that only its include has or by the variable that switches it on; a file with neither runs
 * only as a part of its playbook: it is offered, saying so, where it is one of a list of things.
 *
 * @param others files outside of roles that are no playbooks: what they include, at any depth, is named as skipped
 */
export function taskFileEntries(
  context: EntryContext,
  playbooks: readonly BuiltPlaybook[],
  { roles, others = [] }: { roles: readonly Role[]; others?: readonly string[] },
): TaskFileEntries {
  const services = new Set(playbooks.flatMap(({ entry }) => compact(entry.service ?? "") || []));
  const entries = new Map<string, ScannedEntry>();
  const skipped = new Map<string, SkippedFile>();
  const place = (inclusion: Inclusion, all: readonly Inclusion[]): void => {
    const { path, playbook } = inclusion;
    const way = inclusion.isPartOfOne ? null : wayTo(context.tree, inclusion, all);
    const entry = way === null ? null : taskFileEntry(context, inclusion, way);
    const hasTwin = services.has(compact(entry?.service ?? ""));
    if (entry !== null && !hasTwin) entries.set(path, entry);
    else skipped.set(path, { path, reason: reasonFor(playbook.entry.path, hasTwin) });
  };
  for (const all of playbooks.map((playbook) => inclusionsOf(context, playbook))) {
    for (const inclusion of all)
      if (!entries.has(inclusion.path) && entries.size < maxEntries) place(inclusion, all);
  }
  const { tree } = context;
  for (const { path, by } of [...includedInRoles(tree, roles), ...includedIn(tree, others)]) {
    const reason = `Included by ${by}: it runs as a part of it.`;
    if (!skipped.has(path) && skipped.size < maxSkipped) skipped.set(path, { path, reason });
  }
  return {
    entries: withSwitches(context.tree, [...entries.values()]),
    skipped: [...skipped.values()].filter(({ path }) => !entries.has(path)),
  };
}

/** Task files that the files of roles include, at any depth. */
function includedInRoles(tree: TreeReader, roles: readonly Role[]) {
  return roles
    .filter(({ folder }) => !isInstalledPath(folder))
    .flatMap(({ folder, tasks }) =>
      [...tasks].flatMap(([stem, { includes }]) => {
        const inside = stem.startsWith("handlers/") ? stem : `tasks/${stem}`;
        const by = joinPath(folder, `${inside}.yml`) ?? folder;
        const place = { folder: folderOf(by), rolePath: folder, playbookDir: null };
        const paths = includes.flatMap((one) => includedFile(tree, place, one) ?? []);
        return paths.map((path) => ({ path, by }));
      }),
    );
}

/** Task files that these files include, of which each may be a list of ansibleTasks. */
function includedIn(tree: TreeReader, files: readonly string[]) {
  return files.flatMap((by) => {
    const tasks = tree.yaml(by)?.documents[0];
    const { includes } = readTasks(Array.isArray(tasks) ? tasks : []);
    // Beside the file, else from the folder that its playbook lies in: most often the one above.
    const places = [folderOf(by), folderOf(folderOf(by))].map((folder) => ({
      ...{ folder, rolePath: null, playbookDir: folder },
    }));
    const paths = includes.flatMap(
      (one) =>
        places.map((place) => includedFile(tree, place, one)).find((path) => path !== null) ?? [],
    );
    return paths.filter((path) => path !== by).map((path) => ({ path, by }));
  });
}

/** Entries that a variable switches on, with the lines of variables files that set it. */
function withSwitches(tree: TreeReader, entries: readonly ScannedEntry[]): readonly ScannedEntry[] {
  const gates = entries.flatMap(({ runBy }) => runBy?.gate ?? []);
  const lines = findSwitchLines(tree, new Set(gates));
  return entries.map((entry) => {
    const switches = lines.get(entry.runBy?.gate ?? "");
    return entry.runBy === undefined || switches === undefined
      ? entry
      : { ...entry, runBy: { ...entry.runBy, switches: [...switches] } };
  });
}

function reasonFor(playbook: string, hasTwin: boolean): string {
  return hasTwin
    ? "A playbook of its own is about the same service."
    : `Included by ${playbook} without a tag or a variable of its own: it runs as a part of it.`;
}

function inclusionsOf({ tree }: EntryContext, playbook: BuiltPlaybook): Inclusion[] {
  const { entry, closure } = playbook;
  const own = closure.playbooks.find(({ path }) => path === entry.path);
  const folder = folderOf(entry.path);
  return (own?.plays ?? []).flatMap((play) => [
    ...inclusions(tree, playbook, { play, folder, tags: play.tags, isRole: false }, play.tasks),
    ...ownRoles(playbook, play).flatMap(({ role, uses }) => {
      const tags = [...uses.flatMap((use) => use.tags), ...play.tags];
      const place = { play, folder: `${role.folder}/tasks`, tags, isRole: true };
      const main = role.tasks.get("main");
      const found = main === undefined ? [] : inclusions(tree, playbook, place, main);
      const isOne = found.length < minServicesOfRole;
      return found.map((one) => ({ ...one, isPartOfOne: isOne && !one.isListed }));
    }),
  ]);
}

function ownRoles({ closure }: BuiltPlaybook, play: Play) {
  const names = new Set(play.roles.map(({ name }) => name));
  return [...closure.roles.values()].filter(({ uses }) => uses.some(({ name }) => names.has(name)));
}

/** Where files are included: a play, or a role that it names. */
interface Place {
  readonly play: Play;
  readonly folder: string;
  readonly tags: readonly string[];
  readonly isRole: boolean;
}

function inclusions(
  tree: TreeReader,
  playbook: BuiltPlaybook,
  place: Place,
  facts: Pick<TaskFacts, "includes" | "modules">,
): Inclusion[] {
  const { play, folder, tags } = place;
  const rolePath = place.isRole ? folderOf(folder) : null;
  const at = { folder, rolePath, playbookDir: folderOf(playbook.entry.path) };
  const found = facts.includes.flatMap((include) => {
    const path = includedFile(tree, at, include);
    return path === null ? [] : [{ path, include }];
  });
  const things = new Set(found.map(({ path }) => path).filter((one) => !isStep(stemOf(one)))).size;
  const isBare = place.isRole && isBareList(facts);
  const isListed = things >= (isBare ? minPartsOfBareList : minPartsOfList);
  const shared = { hosts: play.hosts, playbook, around: tags, isListed, isPartOfOne: false };
  return found.map((one) => ({ ...one, ...shared }));
}

/** Does nothing itself but read variables. */
function isBareList({ modules }: Pick<TaskFacts, "modules">): boolean {
  return modules.every((one) =>
    /(?:^|\.)(?:(?:include|import)_\w+|set_fact|assert|debug)$/.test(one),
  );
}

/** Where names inside a file start from; null: not known. */
interface IncludePlace {
  readonly folder: string;
  readonly rolePath: string | null;
  readonly playbookDir: string | null;
}

function includedFile(
  tree: TreeReader,
  place: IncludePlace,
  { kind, name }: Include,
): string | null {
  if (kind !== "tasks") return null;
  const [, variable, rest = ""] = /^\{\{\s*(playbook_dir|role_path)\s*\}\}\/(.+)$/.exec(name) ?? [];
  const base = variable === "role_path" ? place.rolePath : place.playbookDir;
  const known = variable === undefined ? name : rest;
  if (isTemplated(known) || (variable !== undefined && base === null)) return null;
  const places =
    variable === undefined
      ? [known, `tasks/${known}`].map((one) => joinPath(place.folder, one))
      : [joinPath(base ?? "", known)];
  return places.find((path) => path !== null && tree.resolve(path) !== null) ?? null;
}

/** How a task file is run: by tags, or by a variable that is switched on; `isPart`: other things run with it. */
interface Way {
  readonly tags: readonly string[];
  readonly gate: string | null;
  readonly isPart?: boolean;
}

function wayTo(
  tree: TreeReader,
  { path, include, around, isListed }: Inclusion,
  all: readonly Inclusion[],
): Way | null {
  const others = all.filter((other) => other.include !== include);
  const shared = new Set(others.flatMap((other) => [...other.include.tags]));
  const own = include.tags.filter((tag) => !shared.has(tag) && isPlainTag(tag));
  if (own[0] !== undefined && reaches(tree, path, include, own[0])) {
    return { tags: [own[0]], gate: null };
  }
  const gate = gateOf(include);
  const isOwnGate = gate !== null && !others.some((other) => gateOf(other.include) === gate);
  if (isOwnGate) return { tags: [], gate };
  return isListed && !isStep(stemOf(path)) && !include.tags.includes("never")
    ? { tags: around.filter(isPlainTag).slice(0, 1), gate: null, isPart: true }
    : null;
}

function isStep(stem: string): boolean {
  return stepNames.test(stem) || stepVerbs.test(stem);
}

/** What is looked up or made sure on the way to something. */
const stepVerbs =
  /^(?:assert|validate|verify|check|confirm|decide|determine|detect|ensure|resolve|find|get|wait|open|call)[-_]/i;
/** Files that are a step of something rather than a thing of their own. */
const stepNames =
  /^(?:_.*|\d+.*|main|install\w*|config\w*|set-?_?up|init\w*|pre\w*|post\w*|vars?|variables|facts?|assert\w*|validat\w*|check\w*|verif\w*|debian|ubuntu|redhat|rhel|\w+-(?:debian|ubuntu|macos|darwin)|centos|fedora|arch\w*|suse|alpine|darwin|macos|windows|linux|common|default\w*|include\w*|import\w*|tasks?|run|start|stop|restart|reload|enable\w*|disable\w*|uninstall\w*|remove\w*|clean\w*|update\w*|upgrade\w*|packages?|dependenc\w*|requirements?|prerequisit\w*|director\w*|folders?|files?|templates?|services?|systemd|handlers?|users?|groups?|present|absent|main\w*|bootstrap|node|worker)$/i;

function isPlainTag(tag: string): boolean {
  return !/^(?:always|never|all|tagged|untagged)$/.test(tag);
}

/** A tag of a dynamic include selects the include alone; its ansibleTasks need the tag themselves, or by `apply`. */
function reaches(tree: TreeReader, path: string, include: Include, tag: string): boolean {
  if (include.isStatic || include.appliedTags.includes(tag)) return true;
  const tasks = asList(tree.yaml(path)?.documents[0]).filter(isMapping);
  return tasks.length > 0 && tasks.every((task) => readTasks([task]).tags.includes(tag));
}

/** The one variable whose truth lets an include run, or null where its conditions say more. */
function gateOf({ conditions }: Include): string | null {
  if (conditions.length !== 1) return null;
  const found =
    /^\(?\s*([A-Za-z_]\w*)(?:\s*\|\s*(?:bool|default\(\s*(?:false|no|omit)\s*(?:,\s*true\s*)?\)|d\(\s*false\s*\)))*\s*(?:==\s*true|is\s+(?:true|truthy))?\s*\)?$/i.exec(
      conditions[0]?.trim() ?? "",
    );
  const name = found?.[1] ?? "";
  return isOfferedName(name) && !/^(?:true|false)$/i.test(name) ? name : null;
}

function taskFileEntry(
  { tree, names }: EntryContext,
  { path, hosts, playbook }: Inclusion,
  way: Way,
): ScannedEntry {
  const { tags, gate } = way;
  const { entry } = playbook;
  const facts = readTasks(tree.yaml(path)?.documents[0]);
  const identity = identify(path, [], names);
  const stem = stemOf(path).replace(/[-_.]+/g, " ");
  return {
    ...entry,
    kind: "task_file",
    path,
    name: `${stem.charAt(0).toUpperCase()}${stem.slice(1)}`,
    service: identity.service,
    verbs: identity.verbs.length > 0 ? [...identity.verbs] : entry.verbs,
    aliases: [],
    description: headerOf(tree, path),
    searchText: facts.names.join(". ").slice(0, 8_000),
    modules: [...facts.modules].sort(),
    images: [...facts.images].slice(0, 20),
    tags: [...tags],
    hostPatterns: [hosts],
    variables: gate === null ? entry.variables : withGate(entry.variables, gate),
    checks: [],
    estimatedSeconds: null,
    note: noteOf(entry.path, way),
    runBy: { playbook: entry.path, gate },
    files: [],
  };
}

/** What else runs, for the card. */
function noteOf(playbook: string, { tags: [tag], gate, isPart }: Way): string | null {
  if (gate !== null)
    return `Runs all of ${playbook} with ${gate} switched on for this run; to keep it on, set it in your variables.`;
  if (isPart !== true) return null;
  const all = tag === undefined ? `all of ${playbook}` : `all of ${playbook} that is tagged ${tag}`;
  return `This file does not run alone: ${all} runs with it.`;
}

function headerOf(tree: TreeReader, path: string): string {
  const lines = tree.yaml(path)?.header ?? [];
  return lines
    .filter((line) => /[A-Za-z]{3}/.test(line))
    .join(" ")
    .trim()
    .slice(0, 500);
}

function withGate(variables: readonly PlaybookVariable[], gate: string): PlaybookVariable[] {
  const known = variables.find(({ name }) => name === gate);
  const field: PlaybookVariable = {
    ...{ name: gate, templated: false, choices: null, secret: false, required: false },
    description: known?.description ?? "Switches these tasks on",
    type: "boolean",
    defaultValue: asText(known?.defaultValue) === "true",
  };
  return [field, ...variables.filter(({ name }) => name !== gate)];
}
