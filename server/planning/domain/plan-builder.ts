import type { VariableValue } from "#server/contracts/common.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import type { PlanBody, PlanTask, PlanVariable } from "#server/contracts/plan.ts";
import type { BlobRef, CatalogEntry, ServiceCheck } from "#server/contracts/playbook.ts";
import type { Ambiguity, Verb } from "#server/contracts/request.ts";
import { findTargets, findUnknownPlace, readParameters, readValue } from "./read-parameters.ts";
import { highestRisk } from "./risk.ts";
import { summarise } from "./summary.ts";

/** One intent with the playbook that will serve it. */
export interface ChosenEntry {
  readonly intentText: string;
  readonly verb: Verb;
  readonly service: string | null;
  readonly confidence: number;
  readonly reason: string;
  readonly entry: CatalogEntry;
  /** Hosts its plays address; null when only Ansible could tell. */
  readonly playHosts: readonly string[] | null;
  readonly files: readonly BlobRef[];
}

/** Where the playbooks come from, as scanned. */
export interface PlanSource {
  readonly repositoryId: string;
  readonly repositoryName: string;
  readonly branch: string;
  readonly commit: string;
  readonly treeId: string;
  readonly inventoryPath: string;
  readonly inventoryHash: string;
  readonly inventory: readonly InventoryHost[];
}

/** Everything a plan follows from. */
export interface PlanInput {
  readonly requestText: string;
  /** Answers a person gave to this request's questions, by question key. */
  readonly answers: Readonly<Record<string, string>>;
  /** Why an earlier version was rejected; its words count as part of the request. */
  readonly rejection: string | null;
  readonly changeNote: string | null;
  readonly chosen: readonly ChosenEntry[];
  readonly source: PlanSource;
  readonly outOfScope: readonly string[];
  readonly taskTimeoutSeconds: number;
}

/** A plan, a question that must be answered first, or why there can be none. */
export type BuildResult =
  | { readonly kind: "plan"; readonly body: PlanBody }
  | { readonly kind: "ask"; readonly ambiguity: Ambiguity }
  | { readonly kind: "refused"; readonly message: string };

const defaultEstimateSeconds = 60;
/** One ansible-playbook with its forks, measured generously. */
const taskMemoryMb = 256;

/** Builds the plan that serves the chosen entries, in order. Deterministic: equal input gives an equal plan. */
export function buildPlan(input: PlanInput): BuildResult {
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
    const variables = resolveVariables(input, chosen, index);
    if (variables.kind !== "variables") return variables;
    tasks.push(planTask(input, chosen, tasks, hosts.hosts, variables.variables));
  }
  return { kind: "plan", body: planBody(input, tasks) };
}

function planTask(
  input: PlanInput,
  chosen: ChosenEntry,
  earlier: readonly PlanTask[],
  hosts: readonly string[],
  variables: PlanVariable[],
): PlanTask {
  const { entry } = chosen;
  const order = earlier.length + 1;
  const profile = profileFor(entry, hosts, input.source.inventory);
  return {
    taskKey: `t${order}`,
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
    tags: entry.kind === "tag" ? entry.tags : [],
    variables,
    checkTemplates: entry.checks,
    checks: fillChecks(entry.checks, variables),
    resources: { cpuCores: 1, memoryMb: taskMemoryMb, gpuVramMb: 0 },
    dependsOn: dependencies(chosen, earlier, input.requestText),
    risk: highestRisk([entry.risk, hosts.length > 5 ? "medium" : "low"]),
    riskReasons: [
      ...entry.riskReasons,
      ...(hosts.length > 5 ? [`changes ${hosts.length} hosts`] : []),
      ...(profile === "unconfined" ? ["acts on this machine, not isolated"] : []),
    ],
    estimatedSeconds: entry.estimatedSeconds ?? defaultEstimateSeconds,
    estimateSource: entry.estimatedSeconds === null ? "default" : "playbook",
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

/** A later step waits for an earlier one of the same service, or for the one before it when the words say so. */
function dependencies(
  chosen: ChosenEntry,
  earlier: readonly PlanTask[],
  requestText: string,
): string[] {
  const previous = earlier.at(-1);
  if (previous === undefined) return [];
  const service = chosen.entry.service ?? chosen.service;
  const same = earlier
    .filter((task) => service !== null && task.service === service)
    .map((task) => task.taskKey);
  if (same.length > 0) return same.slice(-1);
  const saidInOrder = /\b(?:then|after(?:wards)?|afterwards|once|next|its|it|the config)\b/i.test(
    requestText,
  );
  return saidInOrder ? [previous.taskKey] : [];
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

type Targets =
  | { readonly kind: "hosts"; readonly hosts: readonly string[] }
  | Exclude<BuildResult, { kind: "plan" }>;

function resolveTargets(input: PlanInput, chosen: ChosenEntry, index: number): Targets {
  const { inventory } = input.source;
  if (inventory.length === 0) {
    return {
      kind: "refused",
      message: "The inventory lists no hosts. Add one under Fleet, or to the inventory file.",
    };
  }
  const possible = chosen.playHosts ?? inventory.map((host) => host.name);
  if (possible.length === 0) {
    return {
      kind: "refused",
      message: `${chosen.entry.path} runs on "${chosen.entry.hostPatterns.join(", ")}", and no host of the inventory matches that.`,
    };
  }
  const wanted = wantedHosts(input, chosen, index);
  if (wanted.unknown !== null) {
    return {
      kind: "refused",
      message: `There is no host "${wanted.unknown}" in the inventory of ${input.source.repositoryName}.`,
    };
  }
  if (wanted.hosts.length === 0) return unnamedTargets(chosen, index, possible);
  const hosts = wanted.hosts.filter((host) => possible.includes(host));
  if (hosts.length > 0) return { kind: "hosts", hosts };
  return {
    kind: "refused",
    message: `${chosen.entry.path} runs on ${listWords(possible)}, not on ${listWords(wanted.hosts)}.`,
  };
}

function wantedHosts(
  input: PlanInput,
  chosen: ChosenEntry,
  index: number,
): { hosts: string[]; unknown: string | null } {
  const { inventory } = input.source;
  const answer = input.answers[`host:${index}`];
  if (answer !== undefined) return { hosts: answer.split(","), unknown: null };
  for (const text of [input.rejection ?? "", chosen.intentText, input.requestText]) {
    const found = findTargets(text, inventory);
    if (found.hosts.length > 0 || found.unknown.length > 0) {
      return {
        hosts: found.hosts,
        unknown: found.hosts.length > 0 ? null : (found.unknown[0] ?? null),
      };
    }
  }
  return { hosts: [], unknown: findUnknownPlace(chosen.intentText, ownWords(chosen.entry)) };
}

/** Words that name the entry itself, as "dns" in "deploy the records to dns". */
function ownWords(entry: CatalogEntry): ReadonlySet<string> {
  const names = [entry.name, entry.service ?? "", ...entry.aliases, ...entry.hostPatterns];
  return new Set(names.flatMap((name) => name.toLowerCase().split(/[^a-z0-9.]+/)));
}

/** Nobody named a host: where several could be changed for good, ask; otherwise the play's own hosts are meant. */
function unnamedTargets(chosen: ChosenEntry, index: number, possible: readonly string[]): Targets {
  const lasting: readonly Verb[] = ["deploy", "configure", "remove", "restore"];
  const asks = possible.length > 1 && lasting.includes(chosen.verb) && coversAll(chosen.entry);
  if (!asks) return { kind: "hosts", hosts: possible };
  const choices = possible.slice(0, 7).map((host) => ({ label: host, value: host, hint: null }));
  return {
    kind: "ask",
    ambiguity: {
      key: `host:${index}`,
      question: `On which host: ${chosen.entry.name}?`,
      choices: [
        ...choices,
        { label: `All ${possible.length}`, value: possible.join(","), hint: null },
      ],
    },
  };
}

function coversAll(entry: CatalogEntry): boolean {
  return (
    entry.kind !== "playbook" || entry.hostPatterns.some((pattern) => /^(?:all|\*)$/.test(pattern))
  );
}

type Variables =
  | { readonly kind: "variables"; readonly variables: PlanVariable[] }
  | Exclude<BuildResult, { kind: "plan" }>;

function resolveVariables(input: PlanInput, chosen: ChosenEntry, index: number): Variables {
  const { entry } = chosen;
  const text = [input.requestText, chosen.intentText, input.rejection ?? ""].join("\n");
  const said = new Map(
    readParameters(text, entry.variables, entry.service).map((each) => [each.name, each.value]),
  );
  const variables: PlanVariable[] = [];
  for (const variable of entry.variables) {
    const answer = input.answers[`variable:${index}:${variable.name}`];
    const answered = answer === undefined ? undefined : readValue(variable, answer);
    const value = answered ?? said.get(variable.name) ?? namedService(variable.name, chosen);
    if (value === undefined && variable.required && variable.defaultValue === null) {
      return { kind: "ask", ambiguity: askFor(variable, chosen, index) };
    }
    variables.push({
      ...variable,
      value: value ?? variable.defaultValue,
      overridden: value !== undefined,
    });
  }
  return { kind: "variables", variables };
}

/** A playbook for any service takes the service's name from the request: "restart vaultwarden". */
function namedService(variableName: string, chosen: ChosenEntry): VariableValue | undefined {
  if (chosen.entry.service !== null || chosen.service === null) return undefined;
  return /^(?:app|service|container|unit|stack)(?:_name)?$|_(?:app|service)_name$/.test(
    variableName,
  )
    ? chosen.service
    : undefined;
}

function askFor(
  variable: CatalogEntry["variables"][number],
  chosen: ChosenEntry,
  index: number,
): Ambiguity {
  return {
    key: `variable:${index}:${variable.name}`,
    question: `${chosen.entry.name} needs ${variable.name}${variable.description === null ? "" : ` (${variable.description})`}. What should it be?`,
    choices: (variable.choices ?? [])
      .slice(0, 8)
      .map((choice) => ({ label: choice, value: choice, hint: null })),
  };
}

/** Replaces `{{ name }}` in check targets by the variables' values; what stays templated is left as written. */
export function fillChecks(
  checks: readonly ServiceCheck[],
  variables: readonly PlanVariable[],
): ServiceCheck[] {
  const values = new Map(variables.map((variable) => [variable.name, variable.value]));
  return checks.map((check) => ({
    ...check,
    target: check.target.replace(/\{\{\s*([A-Za-z_]\w*)\s*\}\}/g, (whole, name: string) =>
      String(values.get(name) ?? whole),
    ),
  }));
}

/** Puts tasks into a plan body: order, risk, estimate and summary follow from them. */
export function planBody(input: Omit<PlanInput, "chosen">, tasks: readonly PlanTask[]): PlanBody {
  const { source } = input;
  const risk = highestRisk(tasks.map((task) => task.risk));
  const hosts = new Set(tasks.flatMap((task) => task.hosts));
  return {
    summary: summarise(tasks, risk),
    complexity: complexityOf(tasks.length, hosts.size),
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
    tasks: [...tasks],
  };
}

function complexityOf(taskCount: number, hostCount: number): PlanBody["complexity"] {
  if (hostCount > 1) return "complex";
  return taskCount > 2 ? "medium" : "simple";
}

/** Seconds along the longest chain of dependencies: what independent tasks take beside it is free. */
export function longestPathSeconds(tasks: readonly PlanTask[]): number {
  const finish = new Map<string, number>();
  for (const task of tasks) {
    const start = Math.max(0, ...task.dependsOn.map((key) => finish.get(key) ?? 0));
    finish.set(task.taskKey, start + task.estimatedSeconds);
  }
  return Math.max(0, ...finish.values());
}

function listWords(words: readonly string[]): string {
  return words.length > 4
    ? `${words.slice(0, 4).join(", ")} and ${words.length - 4} more`
    : words.join(", ");
}
