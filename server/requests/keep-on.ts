import type { z } from "zod";
import type { ChangesService } from "#server/changes/changes-service.ts";
import type { keepOnBodySchema, RepositoryChange } from "#server/contracts/change.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { PlansService } from "#server/planning/plans-service.ts";

/** Makes what a plan switches on for one run a change to the repository, where it stays on. */
export class KeepOn {
  private readonly deps: {
    readonly plans: Pick<PlansService, "find">;
    readonly changes: Pick<ChangesService, "proposeLine">;
  };

  constructor(deps: KeepOn["deps"]) {
    this.deps = deps;
  }

  /** @throws plan_not_found, invalid_state where the task switches nothing on, or the line reads otherwise by now */
  async start(
    principal: Principal,
    planId: string,
    { taskKey }: z.infer<typeof keepOnBodySchema>,
  ): Promise<RepositoryChange> {
    const plan = await this.deps.plans.find(planId);
    if (plan === null) throw new AppError("plan_not_found");
    const line = plan.body.tasks.find((task) => task.taskKey === taskKey)?.keepOn;
    if (line === undefined)
      throw new AppError("invalid_state", { message: "That task switches nothing on." });
    const name = /^\w+/.exec(line.text.trim())?.[0] ?? "it";
    const { repositoryId, commit } = plan.body;
    return this.deps.changes.proposeLine(
      actorOf(principal),
      { repositoryId, commit, title: `Keep ${name} on`, branch: `chiffon/keep-${name}-on` },
      { ...line, replacement: line.switchedOn },
    );
  }
}
