import { isPlainTemplate } from "./plain-template.ts";
import { isReadingProgram } from "./reading-programs.ts";
import { readCommandText, readShellText, type ShellWord } from "./shell-reader.ts";
import { isTemplated, type Mapping } from "./values.ts";

/** A command, shell or raw task as it is written: its arguments by name, and the text behind the module's name. */
export interface CommandCall {
  readonly module: "command" | "shell" | "raw";
  readonly args: Mapping;
  readonly free: string;
}

const sources = new Set(["cmd", "_raw_params", "argv"]);
/** Where it runs and when it is left out, never what it does. */
const circumstances = new Set(["chdir", "creates", "removes", "warn", "strip_empty_ends"]);
const ownOption = /^(?:chdir|creates|removes|warn)=/;
const otherOption = /^(?:executable|stdin|stdin_add_newline|strip_empty_ends|argv|cmd)=/;

/**
 * True for a command that provably only reads: known programs with known arguments, joined by pipes or one after the
 * other, errors thrown away at most. What its author says of it (`changed_when`) does not count. Whatever this reader
 * does not know is not proven.
 */
export function isReadingCommand({ module, args, free }: CommandCall): boolean {
  const given = Object.keys(args).filter((name) => !circumstances.has(name));
  if (given.some((name) => !sources.has(name)) || given.length + (free === "" ? 0 : 1) !== 1) {
    return false;
  }
  const [source = ""] = given;
  const value: unknown = source === "" ? free : args[source];
  if (source === "argv") return module === "command" && isReadingArgv(value);
  if (typeof value !== "string") return false;
  const commands = readCommands(module, value);
  // Only in the text behind the module's name are there options among the words, and `raw` has none.
  const hasOptions = source === "" && module !== "raw";
  return commands?.every((words) => isReading(words, hasOptions)) ?? false;
}

function readCommands(module: CommandCall["module"], text: string): ShellWord[][] | null {
  if (module !== "command") return readShellText(text);
  const words = readCommandText(text);
  return words === null ? null : [words];
}

function isReading(words: readonly ShellWord[], hasOptions: boolean): boolean {
  if (words.some(({ text }) => otherOption.test(text))) return false;
  return isReadingProgram(hasOptions ? words.filter(({ text }) => !ownOption.test(text)) : words);
}

/** Each item is one word, whatever it holds. Ansible still replaces `$NAME` in it. */
function isReadingArgv(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  const words: ShellWord[] = [];
  for (const item of value) {
    if (typeof item !== "string" && typeof item !== "number") return false;
    const text = String(item);
    if (!/^[\x20-\x7e]*$/.test(text) || /[$`]/.test(text) || !isPlainTemplate(text)) return false;
    words.push({ text, isTemplated: isTemplated(text), isQuoted: false });
  }
  return isReadingProgram(words);
}
