import { gatherFacts, readPlans, readTasks } from "./gather-facts.ts";
import { type Installation, until } from "./installation.ts";
import { type Facts, isSettled } from "./judge.ts";
import type { TortureLog } from "./torture-run.ts";

/** How long what moves may go on moving before it counts as lost. */
const usualPatienceMs = 90_000;

/**
 * Waits until nothing moves any more, lets the person judge what needs review, and reads everything. A person's
 * judgement is the only way on for such a task, so that plans with one reach their end too.
 */
export async function settle(
  installation: Installation,
  { offered, approvals, landed }: TortureLog,
  { note, patienceMs = usualPatienceMs }: { note: (line: string) => void; patienceMs?: number },
): Promise<Facts> {
  const planIds = offered.map(({ plan }) => plan.id);
  const acknowledged = new Set(
    approvals.filter((approval) => approval.acknowledged).map(({ planId }) => planId),
  );
  const watch = { note, patienceMs };
  await waitQuietly(watch, "tasks that still move", async () => {
    const tasks = await readTasks(installation, planIds);
    const waiting = new Set(
      tasks.filter(({ status }) => status === "needs_review").map(({ planId }) => planId),
    );
    return tasks.every(
      ({ status, planId }) =>
        status !== "running" &&
        (waiting.has(planId) || (status !== "pending" && status !== "paused")),
    );
  });
  await reviewAll(installation, planIds);
  await waitQuietly(watch, "plans that never end", async () =>
    (await readPlans(installation, planIds)).every(
      (plan) => !acknowledged.has(plan.id) || isSettled(plan),
    ),
  );
  const orphanedLabels = landed
    .map(({ orphanedLabel }) => orphanedLabel)
    .filter((label) => label !== null);
  return gatherFacts(installation, planIds, { acknowledged, orphanedLabels });
}

async function reviewAll(installation: Installation, planIds: readonly string[]): Promise<void> {
  const tasks = await until("tasks can be read", () => readTasks(installation, planIds));
  for (const task of tasks.filter(({ status }) => status === "needs_review")) {
    await until(`${task.label} is reviewed`, () =>
      installation.client.call("POST", `/api/v1/tasks/${task.id}/review`, {
        verdict: "failed",
        reason: "its run was killed by the fault harness",
      }),
    );
  }
}

/** What does not settle is for the judgement to say, not a reason to give up here. */
async function waitQuietly(
  { note, patienceMs }: { note: (line: string) => void; patienceMs: number },
  what: string,
  isTrue: () => Promise<boolean>,
): Promise<void> {
  try {
    await until(what, async () => (await isTrue()) || null, patienceMs);
  } catch (error) {
    note(String(error));
  }
}
