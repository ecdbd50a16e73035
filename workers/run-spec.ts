import { existsSync } from "node:fs";
import path from "node:path";
import type { DataPaths } from "#server/config.ts";
import type { RunSpec } from "#server/contracts/runner.ts";
import type { HeldRun } from "#server/execution/run-service.ts";
import { AppError } from "#server/lib/app-error.ts";

const forks = 5;

/**
 * Describes to the runner what an approved task may do on this machine: its tree, its values, its confinement.
 *
 * @throws run_refused when this agent does not do the task's work type
 */
export function buildRunSpec(
  run: HeldRun,
  context: { readonly paths: DataPaths; readonly dataDir: string; readonly testWorkTypes: boolean },
): RunSpec {
  const { task, treeId } = run.body;
  const { paths, dataDir } = context;
  const common = {
    runId: run.runId,
    nonce: run.nonce,
    profile: task.profile,
    writableDirs: task.profile === "isolated" ? [] : [paths.apps],
    hiddenDirs: [dataDir],
    files: task.files,
    timeoutSeconds: task.timeoutSeconds,
  };
  if (task.workType === "effect.script" && context.testWorkTypes && task.argv !== null) {
    return { ...common, command: { kind: "command", argv: task.argv }, files: [] };
  }
  if (task.workType !== "ansible.playbook") {
    throw new AppError("run_refused", { message: `This agent does not do ${task.workType}.` });
  }
  return {
    ...common,
    command: {
      kind: "ansible",
      treePath: path.join(paths.trees, treeId),
      ...(task.entryKind === "role"
        ? { roleName: path.basename(task.entryPath) }
        : { playbookPath: task.entryPath }),
      inventoryPath: run.body.inventoryPath,
      limit: task.limit,
      tags: task.tags,
      extraVars: Object.fromEntries(
        task.variables
          .filter((variable) => variable.overridden)
          .map(({ name, value }) => [name, value]),
      ),
      check: false,
      diff: true,
      forks,
      ...(existsSync(paths.sshKey) ? { privateKeyFile: paths.sshKey } : {}),
      ...(existsSync(paths.knownHosts) ? { knownHostsFile: paths.knownHosts } : {}),
    },
  };
}
