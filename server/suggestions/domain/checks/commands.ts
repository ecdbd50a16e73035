import type { PlacedTask } from "#server/ansible/placed-tasks.ts";
import { isReadingCommand } from "#server/ansible/reading-command.ts";
import { isTemplated } from "#server/ansible/values.ts";
import { type Claim, commandText, isConditional, moduleName, type TaskCheck } from "./check.ts";

const commandModules = new Set(["command", "shell", "raw"]);
const guards = ["creates", "removes"];

/** A command that reports a change on every run. */
export const commandAlwaysChanges: TaskCheck = (task) => {
  const { call } = task;
  const module = moduleName(task);
  if (call === null || module === null || !commandModules.has(module) || task.isHandler)
    return null;
  if (task.values["changed_when"] !== undefined || task.values["async"] !== undefined) return null;
  if (guards.some((name) => call.args[name] !== undefined)) return null;
  const claim = { rule: "chiffon[always-changed]", sameAs: ["no-changed-when"] };
  const kind = module as "command" | "shell" | "raw";
  if (isReadingCommand({ module: kind, args: call.named, free: call.free })) {
    const reason = "It only reads, and reports a change on every run. Say changed_when: false.";
    return { ...claim, category: "idempotency", severity: "minor", reason };
  }
  const reason =
    "Nothing tells whether there is something to do: it runs and reports a change every time. Say creates, removes or changed_when, or use a module.";
  return {
    ...claim,
    category: "idempotency",
    severity: isConditional(task) ? "minor" : "major",
    reason,
  };
};

/** `echo … >> file` without a guard. */
export const appendsEveryRun: TaskCheck = (task) => {
  if (moduleName(task) !== "shell" || isConditional(task) || task.isHandler) return null;
  if (guards.some((name) => task.call?.args[name] !== undefined)) return null;
  if (!/^\s*(?:echo|printf)\b[^|;&<>\n]*>>\s*\S+\s*$/.test(commandText(task))) return null;
  return {
    rule: "chiffon[appends-every-run]",
    category: "idempotency",
    severity: "major",
    reason: "Each run adds the same lines once more. Use lineinfile or blockinfile.",
  };
};

const downloadedShell =
  /\b(?:curl|wget)\b[^|;&\n]*\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh\b|\b(?:ba|z|da|k)?sh\s+(?:-c\s+)?["']?(?:<\(|\$\()\s*(?:curl|wget)\b/;

/** `curl … | bash`. */
export const pipedDownload: TaskCheck = (task) => {
  const module = moduleName(task);
  if ((module !== "shell" && module !== "raw") || !downloadedShell.test(commandText(task)))
    return null;
  return {
    rule: "chiffon[piped-download]",
    category: "error_handling",
    severity: "critical",
    reason:
      "It runs whatever the download brings: nothing checks the content, and a broken download runs half or counts as success. Download it with get_url and a checksum, then run the file.",
  };
};

/** A wait of fixed length. */
export const fixedWait: TaskCheck = (task) => {
  if (!isSleeping(task) && !isPausing(task)) return null;
  return {
    rule: "chiffon[fixed-wait]",
    category: "performance",
    severity: "minor",
    reason:
      "It waits its full time on every run, ready or not. wait_for, or until with retries, goes on as soon as it can.",
  };
};

function isSleeping(task: PlacedTask): boolean {
  const module = moduleName(task);
  const isCommand = module === "command" || module === "shell";
  return isCommand && /^\s*(?:\/(?:usr\/)?bin\/)?sleep\s+[\d.]+[smh]?\s*$/.test(commandText(task));
}

function isPausing(task: PlacedTask): boolean {
  if (moduleName(task) !== "pause") return false;
  const { args = {} } = task.call ?? {};
  const length = Number(args["seconds"] ?? args["minutes"]);
  return args["prompt"] === undefined && length > 0;
}

/** `lineinfile` whose line varies and that looks for no other. */
export const growingFile: TaskCheck = (task): Claim | null => {
  if (moduleName(task) !== "lineinfile") return null;
  const { args = {} } = task.call ?? {};
  const { line } = args;
  if (typeof line !== "string" || !isTemplated(line)) return null;
  if ([args["regexp"], args["regex"], args["search_string"]].some((it) => it !== undefined))
    return null;
  if (args["state"] !== undefined && args["state"] !== "present") return null;
  return {
    rule: "chiffon[growing-file]",
    category: "idempotency",
    severity: "minor",
    reason:
      "When a value in the line changes, the old line stays and a second is added. Say by regexp which line it replaces.",
  };
};
