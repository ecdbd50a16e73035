import { isPlainExpression, isPlainLookup, isPlainTemplate } from "./plain-template.ts";
import { asList, asStrings, isMapping, isTemplated, type Mapping } from "./values.ts";
import { isVaultValue } from "./yaml-file.ts";

/**
 * Why a file cannot be proven to change nothing, whatever its modules are: values that are worked out by running
 * something, settings that put another program in a module's place, parts that only Ansible will see.
 */
export type Doubt =
  | "computed_values"
  | "environment"
  | "ansible_settings"
  | "other_modules"
  | "other_hosts"
  | "encrypted"
  | "unread"
  | "incomplete";

/** Settings that name no program and pass nothing to one. */
const harmlessSettings =
  /^ansible_(?:(?:ssh_)?(?:host|port|user|timeout|retries|pipelining|password|pass|private_key_file)|become_user|become_(?:pass|password)|sudo_pass|connection|python_interpreter|become_method|become|shell_type|network_os|host_key_checking|managed|check_mode|facts|distribution\w*)$/;
/** Where a program is named: the usual ones. */
const usualValues: Readonly<Record<string, RegExp>> = {
  ansible_connection: /^(?:ansible\.builtin\.)?(?:ssh|local|smart|paramiko|paramiko_ssh)$/,
  ansible_python_interpreter:
    /^(?:auto\w*|(?:\/usr\/(?:local\/)?bin\/)?python[\d.]*|\/usr\/bin\/env python[\d.]*|\{\{ *ansible_playbook_python *\}\})$/,
  ansible_become_method: /^(?:sudo|su|doas)$/,
  ansible_become: /^(?:false|no|off|0)$/i,
  ansible_shell_type: /^sh$/,
};
const expressionKeys = new Set(["when", "until", "failed_when", "changed_when", "that", "var"]);
const knownCollections =
  /^(?:ansible\.(?:builtin|legacy|posix|windows)|community\.(?:general|docker|crypto|mysql|postgresql))$/;
const sameHosts = /^(?:localhost|127\.0\.0\.1|\{\{ *inventory_hostname *\}\})$/;
const setFact = /^(?:ansible\.(?:builtin|legacy)\.)?set_fact$/;
/** Warnings apart, `readYaml` gives nothing deeper. */
const maxDepth = 80;

/** All doubts about one YAML document; none for data, plain templates and keywords without side effects. */
export function doubtsOf(document: unknown): Set<Doubt> {
  const doubts = new Set<Doubt>();
  visit(document, doubts, 0);
  return doubts;
}

function visit(value: unknown, doubts: Set<Doubt>, depth: number): void {
  if (depth > maxDepth) doubts.add("computed_values");
  else if (typeof value === "string") visitText(value, doubts);
  else if (Array.isArray(value)) for (const item of value) visit(item, doubts, depth + 1);
  else if (isVaultValue(value)) doubts.add("encrypted");
  else if (isMapping(value)) visitMapping(value, doubts, depth + 1);
}

function visitMapping(mapping: Mapping, doubts: Set<Doubt>, depth: number): void {
  for (const [key, inner] of Object.entries(mapping)) {
    visitKey(key, inner, doubts);
    if (expressionKeys.has(key)) visitExpressions(inner, doubts, depth);
    else visit(inner, doubts, depth);
  }
}

function visitText(text: string, doubts: Set<Doubt>): void {
  if (!isPlainTemplate(text)) doubts.add("computed_values");
  // Plain text can become an expression where it is put into one.
  if (!isTemplated(text) && /\b(?:lookup|query|q)\s*\(/.test(text)) doubts.add("computed_values");
}

/** Expressions stand without braces; with them they are worked out twice. */
function visitExpressions(value: unknown, doubts: Set<Doubt>, depth: number): void {
  for (const item of asList(value)) {
    if (typeof item === "string" && !isPlainExpression(item)) doubts.add("computed_values");
    else if (typeof item === "object") visit(item, doubts, depth);
  }
}

function visitKey(key: string, value: unknown, doubts: Set<Doubt>): void {
  visitText(key, doubts);
  if (key.startsWith("ansible_") && !isHarmlessSetting(key, value)) doubts.add("ansible_settings");
  if (key.startsWith("with_") && !isPlainLookup(key.slice("with_".length))) {
    doubts.add("computed_values");
  }
  // What is kept is read as a template again where it is used.
  if (setFact.test(key) && holdsTemplate(value)) doubts.add("computed_values");
  const keyword = keywords.get(key);
  if (keyword?.isFine(value) === false) doubts.add(keyword.doubt);
}

function holdsTemplate(value: unknown): boolean {
  if (typeof value === "string") return isTemplated(value);
  return (
    isMapping(value) &&
    Object.values(value).some((item) => typeof item !== "boolean" && String(item).includes("{"))
  );
}

function isHarmlessSetting(key: string, value: unknown): boolean {
  const usual = usualValues[key];
  if (usual === undefined) return harmlessSettings.test(key);
  return usual.test(typeof value === "string" ? value : String(value === true));
}

interface Keyword {
  readonly doubt: Doubt;
  readonly isFine: (value: unknown) => boolean;
}

const isLiteral = (value: unknown) => typeof value !== "string" || !isTemplated(value);

/** Keywords of plays, blocks and ansibleTasks that can turn a reading module into something else. */
const keywords: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ["environment", { doubt: "environment", isFine: isPlainEnvironment }],
  ["module_defaults", { doubt: "ansible_settings", isFine: () => false }],
  ["fact_path", { doubt: "ansible_settings", isFine: () => false }],
  [
    "strategy",
    { doubt: "ansible_settings", isFine: (value) => value === "linear" || value === "free" },
  ],
  ["become", { doubt: "ansible_settings", isFine: isLiteral }],
  [
    "connection",
    {
      doubt: "ansible_settings",
      isFine: (value) => usualValues["ansible_connection"]?.test(String(value)) === true,
    },
  ],
  [
    "collections",
    {
      doubt: "other_modules",
      isFine: (value) => asStrings(value).every((name) => knownCollections.test(name)),
    },
  ],
  [
    "delegate_to",
    {
      doubt: "other_hosts",
      isFine: (value) => typeof value === "string" && sameHosts.test(value),
    },
  ],
  ["action", { doubt: "computed_values", isFine: isLiteral }],
  ["local_action", { doubt: "computed_values", isFine: isLiteral }],
]);

/** Language and time zone, said outright. Of other names some programs take orders. */
function isPlainEnvironment(value: unknown): boolean {
  const entries = isMapping(value) ? Object.entries(value as Mapping) : null;
  return (
    entries?.every(
      ([name, text]) => /^(?:LANG|LC_\w+|TZ)$/.test(name) && /^[\w./@-]*$/.test(String(text)),
    ) ?? false
  );
}
