import type { AnsibleProgram } from "#server/contracts/agent.ts";
import type { VariableValue } from "#server/contracts/common.ts";
import type { InventorySource, PlanTask } from "#server/contracts/plan.ts";
import type { Difference, Differences } from "#server/contracts/post-mortem.ts";
import { fromElsewherePath, isElsewherePath } from "#server/lib/elsewhere-path.ts";
import { isInstalledPath } from "#server/lib/installed-path.ts";
import { shortened } from "./shortened.ts";

const mostTouched = 50;
const longestValue = 200;

/** What a run was made of, as it was approved. */
export interface RunConditions {
  readonly task: PlanTask;
  readonly commit: string;
  readonly inventoryPath: string;
  readonly inventorySource: InventorySource | null;
  readonly requirementsLock: string | null;
  /** Null: the agent's own. */
  readonly ansible: AnsibleProgram | null;
  readonly agentName: string | null;
}

/**
 * What two runs of one playbook did not have in common, as far as their plans tell. Which commits lie between them and
 * which versions two locks stand for is known elsewhere: both are left empty here.
 */
export function compareRuns(before: RunConditions, after: RunConditions): Differences {
  const touched = touchedFiles(before.task.files, after.task.files);
  const isSame = before.commit === after.commit && touched.length === 0;
  return {
    commits: isSame
      ? null
      : {
          from: before.commit,
          to: after.commit,
          touched: touched.slice(0, mostTouched),
          touchedOmitted: Math.max(0, touched.length - mostTouched),
          log: [],
        },
    variables: compareValues(valuesOf(before.task), valuesOf(after.task)),
    hostsAdded: without(after.task.hosts, before.task.hosts),
    hostsRemoved: without(before.task.hosts, after.task.hosts),
    versions: compareValues(versionsOf(before), versionsOf(after)),
    settings: compareValues(settingsOf(before), settingsOf(after)),
  };
}

/** True where nothing that is known differs. */
export function isWithoutDifferences(differences: Differences): boolean {
  const { commits, variables, hostsAdded, hostsRemoved, versions, settings } = differences;
  const hosts = [...hostsAdded, ...hostsRemoved];
  const lists = [commits?.touched ?? [], variables, hosts, versions, settings];
  return lists.every(({ length }) => length === 0);
}

/** Files of the playbook that differ; installed content is compared by its lock. */
function touchedFiles(before: PlanTask["files"], after: PlanTask["files"]) {
  const own = (files: PlanTask["files"]) =>
    new Map(
      files.filter(({ path }) => !isInstalledPath(path)).map((file) => [file.path, file.blob]),
    );
  const [old, now] = [own(before), own(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .sort()
    .map((path) => ({
      path: isElsewherePath(path) ? fromElsewherePath(path) : path,
      change: !old.has(path)
        ? ("added" as const)
        : !now.has(path)
          ? ("removed" as const)
          : ("changed" as const),
    }));
}

type Values = ReadonlyMap<string, string>;

function compareValues(before: Values, after: Values): Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => ({
      name,
      before: before.get(name) ?? null,
      after: after.get(name) ?? null,
    }));
}

function valuesOf({ variables }: PlanTask): Values {
  return new Map(
    variables
      .filter(({ secret }) => !secret)
      .map(({ name, value }) => [name, shown(value)] as const),
  );
}

function shown(value: VariableValue): string {
  if (value === null) return "not set";
  return shortened(typeof value === "string" ? value : JSON.stringify(value), longestValue);
}

function versionsOf({ ansible }: RunConditions): Values {
  return new Map(ansible === null ? [] : [["Ansible", ansible.version]]);
}

function settingsOf({ task, agentName, inventoryPath, inventorySource }: RunConditions): Values {
  const secrets = (task.secrets ?? []).map(
    ({ name, version }) => [`Secret ${name}`, `version ${version}`] as const,
  );
  const inventory = isElsewherePath(inventoryPath)
    ? fromElsewherePath(inventoryPath)
    : inventoryPath;
  const said = [
    ["Agent", agentName],
    ["Inventory", inventory],
    ["Inventory’s repository", inventorySource?.repositoryName ?? null],
    ["Tags", task.tags.join(", ")],
    ["Starts at", task.startAtTask ?? null],
  ] as const;
  return new Map([
    ...said.flatMap(([name, value]) =>
      value === null || value === "" ? [] : [[name, value] as const],
    ),
    ...secrets,
  ]);
}

function without(hosts: readonly string[], others: readonly string[]): string[] {
  return hosts.filter((host) => !others.includes(host)).sort();
}
