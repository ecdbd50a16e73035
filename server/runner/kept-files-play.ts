import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnsibleCommand, KeptFilesCommand } from "#server/contracts/runner.ts";
import { asciiJson } from "#server/lib/ascii-json.ts";
import { runPaths } from "./run-directory.ts";

/**
 * The playbook that keeps files on their hosts or puts them back, with its module, for the run's own directory. The module
 * has a name of its own in each run, so that none of the repository's is taken for it.
 */
export function keptFilesPlay(
  { keptFiles }: Pick<AnsibleCommand, "keptFiles">,
  context: { readonly runDir: string; readonly runId: string; readonly callbackDir: string },
): Record<string, string> {
  if (keptFiles === undefined) return {};
  const paths = runPaths(context.runDir);
  const module = `chiffon_files_${context.runId.replace(/\W/g, "")}`;
  const source = join(context.callbackDir, "..", "library", "chiffon_files.py");
  return {
    [paths.generatedPlay]: `---\n${renderPlays(keptFiles, module).join("\n")}\n`,
    [join(paths.checkModules, `${module}.py`)]: readFileSync(source, "utf8"),
  };
}

/** A play for each host. Its text is JSON but for the tag that has Ansible take a value as it is written. */
function renderPlays(
  { mode, store, places, asRoot, withinSeconds }: KeptFilesCommand,
  module: string,
) {
  const name = mode === "keep" ? "Keep files as they are" : "Put files back";
  return places.map(({ host, paths }) =>
    [
      `- name: ${name}`,
      `  hosts: ${JSON.stringify([host])}`,
      "  gather_facts: false",
      ...(asRoot ? ["  become: true"] : []),
      "  tasks:",
      `    - name: ${name}`,
      `      ${module}:`,
      `        mode: ${mode}`,
      `        spec: !unsafe ${JSON.stringify(asciiJson({ store, paths, withinSeconds }))}`,
    ].join("\n"),
  );
}
