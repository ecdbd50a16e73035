import { isReadingCommand } from "./reading-command.ts";
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
  /** Read before the run (`import_…`): its tags and conditions reach what it pulls in. */
  readonly isStatic: boolean;
  /** Its own tags with those of the blocks around it. */
  readonly tags: readonly string[];
  /** Tags that it puts on what it pulls in. */
  readonly appliedTags: readonly string[];
  /** What has to hold for it to run, as it is written, with the conditions of the blocks around it. */
  readonly conditions: readonly string[];
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
  /** A command that is not proven to only read. */
  | "runs_command"
  /** One whose author does not say either that it changes nothing. */
  | "runs_unclaimed_command"
  | "runs_destructive_command"
  | "check_mode_off"
  | "sends_request"
  /** Blocks within blocks beyond what is read. */
  | "too_deep";

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

/** The short name of one of Ansible's own modules; null for one that another collection brings under any name. */
export function builtinModule(module: string): string | null {
  const short = module.replace(/^ansible\.(?:builtin|legacy)\./, "");
  return short.includes(".") ? null : short;
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
  const isTooDeep = () => facts.marks.add("too_deep");
  for (const task of flatTasks(value, 0, isTooDeep)) {
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
function flatTasks(value: unknown, depth: number, onTooDeep: () => void): Mapping[] {
  const items = asList(value);
  if (depth > maxDepth && items.length > 0) onTooDeep();
  if (depth > maxDepth) return [];
  return items.flatMap((item) => {
    if (!isMapping(item)) return [];
    const inner = [item["block"], item["rescue"], item["always"]];
    return [item, ...inner.flatMap((part) => flatTasks(inherit(item, part), depth + 1, onTooDeep))];
  });
}

/** The ansibleTasks of a block with the tags and conditions that they have from it. */
function inherit(block: Mapping, part: unknown): unknown {
  if (block["tags"] === undefined && block["when"] === undefined) return part;
  return asList(part).map((task) =>
    isMapping(task)
      ? {
          ...task,
          tags: [...asStrings(block["tags"]), ...asStrings(task["tags"])],
          when: [...asList(block["when"]), ...asList(task["when"])],
        }
      : task,
  );
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
  const include = includeKinds[builtinModule(module) ?? ""];
  if (include !== undefined) {
    const isStatic = short.startsWith("import_");
    facts.includes.push(...readInclude(include, { args, free, task, isStatic }));
    return;
  }
  facts.modules.add(module);
  readImages(args, facts.images);
  readSource(short, args, free, facts);
  markRisk(found, facts.marks);
  if (commandModules.has(short)) markCommand(found, task, facts.marks);
}

/** The module that one ansibleTask calls. */
export interface ModuleCall {
  readonly module: string;
  /** Arguments by name, those in the free text among them. */
  readonly args: Mapping;
  /** Arguments by name as they are written. */
  readonly named: Mapping;
  /** What follows the module as plain text. */
  readonly free: string;
}

/** What one ansibleTask calls and with what; null for a block and for what is no ansibleTask. */
export function moduleOf(task: Mapping): ModuleCall | null {
  const action = task["action"] ?? task["local_action"];
  const extra = isMapping(task["args"]) ? task["args"] : {};
  if (isMapping(action)) {
    const module = asText(action["module"]);
    const { module: _module, ...own } = action;
    const named = { ...own, ...extra };
    return module === null ? null : { module, args: named, named, free: "" };
  }
  if (typeof action === "string") {
    const [, module = "", free = ""] = /^\s*(\S+)(?:\s+([\s\S]*))?$/.exec(action) ?? [];
    return { module, args: { ...keyValues(free), ...extra }, named: extra, free };
  }
  const key = Object.keys(task).find((name) => !keywords.has(name) && !name.startsWith("with_"));
  if (key === undefined) return null;
  const value = task[key];
  if (isMapping(value)) {
    const named = { ...value, ...extra };
    return { module: key, args: named, named, free: "" };
  }
  const free = asText(value) ?? "";
  return { module: key, args: { ...keyValues(free), ...extra }, named: extra, free };
}

/** `src=a dest="b c"` as a mapping; text without `=` gives none. */
export function keyValues(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const match of text.slice(0, 4000).matchAll(/(?:^|\s)([a-z_]\w*)=("[^"]*"|'[^']*'|\S+)/g)) {
    found[match[1] ?? ""] = (match[2] ?? "").replace(/^["']|["']$/g, "");
  }
  return found;
}

function readInclude(
  kind: Include["kind"],
  { args, free, task, isStatic }: { args: Mapping; free: string; task: Mapping; isStatic: boolean },
): Include[] {
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
  if (chosen === null || chosen === "") return [];
  const apply = args["apply"];
  return [
    {
      ...{ kind, name: chosen, tasksFrom, isStatic },
      tags: asStrings(task["tags"]),
      appliedTags: isMapping(apply) ? asStrings(apply["tags"]) : [],
      conditions: asList(task["when"]).map((condition) => asText(condition) ?? ""),
    },
  ];
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

function markRisk({ module, args }: ModuleCall, marks: Set<TaskMark>): void {
  const short = shortModule(module);
  const state = asText(args["state"])?.toLowerCase() ?? "";
  if (objectStates.has(state)) marks.add(short === "file" ? "deletes_path" : "deletes_object");
  if (short !== "uri") return;
  const isPlainGet = /^(get|head)?$/i.test(asText(args["method"]) ?? "");
  const carries = ["body", "src", "dest", "unix_socket"].some((name) => args[name] !== undefined);
  if (!isPlainGet || carries) marks.add("sends_request");
}

function markCommand(
  { module, args, named, free }: ModuleCall,
  task: Mapping,
  marks: Set<TaskMark>,
) {
  const argv = asList(args["argv"]).map((word) => asText(word) ?? "");
  const text = [free, asText(args["cmd"]) ?? "", asText(args["_raw_params"]) ?? "", ...argv];
  if (destructiveCommand.test(text.join(" "))) {
    marks.add("runs_destructive_command");
    return;
  }
  const short = builtinModule(module);
  const isKnown = short === "command" || short === "shell" || short === "raw";
  if (isKnown && isReadingCommand({ module: short, args: named, free })) return;
  marks.add("runs_command");
  if (task["changed_when"] !== false) marks.add("runs_unclaimed_command");
}
