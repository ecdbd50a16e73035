import { isTruthy } from "#server/ansible/values.ts";
import { argument, lastName, moduleName, type TaskCheck, textWithin } from "./check.ts";

/** Modules whose `name` takes a list that is one transaction. */
const listTakers = new Set(
  "apt dnf dnf5 yum apk pacman zypper homebrew homebrew_cask pip pkgng opkg portage".split(" "),
);
/** More of them, whose `state: latest` means the same. */
const installers = new Set([
  ...listTakers,
  ..."package gem npm snap flatpak cpanm win_chocolatey chocolatey".split(" "),
]);
const maxUses = 1;

/** A loop over names of packages. */
export const packageLoop: TaskCheck = (task) => {
  if (!listTakers.has(lastName(task))) return null;
  const { values } = task;
  const list = values["loop"] ?? values["with_items"];
  if (list === undefined || values["until"] !== undefined) return null;
  const variable = loopVariable(values["loop_control"]);
  const name = argument(task, "name") ?? argument(task, "pkg") ?? "";
  if (name.replaceAll(/\s/g, "") !== `{{${variable}}}`) return null;
  const { loop: _loop, with_items: _items, loop_control: _control, name: _name, ...rest } = values;
  const uses = textWithin(rest).filter((text) => new RegExp(`\\b${variable}\\b`).test(text));
  const nested = Array.isArray(list) && list.some((item) => typeof item === "object");
  if (uses.length > maxUses || nested) return null;
  return {
    rule: "chiffon[package-loop]",
    category: "performance",
    severity: "minor",
    reason:
      "The module is started, and dependencies are worked out, once for each package. Give it the whole list as name: one transaction.",
  };
};

function loopVariable(control: unknown): string {
  const named =
    typeof control === "object" && control !== null ? Reflect.get(control, "loop_var") : null;
  return typeof named === "string" && /^\w+$/.test(named) ? named : "item";
}

/** `state: latest`. */
export const packageLatest: TaskCheck = (task) => {
  if (!installers.has(lastName(task)) || argument(task, "state") !== "latest") return null;
  return {
    rule: "chiffon[package-latest]",
    sameAs: ["package-latest"],
    category: "idempotency",
    severity: "minor",
    reason:
      "What is installed depends on the day of the run. Say present, or a version; upgrade in a playbook of its own.",
  };
};

/** `update_cache` without `cache_valid_time`. */
export const cacheRefresh: TaskCheck = (task) => {
  const { args = {} } = task.call ?? {};
  if (moduleName(task) !== "apt" || !isTruthy(args["update_cache"] ?? args["update-cache"]))
    return null;
  if (args["cache_valid_time"] !== undefined || args["upgrade"] !== undefined) return null;
  return {
    rule: "chiffon[cache-refresh]",
    category: "performance",
    severity: "info",
    reason:
      "Package lists are fetched on every run. cache_valid_time: 3600 keeps those that are younger than an hour.",
  };
};
