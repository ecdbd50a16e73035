"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { taskRoutingQuery } from "#components/lib/request-queries.ts";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/states.tsx";
import type { TaskView } from "#server/contracts/plan.ts";
import { DecisionView } from "./decision-view.tsx";

/** Why a task went where it did, or why it waits: asked for once somebody opens it. Nothing before it was routed. */
export function TaskRouting({ task }: { readonly task: TaskView | undefined }) {
  const [isOpen, setOpen] = useState(false);
  if (task === undefined || (task.status !== "paused" && task.agentName === null)) return null;
  const isWaiting = task.status === "paused" && task.waitsFor?.kind !== "lost";
  return (
    <div className="pl-7">
      <Disclosure summary={isWaiting ? "Why no agent has it" : "Why this agent"} onToggle={setOpen}>
        {isOpen ? <Decision taskId={task.id} /> : null}
      </Disclosure>
    </div>
  );
}

function Decision({ taskId }: { readonly taskId: string }) {
  const { data, error } = useQuery(taskRoutingQuery(taskId));
  if (!data) return error ? <ErrorNotice error={error} /> : <Skeleton lines={3} />;
  if (data.decision === null)
    return <p className="text-[0.8125rem] text-ink-soft">Nothing was decided about it yet.</p>;
  return (
    <>
      <DecisionView decision={data.decision} />
      <p className="mt-1 text-xs text-ink-faint">
        Decided <Ago at={data.decision.at} />
      </p>
    </>
  );
}
