import type { ExecutionService } from "#server/execution/execution-service.ts";
import type { HoldsService } from "#server/execution/holds-service.ts";
import { runChecks } from "./service-check.ts";

const checksTimeoutMs = 15 * 60_000;

/** Makes the checks of the host that went first, and has the rest of the task's hosts judged by them. */
export class JudgeFirstHost {
  private readonly deps: {
    readonly holds: Pick<HoldsService, "unjudged" | "judge">;
    readonly execution: Pick<ExecutionService, "taskView">;
  };

  /** Tasks whose checks are made in this process: a repeated nudge does not start them twice. */
  private readonly judging = new Set<string>();

  constructor(deps: JudgeFirstHost["deps"]) {
    this.deps = deps;
  }

  /** Job `first_host.judge`. Idempotent; keyed by task. */
  async run(taskId: string): Promise<void> {
    if (this.judging.has(taskId)) return;
    this.judging.add(taskId);
    try {
      const unjudged = await this.deps.holds.unjudged(taskId);
      if (unjudged === null) return;
      const { runs } = await this.deps.execution.taskView(unjudged.firstTaskId);
      const newest = runs.toSorted((a, b) => b.attempt - a.attempt)[0];
      const signal = AbortSignal.timeout(checksTimeoutMs);
      const checks = await runChecks(unjudged.first, signal, newest?.outcome?.checks ?? []);
      await this.deps.holds.judge(unjudged, checks);
    } finally {
      this.judging.delete(taskId);
    }
  }
}
