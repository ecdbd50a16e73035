import {
  asList,
  asStrings,
  asText,
  isMapping,
  isTemplated,
  isTruthy,
  type Mapping,
} from "./values.ts";

/** A file, role or playbook that a list of ansibleTasks pulls in. `name` may hold a template. */
export interface Include {
  readonly kind: "tasks" | "role" | "vars" | "playbook" | "handlers";
  readonly name: string;
  readonly tasksFrom: string | null;
}

/** What a list of ansibleTasks does, read statically and without its includes. */
export interface TaskFacts {
  readonly names: readonly string[];
  /** Full module names; legacy short names as written. */
  readonly modules: readonly string[];
  readonly images: readonly string[];
  readonly includes: readonly Include[];
  /** `src` of modules that read a file of the repository; may hold templates. */
  readonly sources: readonly { readonly name: string; readonly folder: "files" | "templates" }[];
  readonly tags: readonly string[];
  readonly usesBecome: boolean;
  /** Marks that risk rules look at, such as "state: absent on a path". */
  readonly marks: readonly TaskMark[];
  readonly delegates: readonly string[];
}

/** Something in one ansibleTask that matters for risk. */
export type TaskMark =
  | "deletes_path"
  | "deletes_object"
  | "runs_command"
  | "runs_destructive_command"
  | "runs_read_only_command"
  | "check_mode_off"
  | "sends_request";

/** Keywords of an ansibleTask; the remaining key is its module. */
const keywords = new Set(
  `action any_errors_fatal args async become become_exe become_flags become_method become_user block changed_when
  check_mode collections connection debugger delay delegate_facts delegate_to diff environment failed_when
  ignore_errors ignore_unreachable listen local_action loop loop_control loop_with module_defaults name no_log notify
  poll port register remote_user rescue always retries run_once tags throttle timeout until vars when hosts roles
  gather_facts`.split(/\s+/),
);

const includeKinds: Readonly<Record<string, Include["kind"]>> = {
  include: "tasks",
  include_tasks: "tasks",
  import_tasks: "tasks",
  include_role: "role",
  import_role: "role",
  include_vars: "vars",
  import_playbook: "playbook",
};

const commandModules = new Set(["command", "shell", "raw", "script", "win_command", "win_shell"]);
const fileModules = new Set(["copy", "script", "unarchive", "assemble", "patch", "apt_key"]);
const objectStates = new Set(["absent", "removed", "purged", "destroyed", "deleted"]);
const destructiveCommand =
  /\b(rm\s+-[a-z]*[rf]|mkfs|wipefs|dd\s+if=|fdisk|parted|zpool\s+destroy|zfs\s+destroy|lvremove|vgremove|drop\s+(?:database|table)|docker\s+(?:volume|system)\s+(?:rm|prune)|shutdown|reboot|userdel)\b/i;
const maxDepth = 20;

/** The module name without its collection: "ansible.builtin.copy" is "copy". */
export function shortModule(module: string): string {
  return module.slice(module.lastIndexOf(".") + 1);
}

/** Reads a list of ansibleTasks with its blocks. Anything that is not one is passed over. */
export function readTasks(value: unknown): TaskFacts {
  const facts = {
    names: [] as string[],
    modules: new Set<string>(),
    images: new Set<string>(),
    includes: [] as Include[],
    sources: [] as { name: string; folder: "files" | "templates" }[],
    tags: new Set<string>(),
    usesBecome: false,
    marks: new Set<TaskMark>(),
    delegates: [] as string[],
  };
  for (const task of flatTasks(value, 0)) {
    readCommon(task, facts);
    readModule(task, facts);
  }
  return {
    ...facts,
    modules: [...facts.modules],
    images: [...facts.images],
    tags: [...facts.tags],
    marks: [...facts.marks],
  };
}

/** ansibleTasks in order, those inside blocks after their block. */
function flatTasks(value: unknown, depth: number): Mapping[] {
  if (depth > maxDepth) return [];
  return asList(value).flatMap((item) => {
    if (!isMapping(item)) return [];
    const inner = [item["block"], item["rescue"], item["always"]];
    return [item, ...inner.flatMap((part) => flatTasks(part, depth + 1))];
  });
}

interface Collected {
  names: string[];
  modules: Set<string>;
  images: Set<string>;
  includes: Include[];
  sources: { name: string; folder: "files" | "templates" }[];
  tags: Set<string>;
  usesBecome: boolean;
  marks: Set<TaskMark>;
  delegates: string[];
}

function readCommon(task: Mapping, facts: Collected): void {
  const name = asText(task["name"]);
  if (name !== null) facts.names.push(name);
  for (const tag of asStrings(task["tags"])) facts.tags.add(tag);
  if (isTruthy(task["become"])) facts.usesBecome = true;
  const delegate = asText(task["delegate_to"]);
  if (delegate !== null) facts.delegates.push(delegate);
  const checkMode = task["check_mode"];
  if (checkMode === false || (typeof checkMode === "string" && !isTruthy(checkMode))) {
    facts.marks.add("check_mode_off");
  }
}

function readModule(task: Mapping, facts: Collected): void {
  const found = moduleOf(task);
  if (found === null) return;
  const { module, args, free } = found;
  const short = shortModule(module);
  const include = includeKinds[short];
  if (include !== undefined) {
    facts.includes.push(...readInclude(include, args, free));
    return;
  }
  facts.modules.add(module);
  readImages(args, facts.images);
  readSource(short, args, free, facts);
  markRisk(short, args, free, task, facts.marks);
}

/** The module of an ansibleTask with its arguments; `free` is what follows the module as plain text. */
function moduleOf(task: Mapping): { module: string; args: Mapping; free: string } | null {
  const action = task["action"] ?? task["local_action"];
  const extra = isMapping(task["args"]) ? task["args"] : {};
  if (isMapping(action)) {
    const module = asText(action["module"]);
    return module === null ? null : { module, args: { ...action, ...extra }, free: "" };
  }
  if (typeof action === "string") {
    const [module = "", ...rest] = action.trim().split(/\s+/);
    return { module, args: { ...keyValues(rest.join(" ")), ...extra }, free: rest.join(" ") };
  }
  const key = Object.keys(task).find((name) => !keywords.has(name) && !name.startsWith("with_"));
  if (key === undefined) return null;
  const value = task[key];
  if (isMapping(value)) return { module: key, args: { ...value, ...extra }, free: "" };
  const free = asText(value) ?? "";
  return { module: key, args: { ...keyValues(free), ...extra }, free };
}

/** `src=a dest="b c"` as a mapping; text without `=` gives none. */
export function keyValues(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const match of text.slice(0, 4000).matchAll(/(?:^|\s)([a-z_]\w*)=("[^"]*"|'[^']*'|\S+)/g)) {
    found[match[1] ?? ""] = (match[2] ?? "").replace(/^["']|["']$/g, "");
  }
  return found;
}

function readInclude(kind: Include["kind"], args: Mapping, free: string): Include[] {
  const tasksFrom = asText(args["tasks_from"]);
  const word = free.trim().split(/\s+(?=[a-z_]+=)/)[0] ?? "";
  const name =
    asText(args["file"]) ??
    asText(args["name"]) ??
    asText(args["_raw_params"]) ??
    asText(args["dir"]);
  const plain = word.includes("=") && !isTemplated(word) ? null : word;
  const chosen =
    kind === "vars" ? (asText(args["file"]) ?? asText(args["dir"]) ?? plain) : (name ?? plain);
  return chosen === null || chosen === "" ? [] : [{ kind, name: chosen, tasksFrom }];
}

function readImages(args: Mapping, images: Set<string>): void {
  const image = asText(args["image"]);
  if (image !== null && image.length < 300) images.add(image);
  const definition = args["definition"];
  const services = isMapping(definition) ? definition["services"] : undefined;
  if (!isMapping(services)) return;
  for (const service of Object.values(services)) {
    const named = isMapping(service) ? asText(service["image"]) : null;
    if (named !== null) images.add(named);
  }
}

function readSource(short: string, args: Mapping, free: string, facts: Collected): void {
  if (isTruthy(args["remote_src"])) return;
  const folder = short === "template" || short === "win_template" ? "templates" : "files";
  const reads = folder === "templates" || fileModules.has(short) || short === "win_copy";
  if (!reads) return;
  const source =
    asText(args["src"]) ??
    (short === "script" ? (asText(args["cmd"]) ?? free) : null)?.trim().split(/\s+/)[0] ??
    null;
  if (source !== null && source !== "" && !/^https?:/.test(source)) {
    facts.sources.push({ name: source, folder });
  }
}

function markRisk(
  short: string,
  args: Mapping,
  free: string,
  task: Mapping,
  marks: Set<TaskMark>,
): void {
  const state = asText(args["state"])?.toLowerCase() ?? "";
  if (objectStates.has(state)) marks.add(short === "file" ? "deletes_path" : "deletes_object");
  if (short === "uri" && !/^(get|head)?$/i.test(asText(args["method"]) ?? "")) {
    marks.add("sends_request");
  }
  if (!commandModules.has(short)) return;
  const argv = asList(args["argv"]).map((word) => asText(word) ?? "");
  const text = [free, asText(args["cmd"]) ?? "", ...argv].join(" ");
  if (destructiveCommand.test(text)) marks.add("runs_destructive_command");
  else if (task["changed_when"] === false) marks.add("runs_read_only_command");
  else marks.add("runs_command");
}
