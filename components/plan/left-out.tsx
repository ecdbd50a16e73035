"use client";

import { useQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { announce } from "#components/lib/announcer.ts";
import { useModifyPlan } from "#components/lib/plan-mutations.ts";
import { planQuery } from "#components/lib/request-queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { Plan, PlanTask, RequestView } from "#server/contracts/plan.ts";

/** Tasks that the first version had and this one has not, each with a button that brings it back. */
export function LeftOut({
  plan,
  versions,
}: {
  readonly plan: Plan;
  readonly versions: RequestView["versions"];
}) {
  const first = versions.toSorted((a, b) => a.version - b.version)[0];
  const isLater = first !== undefined && first.version < plan.version;
  const { data } = useQuery({ ...planQuery(first?.planId ?? ""), enabled: isLater });
  const canModify = useMay("plan.modify");
  const modify = useModifyPlan(plan.requestId);
  if (!isLater || data == null || data.body.commit !== plan.body.commit) return null;
  const has = (key: string) => plan.body.tasks.some(({ taskKey }) => taskKey === key);
  const left = data.body.tasks.filter(({ taskKey }) => !has(taskKey));
  if (left.length === 0) return null;
  const bringBack = (task: PlanTask) => {
    const wanted = new Set([...plan.body.tasks.map(({ taskKey }) => taskKey), task.taskKey]);
    // A set grows while it is walked: what a task needs comes back with it.
    for (const key of wanted)
      for (const need of data.body.tasks.find(({ taskKey }) => taskKey === key)?.dependsOn ?? [])
        wanted.add(need);
    const tasks = data.body.tasks.map(({ taskKey }) => taskKey).filter((key) => wanted.has(key));
    modify.mutate(
      { planId: plan.id, planVersion: plan.version, tasks },
      { onSuccess: () => announce(`${task.name} is back.`), onError: toastError },
    );
  };
  return (
    <section aria-label="Left out" className="text-[0.8125rem]">
      <p className="font-medium">Left out of the first version:</p>
      <ul>
        {left.map((task) => (
          <li key={task.taskKey} className="flex flex-wrap items-center justify-between gap-2 py-1">
            <span className="min-w-0">{task.name}</span>
            {canModify && plan.status === "awaiting_approval" ? (
              <Button
                size="small"
                icon={Undo2}
                isBusy={modify.isPending}
                onClick={() => bringBack(task)}
              >
                Bring back
                <span className="sr-only"> {task.name}</span>
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
