import { Merge } from "lucide-react";
import type { PlanTask } from "#server/contracts/plan.ts";

/** Says how much of what a task waits for has to succeed; nothing where its plan does not say, or it waits for one. */
export function JoinNote({
  task: { taskKey, dependsOn, joinPolicy },
  tasks,
}: {
  readonly task: PlanTask;
  readonly tasks: readonly PlanTask[];
}) {
  const awaited = tasks.filter((one) => one.taskKey !== taskKey && dependsOn.includes(one.taskKey));
  if (joinPolicy === undefined || awaited.length < 2) return null;
  const names = awaited.map(({ name }) => `“${name}”`);
  return (
    <p className="flex items-start gap-1.5 text-[0.8125rem] text-ink-soft">
      <Merge aria-hidden className="mt-0.5 size-3.5 shrink-0 rotate-90" />
      <span className="min-w-0 break-words">{joinWords(joinPolicy, names)}</span>
    </p>
  );
}

function joinWords(policy: NonNullable<PlanTask["joinPolicy"]>, names: readonly string[]): string {
  const all = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  switch (policy) {
    case "first":
      return `Starts once one of ${all} has succeeded; the others are stopped or skipped.`;
    case "majority":
      return `Starts once ${Math.floor(names.length / 2) + 1} of ${names.length} have succeeded: ${all}. What is left is stopped or skipped.`;
    case "all":
      return `Starts once ${all} have succeeded.`;
  }
}
