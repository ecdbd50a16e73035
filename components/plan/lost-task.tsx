"use client";

import { Unplug } from "lucide-react";
import { whoMay } from "#components/lib/permissions.ts";
import { useGiveUpTask } from "#components/lib/request-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { TaskView } from "#server/contracts/plan.ts";

/** True for a task whose run's agent is silent. */
export function isLost({ status, runs }: TaskView): boolean {
  return status === "paused" && runs.at(-1)?.status === "lost";
}

/** Says that a run's agent does not answer, and lets a person end the wait for it. */
export function LostTask({
  requestId,
  task,
}: {
  readonly requestId: string;
  readonly task: TaskView;
}) {
  const canGiveUp = useMay("run.cancel");
  const giveUp = useGiveUpTask(requestId);
  return (
    <Notice tone="warn" title={`The agent ${task.agentName ?? ""} does not answer`}>
      <p>
        “{task.name}” was running on it and may still be
        {task.waitsFor?.kind === "lost" ? (
          <>
            ; it was last heard of <Ago at={task.waitsFor.since} />
          </>
        ) : null}
        . When the agent answers, the run goes on here by itself; after 24 hours somebody has to say
        what became of it.
      </p>
      {canGiveUp ? (
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
          <Button
            icon={Unplug}
            isBusy={giveUp.isPending}
            onClick={() => giveUp.mutate(task.id, { onError: toastError })}
          >
            Give up on this run
          </Button>
          <span className="text-[0.8125rem] text-ink-soft">
            You are then asked what became of it; other work gets its slot and hosts.
          </span>
        </div>
      ) : (
        <p className="mt-1 text-[0.8125rem]">Waiting for {whoMay("run.cancel")}.</p>
      )}
    </Notice>
  );
}
