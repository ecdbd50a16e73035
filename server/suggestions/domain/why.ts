import type { Finding } from "./finding.ts";

/** What ansible-lint's messages leave out: why it matters. By rule, the longer name first. */
const reasons: Readonly<Record<string, string>> = {
  "no-changed-when":
    "It reports a change on every run, so handlers fire for nothing and nobody sees what really changed.",
  "package-latest": "What is installed depends on the day of the run.",
  latest: "What is fetched depends on the day of the run.",
  "command-instead-of-module":
    "The module knows whether there is something to do; the command runs every time.",
  "no-handler":
    "If the play fails in between, the next run sees no change and this step never comes.",
  "ignore-errors": "A failure is passed over, and later steps go on with whatever is there.",
  "risky-shell-pipe": "When a program before the pipe fails, the step counts as done all the same.",
  "partial-become": "become_user alone has no effect: the step runs as somebody else than it says.",
  "syntax-check": "Ansible stops before the first step.",
  "command-instead-of-shell":
    "A shell is started for nothing, and reads signs that were not meant for it.",
  "run-once": "With another strategy each host may run it.",
  fqcn: "A short name may come to mean another collection's module.",
  "no-free-form":
    "Values behind an equals sign are split and typed by guess; a mapping says what they are.",
  "risky-file-permissions":
    "Without mode the file gets what the system happens to give, perhaps readable by everyone.",
  "risky-octal": "YAML reads it as another number than the permissions that were meant.",
  "no-log-password": "The password appears in output and logs.",
  "name[missing]": "Without a name, output and history do not say what was done.",
  "name[play]": "Without a name, output and history do not say what was done.",
  "yaml[truthy]": "Versions of YAML differ about which words are true and false.",
  "yaml[key-duplicates]": "Only the last of them counts.",
  "yaml[octal-values]": "Versions of YAML differ about which number that is.",
};

/** What is said of a finding: the checker's words, and why it matters where they leave that out. */
export function reasonOf({ rule, reason }: Pick<Finding, "rule" | "reason">): string {
  const why = reasons[rule] ?? reasons[rule.replace(/\[.*$/, "")];
  if (why === undefined) return reason;
  return `${reason}${/[.!?]$/.test(reason) ? "" : "."} ${why}`;
}
