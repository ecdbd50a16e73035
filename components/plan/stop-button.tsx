"use client";

import { OctagonX, Square } from "lucide-react";
import { useState } from "react";
import { announce } from "#components/lib/announcer.ts";
import { useCancelRequest, useCancelTask } from "#components/lib/mutations.ts";
import { useNow } from "#components/lib/use-now.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { RequestView } from "#server/contracts/plan.ts";

const forceAfterMs = 10_000;

/** Stops a request; what does not stop within ten seconds can be forced. Says what ran and what did not. */
export function StopButton({ view }: { readonly view: RequestView }) {
  const [stoppedAt, setStoppedAt] = useState<number | null>(null);
  const now = useNow();
  const cancel = useCancelRequest();
  const cancelTask = useCancelTask(view.requestId);
  const canStop = useMay(view.tasks.some(isRunning) ? "run.cancel" : "request.cancel");
  if (!canStop) return null;
  const stop = () => {
    setStoppedAt(Date.now());
    cancel.mutate({ requestId: view.requestId }, { onError: toastError });
    announce(`Stopping. ${progressText(view)}`);
  };
  const force = () => {
    for (const task of view.tasks.filter(isRunning)) {
      cancelTask.mutate(task.id, { onError: toastError });
    }
    announce("Forcing it to stop.");
  };
  const canForce = stoppedAt !== null && now - stoppedAt >= forceAfterMs;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {canForce ? (
        <Button variant="danger" icon={OctagonX} isBusy={cancelTask.isPending} onClick={force}>
          Force stop
        </Button>
      ) : (
        <Button variant="danger" icon={Square} isBusy={stoppedAt !== null} onClick={stop}>
          {stoppedAt === null ? "Stop" : "Stopping…"}
        </Button>
      )}
      <p className="text-[0.8125rem] text-ink-soft">
        {stoppedAt === null ? "Closing this page stops nothing." : progressText(view)}
      </p>
    </div>
  );
}

const isRunning = (task: RequestView["tasks"][number]): boolean => task.status === "running";

/** "Ran: Install. Not started: Configure." */
function progressText({ tasks }: RequestView): string {
  const names = (statuses: readonly string[]): string =>
    tasks
      .filter((task) => statuses.includes(task.status))
      .map((task) => task.name)
      .join(", ");
  const parts = [
    ["Ran", names(["succeeded", "failed"])],
    ["Under way", names(["running"])],
    ["Not started", names(["pending", "paused", "skipped", "cancelled"])],
  ];
  return parts
    .filter(([, list]) => list !== "")
    .map(([label, list]) => `${label}: ${list}.`)
    .join(" ");
}
