import { type CatalogService, inventoryRefOf } from "#server/catalog/catalog-service.ts";
import type { Plan, PlanTask } from "#server/contracts/plan.ts";
import type { RuleGroup, RulePattern, RuleRisk } from "#server/contracts/rule.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import type { RequestsService } from "#server/requests/requests-service.ts";
import { isOverByPerson } from "./domain/earned-offers.ts";
import { patternOf, riskForRule } from "./domain/rule-pattern.ts";

/** A task that a person approved and that went well: what a rule is made of. */
export interface EarnedTask {
  readonly plan: Plan;
  readonly task: PlanTask;
  readonly pattern: RulePattern;
  readonly risk: RuleRisk;
}

/** Reads what rules are made and renewed from. */
export class RuleSource {
  private readonly deps: {
    readonly catalog: Pick<CatalogService, "planFacts">;
    readonly plans: Pick<PlansService, "find">;
    readonly requests: Pick<RequestsService, "stored">;
  };

  constructor(deps: RuleSource["deps"]) {
    this.deps = deps;
  }

  /**
   * The task that a rule is to be made of.
   *
   * @throws plan_not_found, task_not_found
   * @throws invalid_state where no person approved it, it did not go well, or no rule may be about it
   */
  async earned({ planId, taskKey }: { planId: string; taskKey: string }): Promise<EarnedTask> {
    const plan = await this.deps.plans.find(planId);
    if (plan === null) throw new AppError("plan_not_found");
    const task = plan.body.tasks.find((one) => one.taskKey === taskKey);
    if (task === undefined) throw new AppError("task_not_found");
    const [request] = await this.deps.requests.stored([plan.requestId]);
    const isDone = request?.phase === "done" && request.purpose === "work";
    if (!isDone || !isOverByPerson({ plan, phase: request.phase }))
      throw new AppError("invalid_state", {
        message: "A rule is made from a request that a person approved and that went well.",
      });
    const pattern = patternOf(plan.body, task);
    const risk = riskForRule(task);
    if (risk === null)
      throw new AppError("invalid_state", {
        message:
          "A rule never approves high risk, nor what changes something on this machine without full isolation.",
      });
    if (pattern === null)
      throw new AppError("invalid_state", {
        message: "A rule is about a playbook that runs whole, on hosts that are known beforehand.",
      });
    return { plan, task, pattern, risk };
  }

  /**
   * The groups with the hosts that they have in the task's inventory.
   *
   * @throws not_found where the playbook is gone, invalid_input where the inventory has no such host or group
   * @throws invalid_state where the inventory has changed since
   */
  async scope(
    { plan, task }: EarnedTask,
    asked: { readonly hosts: readonly string[]; readonly groups: readonly string[] },
  ): Promise<RuleGroup[]> {
    if (task.entryId === null) throw new AppError("not_found");
    const { source } = await this.deps.catalog.planFacts(task.entryId, {
      named: inventoryRefOf(plan.body),
    });
    if (source.inventoryHash !== plan.body.inventoryHash)
      throw new AppError("invalid_state", {
        message: "The inventory has changed since that request: ask for it once more first.",
      });
    const known = new Set(source.inventory.map(({ name }) => name));
    const stranger = asked.hosts.find((host) => !known.has(host));
    if (stranger !== undefined) throw unknown("host", stranger);
    return asked.groups.map((name) => {
      const hosts = Object.hasOwn(source.groups, name) ? source.groups[name] : undefined;
      if (hosts === undefined || hosts.length === 0) throw unknown("group with hosts", name);
      return { name, hosts: [...hosts] };
    });
  }
}

function unknown(what: string, name: string): AppError {
  return new AppError("invalid_input", {
    message: `The inventory has no ${what} that is called ${name}.`,
  });
}
