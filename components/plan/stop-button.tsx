"use client";

import { Square } from "lucide-react";
import { useState } from "react";
import { announce } from "#components/lib/announcer.ts";
import { useCancelRequest } from "#components/lib/mutations.ts";
import { useNow } from "#components/lib/use-now.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { RequestView } from "#server/contracts/plan.ts";

/** An agent ends a run within four seconds; who waited longer is told that it does not answer. */
const patienceMs = 10_000;

/** Stops a request: what waits never starts, what runs is ended by its agent. Says what ran and what did not. */
export function StopButton({
  view,
  hint = "Closing this page does not stop it.",
  label = "Stop",
}: {
  readonly view: RequestView;
  readonly hint?: string;
  readonly label?: string;
}) {
  const [stoppedAt, setStoppedAt] = useState<number | null>(null);
  const now = useNow();
  const cancel = useCancelRequest();
  const canStop = useMay(view.tasks.some(isRunning) ? "run.cancel" : "request.cancel");
  if (!canStop) return null;
  const stop = () => {
    setStoppedAt(Date.now());
    cancel.mutate(
      { requestId: view.requestId },
      {
        onError: (error) => {
          setStoppedAt(null);
          toastError(error);
        },
      },
    );
    announce(`Stopping. ${progressText(view)}`);
  };
  const isLate = stoppedAt !== null && now - stoppedAt >= patienceMs;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Button variant="danger" icon={Square} isBusy={stoppedAt !== null} onClick={stop}>
        {stoppedAt === null ? label : "Stopping…"}
      </Button>
      <p className="text-[0.8125rem] text-ink-soft">
        {stoppedAt === null ? hint : progressText(view)}
        {isLate ? " Its agent has not answered yet: see Fleet." : ""}
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
    ["Still running", names(["running"])],
    ["Not started", names(["pending", "paused", "skipped", "cancelled"])],
  ];
  return parts
    .filter(([, list]) => list !== "")
    .map(([label, list]) => `${label}: ${list}.`)
    .join(" ");
}
