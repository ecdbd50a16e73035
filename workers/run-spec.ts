import path from "node:path";
import type { DataPaths } from "#server/config.ts";
import type { PlanTask } from "#server/contracts/plan.ts";
import {
  type AnsibleCommand,
  type HostCheck,
  maxTimeoutSeconds,
  type RunSpec,
} from "#server/contracts/runner.ts";
import { isAnsibleWork, isFileWork } from "#server/contracts/task.ts";
import type { RunMaterials } from "#server/execution/run-materials-service.ts";
import type { HeldRun } from "#server/execution/run-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import { required } from "#server/lib/assert.ts";
import { fromElsewherePath } from "#server/lib/elsewhere-path.ts";
import { hostCheckSeconds, hostChecksOf } from "#server/lib/host-checks.ts";
import { giveSecrets } from "./give-secrets.ts";

const forks = 5;

/** Where an agent keeps what runs are made of. */
export type RunPlaces = Pick<DataPaths, "apps" | "runs" | "trees" | "dependencies">;

/**
 * Describes to the runner what an approved task may do on this machine: its tree, its values, its confinement.
 *
 * @param values the secrets that it is given, by id
 * @throws run_refused when this agent does not do the task's work type, or the task acts on another agent's machine
 */
export function buildRunSpec(
  run: HeldRun,
  values: ReadonlyMap<string, string>,
  context: {
    readonly paths: RunPlaces;
    readonly hiddenPaths: readonly string[];
    readonly testWorkTypes: boolean;
    readonly access: RunMaterials["access"];
    /** Which agent this is. */
    readonly agentId: string;
  },
): RunSpec {
  const { task, treeId, requirementsLock, inventorySource } = run.body;
  const { paths, hiddenPaths, access } = context;
  const given = giveSecrets(task, values);
  const hostChecks = hostChecksOf(task.checks);
  const { profile, ownHost } = placeOf(task, context.agentId);
  const common = {
    runId: run.runId,
    nonce: run.nonce,
    profile,
    writableDirs: task.profile === "isolated" ? [] : [paths.apps],
    hiddenDirs: [...hiddenPaths],
    files: task.files,
    timeoutSeconds: Math.min(maxTimeoutSeconds, task.timeoutSeconds + timeForChecks(hostChecks)),
    redactions: given.redactions,
  };
  if (task.workType === "effect.script" && context.testWorkTypes && task.argv !== null) {
    return { ...common, command: { kind: "command", argv: task.argv }, files: [] };
  }
  if (!isAnsibleWork(task.workType)) {
    throw new AppError("run_refused", { message: `This agent does not do ${task.workType}.` });
  }
  return {
    ...common,
    command: {
      kind: "ansible",
      ...(run.body.ansible === null ? {} : { programPath: run.body.ansible.path }),
      treePath: path.join(paths.trees, treeId),
      ...whatRuns(task),
      ...(inventorySource === null
        ? { inventoryPath: run.body.inventoryPath }
        : {
            inventoryPath: fromElsewherePath(run.body.inventoryPath),
            inventoryTreePath: path.join(paths.trees, inventorySource.treeId),
          }),
      limit: task.limit,
      tags: task.tags,
      ...(task.startAtTask == null ? {} : { startAtTask: task.startAtTask }),
      extraVars: {
        ...Object.fromEntries(
          task.variables
            .filter((variable) => variable.overridden)
            .map(({ name, value }) => [name, value]),
        ),
        ...given.variables,
      },
      secrets: given.secrets,
      check: task.workType === "ansible.preview",
      diff: true,
      forks,
      ...(requirementsLock === null
        ? {}
        : { contentDirs: [path.join(paths.dependencies, requirementsLock)] }),
      sshAgent: access.keys.length > 0,
      knownHosts: access.knownHosts,
      routes: [...access.routes],
      ...(hostChecks.length === 0 ? {} : { hostChecks }),
      ...ownHost,
    },
  };
}

/**
 * How confined it is, and where it acts on this agent's own machine: which host that is. There it changes the machine, as
 * it would over ssh, so nothing confines it.
 *
 * @throws run_refused where that is another agent's machine
 */
function placeOf(
  { onItself, profile, hosts }: PlanTask,
  agentId: string,
): Pick<RunSpec, "profile"> & { readonly ownHost: Pick<AnsibleCommand, "ownHost"> } {
  if (onItself === undefined) return { profile, ownHost: {} };
  if (onItself.agentId !== agentId)
    throw new AppError("run_refused", {
      message: `It acts on the machine of ${onItself.agentName}, and this is another agent.`,
    });
  return { profile: "unconfined", ownHost: { ownHost: required(hosts[0], "the host it is") } };
}

function whatRuns(task: PlanTask): Pick<AnsibleCommand, "roleName" | "playbookPath" | "keptFiles"> {
  if (isFileWork(task.workType) && task.keptFiles !== undefined)
    return {
      keptFiles: { ...task.keptFiles, mode: task.workType === "files.keep" ? "keep" : "restore" },
    };
  return task.entryKind === "role"
    ? { roleName: path.basename(task.entryPath) }
    : { playbookPath: task.playbookPath ?? task.entryPath };
}

/** What the checks may take is no part of the time that the playbook has. */
function timeForChecks(checks: readonly HostCheck[]): number {
  const marginSeconds = 30;
  return checks.reduce((sum, check) => sum + hostCheckSeconds(check) + marginSeconds, 0);
}
