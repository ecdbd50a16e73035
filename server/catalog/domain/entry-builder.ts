import type { PlaybookVariable, ScanWarning } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";
import type { TaskMark } from "./ansible-tasks.ts";
import { readMetadata } from "./chiffon-metadata.ts";
import { type Closure, playbookClosure, playVariables, roleClosure } from "./closure.ts";
import { literalPattern } from "./host-pattern.ts";
import { identify, imageName, type KnownNames } from "./identity.ts";
import type { Play } from "./play.ts";
import { baseName, codeFolders, folderOf, stemOf } from "./repository-paths.ts";
import { assessRisk, looksIdempotent } from "./risk.ts";
import type { Role, RoleIndex } from "./role.ts";
import type { ScannedEntry } from "./scan-types.ts";
import type { Tree } from "./tree.ts";
import { readInlineDefaults } from "./variables.ts";

/** What entries are built from. */
export interface EntryContext {
  readonly tree: Tree;
  readonly roles: RoleIndex;
  readonly inventoryFiles: readonly string[];
  readonly names: KnownNames;
}

const maxSearchText = 8_000;
const maxVariables = 200;
const maxFiles = 20_000;

/** Builds the entry of one playbook file. */
export function playbookEntry(
  context: EntryContext,
  path: string,
): { entry: ScannedEntry; closure: Closure; warnings: ScanWarning[] } {
  const { tree } = context;
  const closure = playbookClosure(tree, context.roles, path);
  const header = tree.yaml(path)?.header ?? [];
  const { metadata, warnings } = readMetadata(path, header);
  const plays = closure.playbooks.flatMap((playbook) => playbook.plays);
  const titles = plays.flatMap((play) => play.name ?? []);
  const identity = identify(path, titles, context.names);
  const facts = collectFacts(closure, plays);
  const verbs = metadata.actions.length > 0 ? metadata.actions : inferVerbs(identity.verbs, facts);
  const service = metadata.service ?? identity.service ?? soleRole(closure);
  const description = metadata.description ?? proseOf(header) ?? titles[0] ?? "";
  const entry: ScannedEntry = {
    kind: "playbook",
    path,
    name: titles[0] ?? stemOf(path),
    service,
    verbs: [...verbs],
    aliases: [...new Set([...metadata.aliases, ...facts.imageNames])].slice(0, 50),
    description: description.slice(0, 500),
    searchText: searchText([
      titles.join(". "),
      description,
      facts.names.join(". "),
      ...roleTexts(closure),
    ]),
    modules: facts.modules,
    images: facts.images,
    tags: facts.tags,
    hostPatterns: plays.map((play) => play.hosts),
    variables: playbookVariables(tree, path, closure, plays),
    checks: [...metadata.checks],
    idempotent: metadata.idempotent ?? looksIdempotent(facts.modules, facts.marks),
    usesBecome: facts.usesBecome,
    refusals: refusalsOf(plays, closure),
    dynamicIncludes: closure.dynamic,
    note: metadata.note,
    estimatedSeconds: metadata.seconds,
    files: filesOf(context, closure),
    ...riskOf(facts, verbs, closure),
  };
  return { entry, closure, warnings: [...warnings, ...missingWarnings(path, closure)] };
}

/** Builds the entry of a role that can be run by itself. */
export function roleEntry(context: EntryContext, role: Role): ScannedEntry {
  const closure = roleClosure(context.tree, context.roles, role);
  const facts = collectFacts(closure, []);
  const identity = identify(`${role.name}.yml`, [], context.names);
  const verbs =
    role.metadata.actions.length > 0 ? role.metadata.actions : inferVerbs(identity.verbs, facts);
  return {
    kind: "role",
    path: role.folder === "" ? "." : role.folder,
    name: role.name,
    service: role.metadata.service ?? identity.service ?? role.name,
    verbs: [...verbs],
    aliases: [...new Set([...role.metadata.aliases, ...facts.imageNames, ...role.tags])].slice(
      0,
      50,
    ),
    description: role.description.slice(0, 500),
    searchText: searchText([role.description, facts.names.join(". "), role.readme]),
    modules: facts.modules,
    images: facts.images,
    tags: facts.tags,
    hostPatterns: ["all"],
    variables: role.variables.slice(0, maxVariables),
    checks: [...role.metadata.checks],
    idempotent: role.metadata.idempotent ?? looksIdempotent(facts.modules, facts.marks),
    usesBecome: facts.usesBecome,
    refusals: missingRoles(closure),
    dynamicIncludes: closure.dynamic,
    note: role.metadata.note,
    estimatedSeconds: role.metadata.seconds,
    files: filesOf(context, closure),
    ...riskOf(facts, verbs, closure),
  };
}

interface CollectedFacts {
  readonly names: string[];
  readonly modules: string[];
  readonly images: string[];
  readonly imageNames: string[];
  readonly tags: string[];
  readonly marks: Set<TaskMark>;
  readonly usesBecome: boolean;
}

function collectFacts(closure: Closure, plays: readonly Play[]): CollectedFacts {
  const images = new Set(closure.facts.flatMap((facts) => facts.images));
  for (const variable of allRoleVariables(closure)) {
    if (
      /(?:^|_)image(?:_name)?$/.test(variable.name) &&
      typeof variable.defaultValue === "string"
    ) {
      images.add(variable.defaultValue);
    }
  }
  const tags = new Set([
    ...closure.facts.flatMap((facts) => facts.tags),
    ...plays.flatMap((play) => [...play.tags, ...play.roles.flatMap((role) => role.tags)]),
  ]);
  return {
    names: closure.facts.flatMap((facts) => facts.names),
    modules: [...new Set(closure.facts.flatMap((facts) => facts.modules))].sort(),
    images: [...images].slice(0, 50),
    imageNames: [...images].flatMap((image) => imageName(image) ?? []).slice(0, 5),
    tags: [...tags].filter((tag) => !["always", "never"].includes(tag)).slice(0, 200),
    marks: new Set(closure.facts.flatMap((facts) => facts.marks)),
    usesBecome:
      plays.some((play) => play.usesBecome) || closure.facts.some((facts) => facts.usesBecome),
  };
}

function allRoleVariables(closure: Closure): PlaybookVariable[] {
  return [...closure.roles.values()].flatMap(({ role }) => role.variables);
}

/** Without a verb in its name a playbook that runs modules deploys; one that only looks reports. */
function inferVerbs(named: readonly Verb[], facts: CollectedFacts): Verb[] {
  if (named.length > 0) return [...named];
  const { risk, riskReasons } = assessRisk({
    modules: facts.modules,
    marks: facts.marks,
    verbs: [],
    usesBecome: false,
    ownCode: false,
    dynamicIncludes: false,
  });
  const looks = risk === "low" && riskReasons[0]?.startsWith("only looks") === true;
  if (facts.modules.length > 0 && looks) return ["report"];
  return ["deploy"];
}

function soleRole(closure: Closure): string | null {
  const direct = [...closure.roles.values()].map(({ role }) => role.name);
  return direct.length === 1 ? (direct[0] ?? null) : null;
}

function proseOf(header: readonly string[]): string | null {
  const prose = header.filter(
    (line) =>
      !/^\s*chiffon:/.test(line) &&
      /[A-Za-z]{3}/.test(line) &&
      !/^(?:!|code:|SPDX|vim:|yaml)/i.test(line),
  );
  return prose.length === 0
    ? null
    : prose
        .join(" ")
        .replace(/[-=*#]{3,}/g, " ")
        .trim()
        .slice(0, 500);
}

function roleTexts(closure: Closure): string[] {
  return [...closure.roles.values()].map(
    ({ role }) =>
      `${role.name.replaceAll("_", " ")}. ${role.description}. ${role.readme.slice(0, 1200)}`,
  );
}

function searchText(parts: readonly string[]): string {
  return parts.filter(Boolean).join("\n").slice(0, maxSearchText);
}

function playbookVariables(
  tree: Tree,
  path: string,
  closure: Closure,
  plays: readonly Play[],
): PlaybookVariable[] {
  const fixed = new Set<string>();
  for (const { uses } of closure.roles.values()) {
    for (const use of uses) for (const name of use.fixed) fixed.add(name);
  }
  const prompts: PlaybookVariable[] = plays.flatMap((play) =>
    play.prompts.map((prompt) => ({
      name: prompt.name,
      type: "string" as const,
      defaultValue: null,
      templated: false,
      description: prompt.text,
      required: !prompt.hasDefault,
      choices: null,
      secret: /pass|secret|token/i.test(prompt.name),
    })),
  );
  const found = new Map<string, PlaybookVariable>();
  for (const variable of [
    ...plays.flatMap(playVariables),
    ...prompts,
    ...readInlineDefaults(tree.text(path) ?? ""),
    ...allRoleVariables(closure).filter((variable) => !fixed.has(variable.name)),
    ...closure.fileVariables,
  ]) {
    if (!found.has(variable.name)) found.set(variable.name, variable);
  }
  return [...found.values()].slice(0, maxVariables);
}

const plainConnections = new Set(["ssh", "smart", "local", "paramiko", "paramiko_ssh"]);

function refusalsOf(plays: readonly Play[], closure: Closure): string[] {
  const refusals = new Set(missingRoles(closure));
  for (const { path, brokenAt } of closure.playbooks) {
    if (brokenAt !== null) refusals.add(`${path} has a syntax error in line ${brokenAt}.`);
  }
  if (plays.length === 0) refusals.add("It holds no play that could run.");
  for (const refusal of plays.flatMap(playRefusals)) refusals.add(refusal);
  if ([...closure.paths].some((path) => /(?:^|\/)connection_plugins\//.test(path))) {
    refusals.add("It brings its own connection plugin.");
  }
  return [...refusals].slice(0, 10);
}

function playRefusals(play: Play): string[] {
  const connection = play.connection?.slice(play.connection.lastIndexOf(".") + 1);
  const odd = connection !== undefined && !plainConnections.has(connection);
  const hidden = play.hosts !== "" && literalPattern(play.hosts) === null;
  return [
    ...(odd ? [`It connects with "${connection}"; only ssh and local are supported.`] : []),
    ...(play.hosts === "" ? ["One of its plays names no hosts."] : []),
    ...(hidden ? [`Its hosts are only known at run time: ${play.hosts.slice(0, 100)}`] : []),
    ...play.prompts
      .filter((prompt) => !prompt.hasDefault)
      .map(
        ({ name }) =>
          `It asks for "${name}" while it runs; declare it as a variable with a default.`,
      ),
  ];
}

function missingRoles(closure: Closure): string[] {
  return closure.missing
    .filter((name) => name.startsWith("role "))
    .slice(0, 5)
    .map((name) => `It needs the ${name}, which the repository does not hold.`);
}

function missingWarnings(path: string, closure: Closure): ScanWarning[] {
  return [...closure.missing].slice(0, 5).map((name) => ({
    path,
    line: null,
    message: `Names ${name}, which is not in the repository.`,
  }));
}

function filesOf(context: EntryContext, closure: Closure): ScannedEntry["files"] {
  return context.tree.refs([...closure.paths, ...context.inventoryFiles]).slice(0, maxFiles);
}

function riskOf(
  facts: CollectedFacts,
  verbs: readonly Verb[],
  closure: Closure,
): Pick<ScannedEntry, "risk" | "riskReasons"> {
  const code = new Set(codeFolders.filter((name) => name !== "collections"));
  return assessRisk({
    modules: facts.modules,
    marks: facts.marks,
    verbs,
    usesBecome: facts.usesBecome,
    ownCode: [...closure.paths].some(
      (path) => /\.(py|ps1|sh)$/.test(path) && code.has(baseName(folderOf(path))),
    ),
    dynamicIncludes: closure.dynamic,
  });
}
