import { readMetadata } from "#server/ansible/chiffon-metadata.ts";
import { parseHostTemplate } from "#server/ansible/host-template.ts";
import type { Play, Prompt } from "#server/ansible/play.ts";
import { stemOf } from "#server/ansible/repository-paths.ts";
import type { Role } from "#server/ansible/role.ts";
import type { TreeReader } from "#server/ansible/tree.ts";
import { isTemplated } from "#server/ansible/values.ts";
import { isOfferedName, readInlineDefaults } from "#server/ansible/variables.ts";
import type { PlaybookVariable, ScanWarning } from "#server/contracts/playbook.ts";
import { compact, wordsOf } from "#server/language/words.ts";
import { ansibleRequirements } from "./ansible-requirements.ts";
import { type Closure, playbookClosure, playVariables, roleClosure } from "./closure.ts";
import {
  closureVariables,
  collectFacts,
  type EntryFacts,
  inferVerbs,
  riskOf,
} from "./entry-facts.ts";
import { needsOf } from "./entry-needs.ts";
import { missingWarnings, refusalsOf } from "./entry-refusals.ts";
import { identify, type KnownNames } from "./identity.ts";
import { withListening } from "./listening.ts";
import { looksIdempotent } from "./risk.ts";
import type { Surroundings } from "./scan-memo.ts";
import type { ScannedEntry } from "./scan-types.ts";

/** What entries are built from. */
export interface EntryContext {
  readonly tree: TreeReader;
  readonly around: Surroundings;
  readonly names: KnownNames;
}

/** A playbook's entry with what it was derived from. */
export interface BuiltPlaybook {
  readonly entry: ScannedEntry;
  readonly closure: Closure;
  readonly warnings: readonly ScanWarning[];
}

const maxSearchText = 8_000;
const maxVariables = 200;
const maxFiles = 20_000;

/** Builds the entry of one playbook file. */
export function playbookEntry(context: EntryContext, path: string): BuiltPlaybook {
  const { tree } = context;
  const closure = playbookClosure(tree, context.around, path);
  const header = tree.yaml(path)?.header ?? [];
  const { metadata, warnings } = readMetadata(path, header);
  const plays = closure.playbooks.flatMap((playbook) => playbook.plays);
  const titles = plays.flatMap((play) => play.name ?? []);
  const identity = identify(path, titles, context.names);
  const facts = collectFacts(closure, plays);
  const verbs = metadata.actions.length > 0 ? metadata.actions : inferVerbs(identity.verbs, facts);
  const service = metadata.service ?? identity.service ?? soleRole(closure);
  const name = playbookName(path, closure, titles);
  const description =
    metadata.description ?? proseOf(header) ?? [...new Set(titles)].slice(0, 4).join(". ");
  const entry: ScannedEntry = {
    kind: "playbook",
    path,
    name,
    service,
    verbs: [...verbs],
    aliases: [
      ...new Set([...metadata.aliases, ...namesOfImages(context.names, service, closure, facts)]),
    ].slice(0, 50),
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
    checks: withListening(metadata.checks, tree, closure.paths),
    idempotent: metadata.idempotent ?? looksIdempotent(facts.modules, facts.marks),
    usesBecome: facts.usesBecome,
    needs: needsOf(plays, closure, facts.modules),
    refusals: refusalsOf(plays, closure),
    dynamicIncludes: closure.dynamic,
    note: metadata.note,
    highValue: metadata.highValue,
    estimatedSeconds: metadata.seconds,
    files: filesOf(context.tree, closure),
    requiresAnsible: ansibleRequirements(tree, closure),
    ...riskOf(facts, { verbs, closure, tree }),
  };
  return { entry, closure, warnings: [...warnings, ...missingWarnings(path, closure)] };
}

/** Builds the entry of a role that can be run by itself. */
export function roleEntry(context: EntryContext, role: Role): ScannedEntry {
  const closure = roleClosure(context.tree, context.around, role);
  const facts = collectFacts(closure, []);
  const identity = identify(`${role.name}.yml`, [], context.names);
  const service = role.metadata.service ?? identity.service ?? role.name;
  const verbs =
    role.metadata.actions.length > 0 ? role.metadata.actions : inferVerbs(identity.verbs, facts);
  return {
    kind: "role",
    path: role.folder === "" ? "." : role.folder,
    name: role.name,
    service,
    verbs: [...verbs],
    aliases: [
      ...new Set([
        ...role.metadata.aliases,
        ...namesOfImages(context.names, service, closure, facts),
        ...role.tags,
      ]),
    ].slice(0, 50),
    description: role.description.slice(0, 500),
    searchText: searchText([role.description, facts.names.join(". "), role.readme]),
    modules: facts.modules,
    images: facts.images,
    tags: facts.tags,
    hostPatterns: ["all"],
    variables: role.variables.slice(0, maxVariables),
    checks: withListening(role.metadata.checks, context.tree, closure.paths),
    idempotent: role.metadata.idempotent ?? looksIdempotent(facts.modules, facts.marks),
    usesBecome: facts.usesBecome,
    needs: needsOf([], closure, facts.modules),
    refusals: [],
    dynamicIncludes: closure.dynamic,
    note: role.metadata.note,
    highValue: role.metadata.highValue,
    estimatedSeconds: role.metadata.seconds,
    files: filesOf(context.tree, closure),
    requiresAnsible: ansibleRequirements(context.tree, closure),
    ...riskOf(facts, { verbs, closure, tree: context.tree }),
  };
}

const maxRolesOfOneService = 3;

/**
 * Names of the images of one service are names of the service, those of what it needs (a database beside it) are not,
 * and a playbook of many services goes by none of their names.
 */
function namesOfImages(
  names: KnownNames,
  service: string | null,
  closure: Closure,
  facts: EntryFacts,
): string[] {
  if (closure.roles.size > maxRolesOfOneService && facts.images.length > maxRolesOfOneService)
    return [];
  const own = compact(service ?? "");
  if (!names.isProduct(own)) return facts.imageNames;
  return facts.imageNames.filter(
    (name) => compact(name) === own || !names.isProduct(compact(name)),
  );
}

/** The title of its only play; with several plays the file's name, because no single title speaks for all. */
function playbookName(path: string, closure: Closure, titles: readonly string[]): string {
  const plays = closure.playbooks.flatMap((playbook) => playbook.plays);
  const [title] = titles;
  if (title !== undefined && (plays.length === 1 || new Set(titles).size === 1)) return title;
  const stem = stemOf(path);
  const words = wordsOf(stem.replaceAll("_", " ")).map((word) => word.stem);
  if (title !== undefined && wordsOf(title).some((word) => words.includes(word.stem))) return title;
  const spaced = stem.replace(/[-_.]+/g, " ").trim();
  return spaced === "" ? (title ?? path) : `${spaced.charAt(0).toUpperCase()}${spaced.slice(1)}`;
}

function soleRole(closure: Closure): string | null {
  const direct = [...closure.roles.values()].map(({ role }) => role.name);
  return direct.length === 1 ? (direct[0] ?? null) : null;
}

/** Header lines that hold for any file: licence, authors, editor settings. */
const licenseLine =
  /^\W*(?:!|code:|SPDX|vim:|yaml|ansible-lint|copyright\b|\(c\)|licen[cs]e|licensed\b|title:|authors?(?:\(s\))?:|url:|file:|https?:|GNU (?:general|lesser|affero)|all rights)/i;

/** What stands in a comment for programs and for whoever wrote it. */
const toSelf = /^\s*(?:chiffon:|(?:TODO|FIXME|XXX|HACK)\b)/;

function proseOf(header: readonly string[]): string | null {
  const prose = header.filter(
    (line) => /[A-Za-z]{3}/.test(line) && !licenseLine.test(line) && !toSelf.test(line),
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
  tree: TreeReader,
  path: string,
  closure: Closure,
  plays: readonly Play[],
): PlaybookVariable[] {
  const fixed = new Set<string>();
  for (const { uses } of closure.roles.values()) {
    for (const use of uses) for (const name of use.fixed) fixed.add(name);
  }
  const found = new Map<string, PlaybookVariable>();
  for (const variable of [
    ...plays.flatMap(playVariables).map(setByPlay),
    ...plays
      .flatMap((play) => play.prompts)
      .flatMap(promptVariable)
      .map(setByPlay),
    ...plays.flatMap(targetVariables),
    ...readInlineDefaults(tree.text(path) ?? ""),
    ...closureVariables(closure).filter((variable) => !fixed.has(variable.name)),
    ...closure.fileVariables.map(setByPlay),
  ]) {
    if (!found.has(variable.name)) found.set(variable.name, variable);
  }
  return [...found.values()].slice(0, maxVariables);
}

function setByPlay(variable: PlaybookVariable): PlaybookVariable {
  return { ...variable, setByPlay: true };
}

/** A prompt as a field of the card. */
function promptVariable({ name, text, defaultText, isSecret }: Prompt): PlaybookVariable[] {
  if (!isOfferedName(name)) return [];
  const isTemplate = isTemplated(defaultText ?? "");
  return [
    {
      name,
      type: "string",
      defaultValue: isSecret ? null : defaultText,
      templated: isTemplate,
      description: text,
      required: defaultText === null,
      choices: null,
      secret: isSecret,
    },
  ];
}

/** Variables that only stand in a play's hosts; planning fills them in from the hosts that are chosen. */
function targetVariables({ hosts }: Play): PlaybookVariable[] {
  if (!isTemplated(hosts)) return [];
  return (parseHostTemplate(hosts) ?? []).flatMap((part) =>
    typeof part === "string" || !isOfferedName(part.variable)
      ? []
      : [
          {
            name: part.variable,
            type: "string" as const,
            defaultValue:
              part.fallback !== null && "text" in part.fallback ? part.fallback.text : null,
            templated: false,
            description: `Stands in the hosts of a play: ${hosts.slice(0, 100)}`,
            required: part.fallback === null,
            choices: null,
            secret: false,
          },
        ],
  );
}

function filesOf(tree: TreeReader, closure: Closure): ScannedEntry["files"] {
  return tree.refs(closure.paths).slice(0, maxFiles);
}
