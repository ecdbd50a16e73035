import type { OwnHostsService } from "#server/agents/own-hosts-service.ts";
import {
  type CatalogService,
  inventoryRefOf,
  type PlanFacts,
} from "#server/catalog/catalog-service.ts";
import type { AnsibleProgram } from "#server/contracts/agent.ts";
import type { PlanBody, PlannedUndo, PlanTask } from "#server/contracts/plan.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import { isAnsibleWork } from "#server/contracts/task.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import { isAppError } from "#server/lib/app-error.ts";
import { isAppVariable } from "#server/lib/app-variable.ts";
import { required } from "#server/lib/assert.ts";
import { findDagFault } from "#server/lib/dag.ts";
import type { MatchingService } from "#server/matching/matching-service.ts";
import { isPortOpen } from "#server/platform/port-probe.ts";
import {
  type PlaceableTask,
  placeableOf,
  type Route,
  type RoutingService,
  reservationFrom,
} from "#server/routing/routing-service.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import type { PastRun } from "./domain/estimate.ts";
import type { Intent } from "./domain/intent.ts";
import { freeKey, withTasks } from "./domain/kept-files.ts";
import { findNamedInventory } from "./domain/named-inventory.ts";
import { buildPlan, planBody } from "./domain/plan-builder.ts";
import type { BuildResult, ChosenEntry, Given, Obstacle, PlanInput } from "./domain/plan-input.ts";
import { portsWanted, preflightWarnings } from "./domain/preflight.ts";
import { resolveSecrets, withSecretNames } from "./domain/resolve-secrets.ts";
import { readyFirst } from "./domain/task-order.ts";
import { inversesOf, needsUndo, sentValues, type UndoStep } from "./domain/undo.ts";
import { planDigest } from "./plan-digest.ts";
import { lacking, nothing, type Proposal } from "./proposal.ts";

/** What the last succeeded runs of an entry took and where, newest first; execution knows it. */
export type RecentRuns = (entry: {
  readonly repositoryId: string;
  readonly path: string;
  readonly name: string;
}) => Promise<readonly PastRun[]>;

/** Every Ansible that all agents have, newest first; agents know them. */
export type SharedAnsibles = () => Promise<readonly AnsibleProgram[]>;

/** What one task of a draft is to be made from. */
export interface DraftTask {
  readonly facts: PlanFacts;
  readonly intent: Pick<Intent, "text" | "verb" | "service">;
  readonly confidence: number;
  readonly reason: string;
  readonly given: Given | null;
}

/** What may say which inventory a task is drafted with. */
export interface InventoryAsked {
  readonly answered?: string | undefined;
  readonly words?: string;
  /** A plan whose inventory it has where nothing else is said. */
  readonly like?: PlanBody;
}

type DraftRequest = Pick<
  PlanInput,
  "requestText" | "answers" | "rejection" | "changeNote" | "outOfScope" | "context"
> & {
  /** The request that it is drafted for: what was given for that alone may be used. */
  readonly requestId: string | null;
};

/** Entries that are tried one after the other as what takes a task back. */
const maxInverses = 3;
const unsaid = { requestText: "", answers: {}, rejection: null, outOfScope: [], context: [] };

/** Makes a sealed plan of entries that are chosen: facts, past runs, the pure builder, agents, digest. */
export class PlanDrafter {
  private readonly deps: {
    readonly catalog: CatalogService;
    readonly matching: MatchingService;
    readonly routing: RoutingService;
    readonly secrets: Pick<SecretsService, "usable">;
    readonly inventory: Pick<InventoryService, "hostsAskingForBecome" | "listHosts">;
    readonly ownHosts: Pick<OwnHostsService, "ownersOf">;
    readonly recentRuns: RecentRuns;
    readonly sharedAnsibles: SharedAnsibles;
    readonly taskTimeoutSeconds: number;
  };

  constructor(deps: PlanDrafter["deps"]) {
    this.deps = deps;
  }

  /**
   * What the catalog knows of an entry, with the inventory that was answered, else the one that the words name, else that
   * of the plan before.
   *
   * @throws not_found, inventory_unusable, repository_unreadable
   */
  async facts(
    entryId: string,
    { answered, words = "", like }: InventoryAsked = {},
  ): Promise<PlanFacts> {
    const { catalog } = this.deps;
    const before = like === undefined ? undefined : inventoryRefOf(like);
    const facts = await catalog.planFacts(entryId, { answered, named: before });
    if (answered !== undefined) return facts;
    const { ownInventories, inventoryChoices } = facts.source;
    const inUse = inventoryChoices.length > 0 ? null : inventoryRefOf(facts.source);
    const named = findNamedInventory(words, ownInventories, inUse);
    return named === null ? facts : catalog.planFacts(entryId, { named });
  }

  /** Reads what a plan was made from where it has changed since, so that what is made of it holds. */
  async readAnew({ repositoryId, inventorySource }: PlanBody): Promise<void> {
    await this.deps.catalog.scan(repositoryId);
    if (inventorySource != null) await this.deps.catalog.scan(inventorySource.repositoryId);
  }

  /** The repository that an entry is from. @throws not_found */
  async repositoryOf(entryId: string): Promise<string> {
    return (await this.deps.catalog.entry(entryId)).repositoryId;
  }

  /** How many ansibleTasks of an entry's files have a name. */
  countTasksNamed({ entry, source }: PlanFacts, name: string): Promise<number> {
    return this.deps.catalog.countTasksNamed(source.treePath, entry.files, name);
  }

  /** A plan of these tasks, in order; or what must be asked or said instead. */
  async draft(tasks: readonly DraftTask[], request: DraftRequest): Promise<Proposal> {
    const source = tasks[0]?.facts.source;
    if (source === undefined) return nothing("There is nothing in that to do.");
    if (tasks.some(({ facts }) => facts.source.repositoryId !== source.repositoryId)) {
      return nothing(
        "The parts of that come from different repositories. Ask for them one at a time.",
      );
    }
    const result = await this.build(tasks, request);
    if (result.kind !== "plan") return obstacleOf(result);
    const undoable = await this.withUndo(deploying(result.body, tasks), tasks);
    const body = await this.withSecrets(undoable, tasks, request.requestId);
    return this.seal(body, { reorder: true });
  }

  /**
   * A plan that runs these tasks, none perhaps, and then puts files back.
   *
   * @param restore.beside a playbook's facts: the step has its repository, inventory and secrets
   */
  async draftRestore(
    tasks: readonly DraftTask[],
    { step, beside }: { readonly step: PlanTask; readonly beside: PlanFacts },
    request: DraftRequest,
  ): Promise<Proposal> {
    const planned = tasks.length === 0 ? null : await this.build(tasks, request);
    if (planned !== null && planned.kind !== "plan") return obstacleOf(planned);
    const before = planned === null ? [] : (await this.withUndo(planned.body, tasks)).tasks;
    const last: PlanTask = {
      ...step,
      taskKey: freeKey(before),
      files: [...beside.files],
      dependsOn: before.slice(-1).map(({ taskKey }) => taskKey),
    };
    const nothingKnown = { recentRuns: new Map(), reservations: new Map() };
    const input = { ...request, ...(await this.planned(beside)), ...nothingKnown };
    const body = withTasks(planBody(input, [...before, last]), [...before, last]);
    return this.seal(
      await this.withSecrets(body, [...tasks, { facts: beside }], request.requestId),
    );
  }

  /** @param tasks at least one, all of one repository */
  private async build(
    tasks: readonly DraftTask[],
    request: Omit<DraftRequest, "requestId">,
  ): Promise<BuildResult> {
    const recentRuns = await this.recentRuns(tasks);
    const reserved = [...recentRuns].map(([id, runs]) => [id, reservationFrom(runs)] as const);
    return buildPlan({
      ...request,
      ...(await this.planned(required(tasks[0], "a task to plan").facts)),
      chosen: await Promise.all(tasks.map((task) => this.choose(task))),
      recentRuns,
      reservations: new Map(reserved),
    });
  }

  /** What every task of a plan has in common. */
  private async planned({
    source,
  }: PlanFacts): Promise<Pick<PlanInput, "source" | "taskTimeoutSeconds">> {
    const [newest = null] = await this.deps.sharedAnsibles();
    const { taskTimeoutSeconds } = this.deps;
    return { source: { ...source, ansible: source.ansible ?? newest }, taskTimeoutSeconds };
  }

  /** Names for each task what takes it back, once that was found to fit its hosts; and where nothing does. */
  private async withUndo(body: PlanBody, drafts: readonly DraftTask[]): Promise<PlanBody> {
    const entries = await this.deps.matching.listPlaybooks();
    const tasks = body.tasks.map(async (task, at) => {
      const entry = drafts[at]?.facts.entry;
      if (entry === undefined || !needsUndo(entry)) return task;
      return { ...task, undo: await this.findUndo(body, task, inversesOf(entry, entries)) };
    });
    return { ...body, tasks: await Promise.all(tasks) };
  }

  private async findUndo(
    body: PlanBody,
    task: PlanTask,
    inverses: readonly CatalogEntry[],
  ): Promise<PlannedUndo | null> {
    for (const { id, path, name, verbs } of inverses.slice(0, maxInverses)) {
      const by = { entryId: id, entryPath: path, name, isRenewal: verbs[0] === "deploy" };
      const step = { by, hosts: task.hosts, values: sentValues(task), undoes: [task.name] };
      const draft = await this.undoDraft(step, body, null);
      if (draft === null) continue;
      const built = await this.build([draft], { ...unsaid, changeNote: null });
      if (built.kind !== "refused") return by;
    }
    return null;
  }

  /**
   * What a step that takes something back is drafted from: with the inventory that the undone plan has, on its hosts, with
   * its values. Null where the entry is gone, or would use another inventory.
   *
   * @param previous key of the step that it waits for
   */
  async undoDraft(
    { by, hosts, values, undoes }: UndoStep,
    undone: PlanBody,
    previous: string | null,
  ): Promise<DraftTask | null> {
    const facts = await this.findFacts(by.entryId, undone);
    if (facts === null || !isSameInventory(facts.source, undone)) return null;
    const { name, verbs, service } = facts.entry;
    const at = previous === null ? 1 : Number(previous.slice(1)) + 1;
    const task = { taskKey: `t${at}`, dependsOn: previous === null ? [] : [previous] };
    return {
      facts,
      intent: { text: name, verb: verbs[0] ?? "run", service },
      confidence: 1,
      reason: `takes back ${undoes.map((one) => `"${one}"`).join(" and ")}`,
      given: { task, hosts, tags: [], values, isExact: true },
    };
  }

  /** As {@link facts}; null for an entry that is gone or has no inventory to use. */
  private async findFacts(entryId: string, like: PlanBody): Promise<PlanFacts | null> {
    try {
      return await this.facts(entryId, { like });
    } catch (error) {
      if (isAppError(error, "not_found") || isAppError(error, "inventory_unusable")) return null;
      throw error;
    }
  }

  /** Chooses what the runs will be given from the store, and says what it lacks. */
  private async withSecrets(
    body: PlanBody,
    tasks: readonly Pick<DraftTask, "facts">[],
    requestId: string | null,
  ): Promise<PlanBody> {
    const { secrets, inventory } = this.deps;
    const hostsFrom = body.inventorySource?.repositoryId ?? body.repositoryId;
    const [stored, asking] = await Promise.all([
      secrets.usable([body.repositoryId, hostsFrom], requestId),
      inventory.hostsAskingForBecome(hostsFrom),
    ]);
    const surroundings = new Map(
      body.tasks.flatMap(({ taskKey }, at) => {
        const facts = tasks[at]?.facts;
        if (facts === undefined) return [];
        const { secretSigns, entry } = facts;
        return [[taskKey, { ...secretSigns, becomes: secretSigns.becomes || entry.usesBecome }]];
      }),
    );
    const hosts = tasks[0]?.facts.source.inventory ?? [];
    return resolveSecrets(body, { inventory: hosts, stored, asking, surroundings });
  }

  /**
   * Checks a body that came from anywhere, previews its agents and seals it with its digest. A plan without tasks, with
   * a cycle, or with a task that no enrolled agent could ever run is not sealed: the proposal says why.
   *
   * @param options.reorder puts tasks that could start now first; a person's own order is left alone
   */
  async seal(body: PlanBody, options: { reorder?: boolean } = {}): Promise<Proposal> {
    if (body.tasks.length === 0) return nothing("There is nothing in that to do.");
    const fault = findDagFault(
      body.tasks.map((task) => ({ key: task.taskKey, dependsOn: task.dependsOn })),
    );
    if (fault !== null) return nothing("The steps of that plan depend on each other in a circle.");
    const unbound = await this.withOwnAgents(body);
    const routes = await this.deps.routing.place(unbound.map(({ placeable }) => placeable));
    const hopeless = routes.find((route) => route.isHopeless);
    if (hopeless !== undefined) return nothing(`No agent can do that: ${hopeless.reason}.`);
    const looked = await this.lookAhead({ ...body, tasks: unbound.map(({ task }) => task) });
    const placed = looked.map((task, index) => ({
      ...task,
      agent: agentOf(routes[index]),
      ...onItself(routes[index]),
    }));
    const tasks =
      options.reorder === true
        ? readyFirst(placed, (task) => task.agent !== null).map((task, index) => ({
            ...task,
            order: index + 1,
          }))
        : placed;
    const sealed = withSecretNames({ ...body, tasks });
    return { kind: "plan", body: sealed, digest: planDigest(sealed) };
  }

  /** Each task with what routing is to know of it: also which agent is its host, as that is said now. */
  private async withOwnAgents(
    body: PlanBody,
  ): Promise<{ readonly task: PlanTask; readonly placeable: PlaceableTask }[]> {
    const hostsFrom = body.inventorySource?.repositoryId ?? body.repositoryId;
    const single = body.tasks.flatMap((task) => singleHostOf(task) ?? []);
    const owners =
      single.length === 0 ? new Map() : await this.deps.ownHosts.ownersOf(hostsFrom, single);
    return body.tasks.map(({ onItself: _before, ...task }) => {
      const owner = owners.get(singleHostOf(task) ?? "");
      const own = owner === undefined ? null : { agentId: owner.agentId, isBound: false };
      const ansiblePath = body.ansible?.path ?? null;
      return { task, placeable: { ...placeableOf(task), own, ansiblePath } };
    });
  }

  /** Looks whether what a task deploys has its port and its disk, before a long installation finds out. */
  private async lookAhead(body: PlanBody): Promise<PlanTask[]> {
    if (body.tasks.every(({ preflight }) => preflight === undefined)) return [...body.tasks];
    const hostsFrom = body.inventorySource?.repositoryId ?? body.repositoryId;
    const hosts = (await this.deps.inventory.listHosts()).filter(
      ({ repositoryId }) => repositoryId === hostsFrom,
    );
    const tasks = body.tasks.map(async (task) => {
      if (task.preflight === undefined) return task;
      const wanted = await Promise.all(
        portsWanted(task).map(async (place) =>
          (await isPortOpen(place.host, place.port)) ? [place] : [],
        ),
      );
      const own = hosts.filter(({ name }) => task.hosts.includes(name));
      return { ...task, preflight: preflightWarnings(wanted.flat(), own) };
    });
    return Promise.all(tasks);
  }

  private async choose(task: DraftTask): Promise<ChosenEntry> {
    const { facts, intent, confidence, reason, given } = task;
    const { entry, playHosts, files } = facts;
    const takesApp = entry.variables.some(({ name }) => isAppVariable(name));
    const app = takesApp ? await this.deps.matching.findApp(intent.text) : null;
    const { text: intentText, verb, service } = intent;
    return { intentText, verb, service, app, confidence, reason, entry, playHosts, files, given };
  }

  private async recentRuns(
    tasks: readonly DraftTask[],
  ): Promise<ReadonlyMap<string, readonly PastRun[]>> {
    const found = tasks.map(async ({ facts: { entry } }) => {
      const { repositoryId, path, name } = entry;
      return [entry.id, await this.deps.recentRuns({ repositoryId, path, name })] as const;
    });
    return new Map(await Promise.all(found));
  }
}

/** Whether facts and a plan have the same inventory, at whatever state. */
export function isSameInventory(
  { inventoryPath, inventorySource }: PlanFacts["source"],
  plan: PlanBody,
): boolean {
  return (
    inventoryPath === plan.inventoryPath &&
    inventorySource?.repositoryId === plan.inventorySource?.repositoryId
  );
}

/** The plan with those of its tasks marked that bring something up which was not there. */
function deploying(body: PlanBody, drafts: readonly DraftTask[]): PlanBody {
  const tasks = body.tasks.map((task, at) =>
    drafts[at]?.intent.verb === "deploy" ? { ...task, preflight: [] } : task,
  );
  return { ...body, tasks };
}

/** What must be asked or said before there can be a plan. */
function obstacleOf(result: Obstacle): Proposal {
  if (result.kind === "ask") return { kind: "ask", ambiguity: result.ambiguity };
  return result.lack === undefined ? nothing(result.message) : lacking(result.lack, result.message);
}

/** The host of a task that acts on one machine over ssh; null for all others. */
function singleHostOf({ hosts, workType, profile }: PlanTask): string | null {
  const [only, ...more] = hosts;
  const isOverSsh = isAnsibleWork(workType) && profile === "isolated";
  return only !== undefined && more.length === 0 && isOverSsh ? only : null;
}

/** Where the host itself was chosen, nobody else may do the task. */
function onItself(route: Route | undefined): Pick<PlanTask, "onItself"> {
  const chosen = agentOf(route);
  if (route?.method !== "itself" || chosen === null) return {};
  return { onItself: { agentId: chosen.agentId, agentName: chosen.name } };
}

function agentOf(route: Route | undefined): PlanTask["agent"] {
  const chosen = route?.candidates.find((candidate) => candidate.agentId === route.chosenAgentId);
  return chosen === undefined
    ? null
    : { agentId: chosen.agentId, name: chosen.name, reason: route?.reason ?? "" };
}
