import type { AnsibleProgram } from "#server/contracts/agent.ts";
import type { Lack } from "#server/contracts/chat.ts";
import { blockingNeeds, needText } from "#server/contracts/entry-readiness.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import type { PlanBody, PlanTask, PlanVariable } from "#server/contracts/plan.ts";
import type { BlobRef, CatalogEntry } from "#server/contracts/playbook.ts";
import { questionKey } from "#server/contracts/question-key.ts";
import { usualResources } from "#server/contracts/task.ts";
import { isInRange } from "#server/lib/version-range.ts";
import { estimateTask } from "./estimate.ts";
import type { BuildResult, ChosenEntry, PlanInput } from "./plan-input.ts";
import { checkPlaces, checkTemplates, resolveChecks } from "./resolve-checks.ts";
import { resolveTags } from "./resolve-tags.ts";
import { resolveTargets } from "./resolve-targets.ts";
import { resolveVariables } from "./resolve-variables.ts";
import { assessTask, highestRisk } from "./risk.ts";
import { summarise } from "./summary.ts";
import { dependencies, longestPathSeconds } from "./task-order.ts";
import { unusedValues } from "./unused-values.ts";

const maxTasks = 50;
const maxNamed = 5;

/** Builds the plan that serves the chosen entries, in order. Deterministic: equal input gives an equal plan. */
export function buildPlan(input: PlanInput): BuildResult {
  if (input.chosen.length === 0)
    return { kind: "refused", message: "There is nothing in that to do, so nothing is planned." };
  if (input.chosen.length > maxTasks)
    return { kind: "refused", message: `A plan holds at most ${maxTasks} tasks. Ask for less.` };
  // Nobody is asked about what cannot be planned in the end.
  const obstacle = input.chosen.flatMap(({ entry }) => findObstacle(entry) ?? [])[0];
  if (obstacle !== undefined) return { kind: "refused", ...obstacle };
  if (input.source.inventoryChoices.length > 0) return askForInventory(input.source);
  const tasks: PlanTask[] = [];
  for (const [index, chosen] of input.chosen.entries()) {
    const hosts = resolveTargets(input, chosen, index);
    if (hosts.kind !== "hosts") return hosts;
    const tags = resolveTags(input, chosen, index);
    if (tags.kind !== "tags") return tags;
    const variables = resolveVariables(input, chosen, {
      index,
      hostVariable: hosts.variable,
    });
    if (variables.kind !== "variables") return variables;
    tasks.push(
      planTask(input, chosen, tasks, {
        hosts: hosts.hosts,
        tags: tags.tags,
        variables: variables.variables,
      }),
    );
  }
  const outOfScope = [...input.outOfScope, ...unusedSayings(input, tasks)];
  return { kind: "plan", body: planBody({ ...input, outOfScope }, tasks) };
}

/** What was asked for and is in no task, as the card says it. Words of a plan that is made again were judged before. */
function unusedSayings(input: PlanInput, tasks: readonly PlanTask[]): string[] {
  const { chosen, requestText, answers } = input;
  if (chosen.some(({ given }) => given?.isExact === true)) return [];
  return unusedValues(requestText, tasks, Object.values(answers)).map(
    (said) => `“${said}”, which no setting of these playbooks takes`,
  );
}

const maxChoices = 12;

/** Several inventories and none that is the usual one, or only those of others: a person says which, once. */
function askForInventory(source: PlanInput["source"]): BuildResult {
  const { repositoryName, inventoryChoices, inventoryLack } = source;
  return {
    kind: "ask",
    ambiguity: {
      key: questionKey({ about: "inventory", intent: 0 }),
      question:
        inventoryLack === null
          ? `There are several inventories for ${repositoryName}. Which one is meant? It is remembered.`
          : `${inventoryLack} Whose hosts should its playbooks use? It is remembered.`,
      choices: inventoryChoices
        .slice(0, maxChoices)
        .map(({ ref, label }) => ({ label, value: ref, hint: null })),
    },
  };
}

/** Why an entry cannot run as it is, in words, or null; what is asked for on the way is no obstacle. */
function findObstacle({
  path,
  refusals,
  repositoryId,
  ...entry
}: CatalogEntry): { message: string; lack?: Lack } | null {
  if (refusals.length > 0) {
    const reasons = refusals.map((text) => text.replace(/\.$/, "")).join("; ");
    return { message: `${path} cannot be run: ${reasons}.` };
  }
  // There is an inventory, its own or another repository's: the plan's hosts come from it.
  const needs = entry.needs.filter(({ kind }) => kind !== "inventory");
  const blocking = blockingNeeds({ needs });
  const missing = blocking.map(needText);
  if (missing.length === 0) return null;
  const more = missing.length > maxNamed ? ` and ${missing.length - maxNamed} more` : "";
  const message = `${path} needs ${missing.slice(0, maxNamed).join(", ")}${more}. Once it has that, it can be planned.`;
  const lack = { repositoryId, needs: blocking.map(({ kind, name }) => ({ kind, name })) };
  return { message, lack };
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
  const startAtTask = chosen.given?.startAtTask;
  const { inventory } = input.source;
  const templates = checkTemplates(entry);
  const places = checkPlaces(templates, hosts, inventory);
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
    ...(entry.runBy === undefined ? {} : { playbookPath: entry.runBy.playbook }),
    service: entry.service ?? chosen.service,
    intentText: chosen.intentText,
    matchConfidence: chosen.confidence,
    matchReason: chosen.reason,
    hosts: [...hosts],
    limit: [...hosts],
    hostGroups: groupsOf(hosts, inventory),
    tags: [...tags],
    ...(startAtTask == null ? {} : { startAtTask }),
    variables,
    checkTemplates: templates,
    checks: resolveChecks(templates, variables, places),
    ...(places.length === 0 ? {} : { checkPlaces: places }),
    resources: input.reservations.get(entry.id) ?? usualResources,
    dependsOn: dependencies(chosen, earlier, input.requestText),
    ...assessTask({ entry, verb, hosts, inventory, variables, profile }),
    ...estimateTask(entry, hosts, input.recentRuns.get(entry.id) ?? []),
    idempotent: entry.idempotent,
    timeoutSeconds: input.taskTimeoutSeconds,
    profile,
    note: entry.note,
    ...keepOn(entry, chosen.files),
    agent: null,
    argv: null,
    files: [...chosen.files],
    dynamicIncludes: entry.dynamicIncludes,
    warnings: ansibleWarnings(entry, input.source.ansible),
  };
}

const maxHostGroups = 500;
const maxGroups = 100;

function groupsOf(
  hosts: readonly string[],
  inventory: readonly InventoryHost[],
): NonNullable<PlanTask["hostGroups"]> {
  return inventory
    .filter(({ name }) => hosts.includes(name))
    .slice(0, maxHostGroups)
    .map(({ name, groups }) => ({ host: name, groups: groups.slice(0, maxGroups) }));
}

/** The line of what the run reads that would have to be another for its one-off switch to stay on. */
function keepOn(
  { runBy }: Pick<CatalogEntry, "runBy">,
  files: readonly BlobRef[],
): Pick<PlanTask, "keepOn"> {
  const read = new Set(files.map(({ path }) => path));
  const lines = runBy?.switches?.filter(({ path }) => read.has(path)) ?? [];
  const [first] = lines;
  return first === undefined || lines.some(({ isOn }) => isOn) ? {} : { keepOn: first };
}

/** What its roles and collections need and the chosen Ansible is not. */
function ansibleWarnings(
  { requiresAnsible }: Pick<CatalogEntry, "requiresAnsible">,
  ansible: AnsibleProgram | null,
): string[] {
  if (ansible === null) return [];
  return requiresAnsible
    .filter(({ range }) => !isInRange(ansible.version, range))
    .map(({ by, range }) => `The ${by} needs Ansible ${range}; ${ansible.version} is chosen.`)
    .slice(0, 5);
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
    ...(source.inventorySource === null ? {} : { inventorySource: source.inventorySource }),
    requirementsLock: source.requirementsLock,
    ansible: source.ansible,
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
