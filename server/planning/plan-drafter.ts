import type { CatalogService, PlanFacts } from "#server/catalog/catalog-service.ts";
import { isAppVariable } from "#server/lib/app-variable.ts";
import type { RoutingService } from "#server/routing/routing-service.ts";
import type { Intent } from "./domain/intent.ts";
import { buildPlan } from "./domain/plan-builder.ts";
import type { ChosenEntry, Given, PlanInput } from "./domain/plan-input.ts";
import { nothing, type Proposal } from "./proposal.ts";
import { sealPlan } from "./seal-plan.ts";

/** Seconds that the last succeeded runs of an entry took, newest first; execution knows them. */
export type PastSeconds = (entry: {
  readonly repositoryId: string;
  readonly path: string;
  readonly name: string;
}) => Promise<readonly number[]>;

/** What one task of a draft is to be made from. */
export interface DraftTask {
  readonly facts: PlanFacts;
  readonly intent: Pick<Intent, "text" | "verb" | "service">;
  readonly confidence: number;
  readonly reason: string;
  readonly given: Given | null;
}

type DraftWish = Pick<
  PlanInput,
  "requestText" | "answers" | "rejection" | "changeNote" | "outOfScope" | "context"
>;

/** Makes a sealed plan of entries that are chosen: facts, past runs, the pure builder, agents, digest. */
export class PlanDrafter {
  private readonly deps: {
    readonly catalog: CatalogService;
    readonly routing: RoutingService;
    readonly pastSeconds: PastSeconds;
    readonly taskTimeoutSeconds: number;
  };

  constructor(deps: PlanDrafter["deps"]) {
    this.deps = deps;
  }

  /** What the catalog knows of an entry. @throws not_found, inventory_unusable, repository_unreadable */
  facts(entryId: string): Promise<PlanFacts> {
    return this.deps.catalog.planFacts(entryId);
  }

  /** A plan of these tasks, in order; or what must be asked or said instead. */
  async draft(tasks: readonly DraftTask[], wish: DraftWish): Promise<Proposal> {
    const source = tasks[0]?.facts.source;
    if (source === undefined) return nothing("There is nothing in that to do.");
    if (tasks.some(({ facts }) => facts.source.repositoryId !== source.repositoryId)) {
      return nothing(
        "The parts of that come from different repositories. Ask for them one at a time.",
      );
    }
    const result = buildPlan({
      ...wish,
      chosen: await Promise.all(tasks.map((task) => this.choose(task))),
      source,
      taskTimeoutSeconds: this.deps.taskTimeoutSeconds,
      pastSeconds: await this.pastSeconds(tasks),
    });
    if (result.kind === "ask") return { kind: "ask", ambiguity: result.ambiguity };
    if (result.kind === "refused") return nothing(result.message);
    return sealPlan(this.deps.routing, result.body, { reorder: true });
  }

  private async choose(task: DraftTask): Promise<ChosenEntry> {
    const { facts, intent, confidence, reason, given } = task;
    const { entry, playHosts, files } = facts;
    const takesApp = entry.variables.some(({ name }) => isAppVariable(name));
    const app = takesApp ? await this.deps.catalog.findApp(intent.text) : null;
    const { text: intentText, verb, service } = intent;
    return { intentText, verb, service, app, confidence, reason, entry, playHosts, files, given };
  }

  private async pastSeconds(
    tasks: readonly DraftTask[],
  ): Promise<ReadonlyMap<string, readonly number[]>> {
    const found = tasks.map(async ({ facts: { entry } }) => {
      const { repositoryId, path, name } = entry;
      return [entry.id, await this.deps.pastSeconds({ repositoryId, path, name })] as const;
    });
    return new Map(await Promise.all(found));
  }
}
