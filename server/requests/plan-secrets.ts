import { randomUUID } from "node:crypto";
import type { Actor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { Plan, PlanTask, RequestView } from "#server/contracts/plan.ts";
import type { SecretTrouble } from "#server/contracts/runner.ts";
import type {
  AddSecretBody,
  GiveSecretAgainBody,
  GiveSecretBody,
  SecretNeed,
} from "#server/contracts/secret.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import type { ProposalsService } from "#server/planning/proposals-service.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import type { DecisionsService } from "./decisions-service.ts";
import type { PlanAgain } from "./plan-again.ts";
import type { RequestViewService } from "./request-view-service.ts";

/** What people give on a plan's card: a secret that it lacks, or one that was not accepted. */
export class PlanSecrets {
  private readonly deps: {
    readonly db: Database;
    readonly plans: PlansService;
    readonly proposals: ProposalsService;
    readonly decisions: DecisionsService;
    readonly execution: ExecutionService;
    readonly secrets: SecretsService;
    readonly planAgain: PlanAgain;
    readonly views: RequestViewService;
  };

  constructor(deps: PlanSecrets["deps"]) {
    this.deps = deps;
  }

  /**
   * Gives a waiting plan a secret that ends with its request. The plan becomes a new version, approved by its own digest.
   *
   * @throws plan_not_found, plan_changed, not_found when it does not ask for it, secret_unreadable
   */
  giveOnce(principal: Principal, planId: string, given: GiveSecretBody): Promise<RequestView> {
    return this.give(actorOf(principal), planId, given, "once");
  }

  /** As {@link giveOnce}, but the secret stays in the store for plans to come. */
  save(principal: Principal, planId: string, given: GiveSecretBody): Promise<RequestView> {
    return this.give(actorOf(principal), planId, given, "save");
  }

  private async give(
    actor: Actor,
    planId: string,
    given: GiveSecretBody,
    keep: "once" | "save",
  ): Promise<RequestView> {
    const { plans, proposals, secrets, decisions } = this.deps;
    const plan = await plans.open(planId);
    if (plan.version !== given.planVersion)
      throw new AppError("plan_changed", { details: { planVersion: plan.version } });
    const need = plan.body.secretNeeds?.find(({ key }) => key === given.key);
    if (need === undefined)
      throw new AppError("not_found", { message: "The plan does not ask for that any more." });
    const body = { ...secretFor(need, plan.body.repositoryId), value: given.value };
    const prepared = await secrets.prepare(actor, body, keep === "once" ? plan.requestId : null);
    const version = await proposals.giveSecret(plan, need, { ...prepared.secret, version: 1 });
    await inTransaction(this.deps.db, async (tx) => {
      await secrets.insert(tx, actor, prepared);
      await decisions.replaceVersion(tx, actor, plan, version);
    });
    return this.deps.views.view(plan.requestId);
  }

  /**
   * Stores anew what a run did not get in with: the same secret at a new version, or one where there was none. Nothing
   * is started; whoever gave it plans again.
   *
   * @throws plan_not_found, invalid_state when the task did not fail for want of a password
   */
  async giveAgain(
    principal: Principal,
    planId: string,
    { taskKey, value }: GiveSecretAgainBody,
  ): Promise<RequestView> {
    const { secrets } = this.deps;
    const plan = await this.planOf(planId);
    const { task, trouble } = await this.troubleOf(plan, taskKey);
    const used = usesBehind(task, trouble).map(({ secretId }) => secretId);
    const kept = (await secrets.list()).filter(
      ({ id, requestId }) => used.includes(id) && requestId === null,
    );
    const [only, ...others] = kept;
    if (others.length > 0) {
      const names = kept.map(({ name }) => `"${name}"`).join(", ");
      throw new AppError("invalid_state", {
        message: `Its hosts have several of these: ${names}. Change the right one under Settings.`,
      });
    }
    if (only === undefined)
      await secrets.put(principal, { ...secretAfter(plan, taskKey, trouble), value });
    else await secrets.rotate(principal, only.id, { value });
    return this.deps.views.view(plan.requestId);
  }

  /**
   * Plans again what a run did not get in with, with a secret that ends with the new request. What is stored stays as it is.
   *
   * @returns the new request, whose plan waits for approval as any other
   * @throws plan_not_found, invalid_state when the task did not fail for want of a password, or is planned again already
   */
  async giveOnceAgain(
    principal: Principal,
    planId: string,
    { taskKey, value }: GiveSecretAgainBody,
  ): Promise<RequestView> {
    const { planAgain, secrets } = this.deps;
    const plan = await this.planOf(planId);
    const { trouble } = await this.troubleOf(plan, taskKey);
    const actor = actorOf(principal);
    const requestId = randomUUID();
    const prepared = await Promise.all(
      secretsOnceAfter(plan, taskKey, trouble).map((secret) =>
        secrets.prepare(actor, { ...secret, value }, requestId),
      ),
    );
    return planAgain.startWith(principal, plan.requestId, {
      requestId,
      begin: async (tx) => {
        for (const secret of prepared) await secrets.insert(tx, actor, secret);
      },
    });
  }

  private async planOf(planId: string): Promise<Plan> {
    const plan = await this.deps.plans.find(planId);
    if (plan === null) throw new AppError("plan_not_found");
    return plan;
  }

  private async troubleOf(
    plan: Plan,
    taskKey: string,
  ): Promise<{ task: PlanTask; trouble: SecretTrouble }> {
    const task = plan.body.tasks.find((one) => one.taskKey === taskKey);
    const ran = (await this.deps.execution.tasksOf(plan.id)).find((one) => one.taskKey === taskKey);
    const newest = ran?.runs.toSorted((a, b) => b.attempt - a.attempt)[0];
    const trouble = newest?.outcome?.secretTrouble;
    if (task === undefined || trouble === undefined)
      throw new AppError("invalid_state", {
        message: "That task did not fail for want of a password.",
      });
    return { task, trouble };
  }
}

/** Where a secret that a plan needs is kept: with its host where there is one, else with its repository. */
function secretFor(need: SecretNeed, repositoryId: string): Omit<AddSecretBody, "value"> {
  const { kind, name, hosts, vaultId } = need;
  return { kind, name, ...placeFor(hosts, repositoryId), ...(vaultId === null ? {} : { vaultId }) };
}

function placeFor(hosts: readonly string[], repositoryId: string) {
  const [host] = hosts;
  return host !== undefined && hosts.length === 1
    ? { scope: "host" as const, repositoryId, reference: host }
    : { scope: "repository" as const, repositoryId };
}

/** What a task was given that hosts did not accept. */
function usesBehind(task: PlanTask, { kind, hosts }: SecretTrouble) {
  return (task.secrets ?? []).filter(
    (use) =>
      use.kind === kind &&
      (use.hosts.length === 0 ||
        hosts.length === 0 ||
        use.hosts.some((one) => hosts.includes(one))),
  );
}

const usualNames = {
  become_password: "sudo",
  vault_password: "vault",
  ssh_password: "ssh",
} as const;

/** A secret for what failed without one, or with one that was given for that request only. */
function secretAfter(
  { body }: Plan,
  taskKey: string,
  { kind, hosts }: SecretTrouble,
): Omit<AddSecretBody, "value"> {
  const need = body.secretNeeds?.find((one) => one.kind === kind && one.taskKeys.includes(taskKey));
  if (need !== undefined) return secretFor(need, body.repositoryId);
  const task = body.tasks.find((one) => one.taskKey === taskKey);
  const vaultId = task?.secrets?.find((use) => use.kind === kind)?.vaultId ?? null;
  const place = kind === "vault_password" ? [] : hosts;
  return {
    ...{ kind, name: usualNames[kind], ...placeFor(place, body.repositoryId) },
    ...(vaultId === null ? {} : { vaultId }),
  };
}

/** One for each host that refused the one before: what others are signed in to with stays as it is. */
function secretsOnceAfter(
  plan: Plan,
  taskKey: string,
  trouble: SecretTrouble,
): Omit<AddSecretBody, "value">[] {
  const { kind, name, vaultId } = secretAfter(plan, taskKey, trouble);
  const hosts = trouble.kind === "vault_password" ? [] : trouble.hosts;
  const places = hosts.length === 0 ? [[]] : hosts.map((host) => [host]);
  return places.map((place) => ({
    ...{ kind, name, ...placeFor(place, plan.body.repositoryId) },
    ...(vaultId === undefined ? {} : { vaultId }),
  }));
}
