import type { InventoryHost } from "#server/contracts/host.ts";
import type { PlanBody, PlanTask, PlanVariable } from "#server/contracts/plan.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import { estimateTask } from "./estimate.ts";
import type { BuildResult, ChosenEntry, PlanInput } from "./plan-input.ts";
import { resolveTags } from "./resolve-tags.ts";
import { resolveTargets } from "./resolve-targets.ts";
import { fillChecks, resolveVariables } from "./resolve-variables.ts";
import { assessTask, highestRisk } from "./risk.ts";
import { summarise } from "./summary.ts";
import { dependencies, longestPathSeconds } from "./task-order.ts";

/** One ansible-playbook with its forks, measured generously. */
const taskMemoryMb = 256;
const mostTasks = 50;

/** Builds the plan that serves the chosen entries, in order. Deterministic: equal input gives an equal plan. */
export function buildPlan(input: PlanInput): BuildResult {
  if (input.chosen.length === 0)
    return { kind: "refused", message: "There is nothing in that to do, so nothing is planned." };
  if (input.chosen.length > mostTasks)
    return { kind: "refused", message: `A plan holds at most ${mostTasks} tasks. Ask for less.` };
  const tasks: PlanTask[] = [];
  for (const [index, chosen] of input.chosen.entries()) {
    if (chosen.entry.refusals.length > 0) {
      return {
        kind: "refused",
        message: `${chosen.entry.path} cannot be run: ${chosen.entry.refusals.join("; ")}.`,
      };
    }
    const hosts = resolveTargets(input, chosen, index);
    if (hosts.kind !== "hosts") return hosts;
    const tags = resolveTags(input, chosen, index);
    if (tags.kind !== "tags") return tags;
    const variables = resolveVariables(input, chosen, index);
    if (variables.kind !== "variables") return variables;
    tasks.push(
      planTask(input, chosen, tasks, {
        hosts: hosts.hosts,
        tags: tags.tags,
        variables: variables.variables,
      }),
    );
  }
  return { kind: "plan", body: planBody(input, tasks) };
}

/** What was resolved for one task. */
interface Resolved {
  readonly hosts: readonly string[];
  readonly tags: readonly string[];
  readonly variables: PlanVariable[];
}

function planTask(
  input: PlanInput,
  chosen: ChosenEntry,
  earlier: readonly PlanTask[],
  { hosts, tags, variables }: Resolved,
): PlanTask {
  const { entry, verb } = chosen;
  const { inventory } = input.source;
  const order = earlier.length + 1;
  const profile = profileFor(entry, hosts, inventory);
  return {
    taskKey: chosen.given?.task?.taskKey ?? `t${order}`,
    order,
    name: entry.name,
    workType: "ansible.playbook",
    agentType: "infra",
    entryId: entry.id,
    entryKind: entry.kind,
    entryPath: entry.path,
    service: entry.service ?? chosen.service,
    intentText: chosen.intentText,
    matchConfidence: chosen.confidence,
    matchReason: chosen.reason,
    hosts: [...hosts],
    limit: [...hosts],
    tags: [...tags],
    variables,
    checkTemplates: entry.checks,
    checks: fillChecks(entry.checks, variables),
    resources: { cpuCores: 1, memoryMb: taskMemoryMb, gpuVramMb: 0 },
    dependsOn: dependencies(chosen, earlier, input.requestText),
    ...assessTask({ entry, verb, hosts, inventory, variables, profile }),
    ...estimateTask(entry, hosts.length, input.pastSeconds.get(entry.id) ?? []),
    idempotent: entry.idempotent,
    timeoutSeconds: input.taskTimeoutSeconds,
    profile,
    note: entry.note,
    agent: null,
    argv: null,
    files: [...chosen.files],
    dynamicIncludes: entry.dynamicIncludes,
  };
}

/** How the run is confined: ssh targets leave this machine alone; what needs root here cannot be confined. */
function profileFor(
  entry: CatalogEntry,
  hosts: readonly string[],
  inventory: readonly InventoryHost[],
): PlanTask["profile"] {
  const targets = inventory.filter((host) => hosts.includes(host.name));
  if (targets.every((host) => host.connection === "ssh")) return "isolated";
  return entry.usesBecome ? "unconfined" : "local";
}

/** Puts tasks into a plan body: order, risk, estimate and summary follow from them. */
export function planBody(input: Omit<PlanInput, "chosen">, tasks: readonly PlanTask[]): PlanBody {
  const { source } = input;
  const risk = highestRisk(tasks.map((task) => task.risk));
  const hosts = new Set(tasks.flatMap((task) => task.hosts));
  return {
    summary: summarise(tasks, risk),
    complexity: complexityOf(tasks, hosts.size),
    risk,
    estimatedSeconds: longestPathSeconds(tasks),
    costUsd: 0,
    repositoryId: source.repositoryId,
    repositoryName: source.repositoryName,
    branch: source.branch,
    commit: source.commit,
    treeId: source.treeId,
    inventoryPath: source.inventoryPath,
    inventoryHash: source.inventoryHash,
    requirementsLock: null,
    secrets: [],
    tier: "builtin",
    tierReason: "rules and search were enough; no model was asked",
    outOfScope: [...input.outOfScope],
    changeNote: input.changeNote,
    context: [...input.context],
    tasks: [...tasks],
  };
}

/** *complex* needs research, code or several hosts; else *medium* from three tasks on. */
function complexityOf(tasks: readonly PlanTask[], hostCount: number): PlanBody["complexity"] {
  const isSpecial = tasks.some(({ workType }) => workType === "research" || workType === "code");
  if (hostCount > 1 || isSpecial) return "complex";
  return tasks.length > 2 ? "medium" : "simple";
}
