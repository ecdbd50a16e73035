import {
  argument,
  isConditional,
  lastName,
  moduleName,
  type PlayCheck,
  type TaskCheck,
} from "./check.ts";

/** `ignore_errors` without a look at the result. */
export const ignoredFailure: TaskCheck = ({ values, call }) => {
  if (values["ignore_errors"] !== true || values["register"] !== undefined) return null;
  const what = call === null ? "Any failure in this block" : "Any failure";
  return {
    rule: "chiffon[ignored-failure]",
    sameAs: ["ignore-errors"],
    category: "error_handling",
    severity: call === null ? "critical" : "major",
    reason: `${what} is passed over, and nothing registers it: later steps go on with whatever is there. Say by failed_when what is no failure.`,
  };
};

/** `ignore_errors` on a whole play. */
export const ignoredPlay: PlayCheck = ({ values }) => {
  if (values["ignore_errors"] !== true) return null;
  return {
    rule: "chiffon[ignored-failure]",
    category: "error_handling",
    severity: "critical",
    reason:
      "Every failure in this play is passed over. Say failed_when on the steps that may fail.",
  };
};

/** `failed_when: false` without a look at the result. */
export const neverFails: TaskCheck = ({ values, call }) => {
  const isNever = values["failed_when"] === false && values["register"] === undefined;
  if (!isNever || call === null) return null;
  return {
    rule: "chiffon[never-fails]",
    category: "error_handling",
    severity: "minor",
    reason: "It can't fail, and nothing registers its result: a fault here goes unseen.",
  };
};

/** A download that nothing checks. */
export const unverifiedDownload: TaskCheck = (task) => {
  const { args = {} } = task.call ?? {};
  const module = moduleName(task);
  const source = argument(task, module === "get_url" ? "url" : "src") ?? "";
  const isFetch = module === "get_url" && source !== "" && args["checksum"] === undefined;
  const isUnpack = module === "unarchive" && /^https?:\/\//i.test(source);
  if (!isFetch && !isUnpack) return null;
  const isOpen = /^http:\/\//i.test(source);
  const way = isUnpack
    ? "Fetch it with get_url and a checksum, then unpack it."
    : "Give its checksum.";
  const danger = isOpen ? ", and the connection is not encrypted" : "";
  return {
    rule: "chiffon[unverified-download]",
    category: "error_handling",
    severity: isOpen ? "major" : "minor",
    reason: `Nothing checks what was downloaded: a broken or replaced file is used all the same${danger}. ${way}`,
  };
};

const services = new Set(["service", "systemd", "systemd_service", "sysvinit"]);
const restarts = new Set(["restarted", "reloaded"]);

/** A restart that should be a handler: because something changed, or for no reason at all. */
export const restartOutsideHandler: TaskCheck = (task) => {
  if (task.isHandler || !services.has(lastName(task)) || moduleName(task) === null) return null;
  const state = argument(task, "state") ?? "";
  if (!restarts.has(state)) return null;
  const conditions = [task.values["when"], task.inherited["when"]].flat();
  if (conditions.some((when) => typeof when === "string" && isAboutChange(when)))
    return {
      rule: "chiffon[restart-by-condition]",
      sameAs: ["no-handler"],
      category: "idempotency",
      severity: "minor",
      reason:
        "If the play fails before this step, the next run sees no change and the restart never comes. Notify a handler instead.",
    };
  if (isConditional(task)) return null;
  const word = state === "restarted" ? "restarted" : "reloaded";
  return {
    rule: "chiffon[restart-every-run]",
    category: "idempotency",
    severity: "major",
    reason: `The service is ${word} on every run, also when nothing changed. Notify a handler instead.`,
  };
};

function isAboutChange(condition: string): boolean {
  return /^\s*\(?\s*\w+\s*(?:\.changed\b|\|\s*changed\b|is\s+changed\b)(?:\s*\|\s*bool)?\s*\)?\s*$/.test(
    condition,
  );
}
