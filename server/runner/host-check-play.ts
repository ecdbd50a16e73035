import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnsibleCommand, HostCheck } from "#server/contracts/runner.ts";
import { asciiJson } from "#server/lib/ascii-json.ts";
import { checkWords } from "#server/lib/host-checks.ts";
import { runPaths } from "./run-directory.ts";

type Checks = Pick<AnsibleCommand, "hostChecks">;

/** Whether anything is checked on the hosts. */
export function hasHostChecks({ hostChecks = [] }: Checks): boolean {
  return hostChecks.length > 0;
}

/**
 * The playbook that makes the checks on the hosts, with its module, for the run's own directory. It runs behind the
 * owner's, with the same inventory, keys and confinement; whatever comes of it leaves Ansible's result as it was. The
 * module has a name of its own in each run, so that none of the repository's is taken for it.
 */
export function hostCheckFiles(
  command: Checks,
  context: { readonly runDir: string; readonly runId: string; readonly callbackDir: string },
): Record<string, string> {
  if (!hasHostChecks(command)) return {};
  const paths = runPaths(context.runDir);
  const module = `chiffon_check_${context.runId.replace(/\W/g, "")}`;
  const plays = (command.hostChecks ?? []).map((check) => renderPlay(check, module));
  const source = join(context.callbackDir, "..", "library", "chiffon_check.py");
  return {
    [paths.checksPlay]: `---\n${plays.join("\n")}\n`,
    [join(paths.checkModules, `${module}.py`)]: readFileSync(source, "utf8"),
  };
}

/** One play. Its text is JSON but for the tag that has Ansible take a value as it is written. */
function renderPlay({ key, check, hosts }: HostCheck, module: string): string {
  return [
    "- name: Checks afterwards",
    `  hosts: ${JSON.stringify(hosts)}`,
    "  gather_facts: false",
    ...["  ignore_errors: true", "  ignore_unreachable: true", "  any_errors_fatal: false"],
    ...(check.asRoot === true ? ["  become: true"] : []),
    "  tags: [always]",
    "  tasks:",
    `    - name: ${JSON.stringify(`Check ${checkWords(check)}`.replace(/[{}%#\p{Cc}]/gu, " "))}`,
    `      ${module}:`,
    `        key: ${key}`,
    `        check: !unsafe ${JSON.stringify(asciiJson(check))}`,
  ].join("\n");
}
