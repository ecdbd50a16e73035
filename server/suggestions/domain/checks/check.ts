import { builtinModule } from "#server/ansible/ansible-tasks.ts";
import type { PlacedFile, PlacedPlay, PlacedTask } from "#server/ansible/placed-tasks.ts";
import { asList, asText, isMapping } from "#server/ansible/values.ts";
import type { Category, Finding, Severity } from "../finding.ts";
import { freeArguments } from "../free-arguments.ts";

/** What a check proves about one ansibleTask or play. */
export interface Claim {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly reason: string;
  /** Rules of ansible-lint that say the same: theirs wins. */
  readonly sameAs?: readonly string[];
}

/** Looks at one ansibleTask; null where it has nothing to say or can't prove it. */
export type TaskCheck = (task: PlacedTask, file: PlacedFile) => Claim | null;

/** Looks at one play. */
export type PlayCheck = (play: PlacedPlay, file: PlacedFile, index: number) => Claim | null;

/** A claim where it holds. */
export interface OwnFinding extends Finding {
  readonly sameAs: readonly string[];
  readonly endLine: number;
}

/** The short name of the module of Ansible's own that a task calls, or null. */
export function moduleName(task: PlacedTask): string | null {
  return task.call === null ? null : builtinModule(task.call.module);
}

/** The module's name without its collection, whoever brings it. */
export function lastName(task: PlacedTask): string {
  const module = task.call?.module ?? "";
  return module.slice(module.lastIndexOf(".") + 1);
}

/** An argument of a task's module as text; null where it has none or one that is no scalar. */
export function argument(task: PlacedTask, name: string): string | null {
  const { args = {}, free = "" } = task.call ?? {};
  const written = freeArguments(free)?.find(([each]) => each === name)?.[1];
  return written ?? asText(args[name]);
}

const maxCommand = 4_000;

/** The text of a command or shell task as it is written, its beginning where it is very long. */
export function commandText({ call }: PlacedTask): string {
  if (call === null) return "";
  const argv = asList(call.args["argv"]).map((word) => asText(word) ?? "");
  return [call.free, asText(call.args["cmd"]), asText(call.args["_raw_params"]), ...argv]
    .filter((part) => part !== null && part !== "")
    .join(" ")
    .slice(0, maxCommand);
}

/** All text within a value, keys included. */
export function textWithin(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textWithin);
  if (isMapping(value))
    return Object.entries(value).flatMap(([key, member]) => [key, ...textWithin(member)]);
  return typeof value === "string" ? [value] : [];
}

/** True for `when` on the task or on a block around it. */
export function isConditional({ values, inherited }: PlacedTask): boolean {
  return values["when"] !== undefined || inherited["when"] !== undefined;
}
