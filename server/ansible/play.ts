import type { ScanWarning } from "#server/contracts/playbook.ts";
import { type Include, readTasks, type TaskFacts } from "./ansible-tasks.ts";
import { asList, asStrings, asText, isMapping, isTruthy, type Mapping } from "./values.ts";
import { isSecretName } from "./variables.ts";
import type { CommentedKey, YamlFile } from "./yaml-file.ts";

/** A role as a play names it. `fixed` are variables the play sets itself. */
export interface RoleUse {
  readonly name: string;
  readonly tags: readonly string[];
  readonly fixed: readonly string[];
  readonly tasksFrom: string | null;
}

/** A question that a play asks at its start; a value given beforehand answers it. */
export interface Prompt {
  readonly name: string;
  readonly text: string | null;
  readonly defaultText: string | null;
  readonly isSecret: boolean;
  /** Ansible hashes what is typed, and nothing else: no value given beforehand can stand for it. */
  readonly isHashed: boolean;
}

/** One play of a playbook, read statically. */
export interface Play {
  readonly name: string | null;
  readonly hosts: string;
  readonly vars: Mapping;
  readonly varKeys: readonly CommentedKey[];
  readonly prompts: readonly Prompt[];
  readonly varsFiles: readonly string[];
  readonly roles: readonly RoleUse[];
  readonly tags: readonly string[];
  readonly tasks: TaskFacts;
  readonly usesBecome: boolean;
  readonly connection: string | null;
}

/** A file that holds plays. */
export interface Playbook {
  readonly path: string;
  readonly plays: readonly Play[];
  readonly imports: readonly Include[];
  readonly warnings: readonly ScanWarning[];
  /** Line of its first syntax error, or null. */
  readonly brokenAt: number | null;
}

/** True for a list in which something is a play: it has `hosts`, or imports a playbook. */
export function isPlaybook(document: unknown): boolean {
  return (
    Array.isArray(document) &&
    document.length > 0 &&
    document.some(
      (item) => isMapping(item) && (item["hosts"] !== undefined || importOf(item) !== null),
    )
  );
}

function importOf(item: Mapping): string | null {
  return asText(
    item["import_playbook"] ??
      item["ansible.builtin.import_playbook"] ??
      item["ansible.legacy.import_playbook"],
  );
}

/** Reads the plays of a file; what is neither a play nor an import becomes a warning. */
export function parsePlaybook(path: string, file: YamlFile): Playbook {
  const warnings: ScanWarning[] = [];
  const plays: Play[] = [];
  const imports: Include[] = [];
  for (const [index, item] of asList(file.documents[0]).entries()) {
    if (!isMapping(item)) continue;
    const imported = importOf(item);
    if (imported !== null) imports.push(playbookImport(imported));
    else if (item["hosts"] === undefined) {
      warnings.push({
        path,
        line: null,
        message: `Item ${index + 1} is no play: it names no hosts.`,
      });
    } else plays.push(readPlay(item, file.playVars[index] ?? []));
  }
  return { path, plays, imports, warnings, brokenAt: file.brokenAt };
}

function playbookImport(name: string): Include {
  return {
    ...{ kind: "playbook", name, tasksFrom: null, isStatic: true },
    ...{ tags: [], appliedTags: [], conditions: [] },
  };
}

function readPlay(play: Mapping, varKeys: readonly CommentedKey[]): Play {
  const tasks = readTasks([
    ...asList(play["pre_tasks"]),
    ...asList(play["tasks"]),
    ...asList(play["post_tasks"]),
    ...asList(play["handlers"]),
  ]);
  return {
    name: asText(play["name"]),
    hosts: asList(play["hosts"])
      .map((host) => asText(host) ?? "")
      .filter(Boolean)
      .join(","),
    vars: isMapping(play["vars"]) ? play["vars"] : {},
    varKeys,
    prompts: asList(play["vars_prompt"]).flatMap(readPrompt),
    varsFiles: asList(play["vars_files"]).flatMap((entry) => asStrings(entry)),
    roles: asList(play["roles"]).flatMap((role) => readRoleUse(role)),
    tags: asStrings(play["tags"]),
    tasks,
    usesBecome: isTruthy(play["become"]) || tasks.usesBecome || rolesBecome(play),
    connection: asText(play["connection"]),
  };
}

/** Ansible hides what is typed unless told otherwise; authors who did not care mean a password only by its name. */
function readPrompt(prompt: unknown): Prompt[] {
  const name = isMapping(prompt) ? asText(prompt["name"]) : null;
  if (name === null || !isMapping(prompt)) return [];
  const isPrivate = prompt["private"];
  const isHashed = asText(prompt["encrypt"]) !== null;
  return [
    {
      name,
      text: asText(prompt["prompt"]),
      defaultText: asText(prompt["default"]),
      isSecret: isHashed || isTruthy(isPrivate) || (isPrivate == null && isSecretName(name)),
      isHashed,
    },
  ];
}

function rolesBecome(play: Mapping): boolean {
  return asList(play["roles"]).some((role) => isMapping(role) && isTruthy(role["become"]));
}

const roleKeywords = new Set(
  "role name tags when vars become become_user become_method delegate_to environment ignore_errors".split(
    " ",
  ),
);

/** Reads one item of `roles` or of a role's dependencies. */
export function readRoleUse(value: unknown): RoleUse[] {
  if (typeof value === "string") return [{ name: value, tags: [], fixed: [], tasksFrom: null }];
  if (!isMapping(value)) return [];
  const name = asText(value["role"] ?? value["name"]);
  if (name === null) return [];
  const vars = isMapping(value["vars"]) ? Object.keys(value["vars"]) : [];
  const inline = Object.keys(value).filter((key) => !roleKeywords.has(key));
  return [
    {
      name,
      tags: asStrings(value["tags"]),
      fixed: [...vars, ...inline],
      tasksFrom: asText(value["tasks_from"]),
    },
  ];
}
