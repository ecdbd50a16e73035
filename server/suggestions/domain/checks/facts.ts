import type { PlacedFile, PlacedTask } from "#server/ansible/placed-tasks.ts";
import { isMapping } from "#server/ansible/values.ts";
import { moduleName, type PlayCheck, textWithin } from "./check.ts";

/** Modules that need no facts, and read no file in which facts could be used. */
const innocent = new Set(
  `apt apt_key apt_repository blockinfile command copy cron debug fail file find get_url getent git group hostname
  known_hosts lineinfile pause ping pip raw reboot replace set_fact shell slurp stat systemd systemd_service tempfile
  uri user wait_for wait_for_connection assert`.split(/\s+/),
);
const reaches = [
  "roles",
  "vars_files",
  "vars_prompt",
  "module_defaults",
  "environment",
  "strategy",
];
/** Where text is an expression without braces. */
const conditions = ["when", "changed_when", "failed_when", "until", "that", "var"];
const minTasks = 1;

/**
 * Facts gathered that nothing uses. Provable only where all that runs stands in the play and every name in it is made
 * there: a variable from elsewhere may be made of facts.
 */
export const unusedFacts: PlayCheck = (play, file, index) => {
  const { values } = play;
  if (values["gather_facts"] !== undefined || values["hosts"] === undefined) return null;
  if (reaches.some((key) => values[key] !== undefined)) return null;
  const tasks = file.tasks.filter(({ playIndex }) => playIndex === index);
  if (tasks.length < minTasks || !tasks.every(isInnocent)) return null;
  if (!usesOwnNamesOnly(values, tasks)) return null;
  return {
    rule: "chiffon[unused-facts]",
    category: "performance",
    severity: "info",
    reason:
      "Facts of every host are gathered first, about a second each, and nothing in this play uses one. Say gather_facts: false.",
  };
};

function isInnocent(task: PlacedTask): boolean {
  if (task.call === null) return task.values["block"] !== undefined;
  if (task.values["environment"] !== undefined || task.values["delegate_to"] !== undefined)
    return false;
  const module = moduleName(task);
  return module !== null && innocent.has(module);
}

function usesOwnNamesOnly(
  play: PlacedFile["plays"][number]["values"],
  tasks: readonly PlacedTask[],
): boolean {
  const own = new Set(["item", "omit", "inventory_hostname", "playbook_dir"]);
  const vars = isMapping(play["vars"]) ? play["vars"] : {};
  for (const name of Object.keys(vars)) own.add(name);
  for (const { values, call } of tasks) {
    if (typeof values["register"] === "string") own.add(values["register"]);
    if (call !== null && /(?:^|\.)set_fact$/.test(call.module))
      for (const name of Object.keys(call.args)) own.add(name);
  }
  return expressionsOf(play).every((text) => namesIn(text).every((name) => own.has(name)));
}

/** Everything in a play that Jinja would evaluate. */
function expressionsOf(value: unknown, isCondition = false): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => expressionsOf(item, isCondition));
  if (isMapping(value))
    return Object.entries(value).flatMap(([key, member]) => [
      ...templatesIn(key),
      ...expressionsOf(member, conditions.includes(key)),
    ]);
  if (typeof value !== "string") return [];
  return isCondition ? [value] : textWithin(value).flatMap(templatesIn);
}

/** Blocks of statements are returned whole, so that their keywords count as foreign names. */
function templatesIn(text: string): string[] {
  if (text.includes("{%")) return [text];
  return [...text.matchAll(/\{\{([\s\S]*?)\}\}/g)].map((match) => match[1] ?? "");
}

const operators = new Set("and or not in is if else true false none True False None".split(" "));

/** Names that an expression looks up: no attributes, filters, tests, keywords or quoted text. */
function namesIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, " 0 ")
    .replaceAll(/\|\s*[\w.]+/g, " ")
    .replaceAll(/\bis\s+(?:not\s+)?[\w.]+/g, " ")
    .replaceAll(/\.\s*[A-Za-z_]\w*/g, " ");
  return (bare.match(/[A-Za-z_]\w*/g) ?? []).filter((name) => !operators.has(name));
}
