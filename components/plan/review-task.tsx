"use client";

import { Check, RotateCw, X } from "lucide-react";
import { useId, useState } from "react";
import { whoMay } from "#components/lib/permissions.ts";
import { useReviewTask } from "#components/lib/request-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { controlClass } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { TaskView } from "#server/contracts/plan.ts";

/** Asks a person what became of a task, because nobody else can know. */
export function ReviewTask({
  requestId,
  task,
}: {
  readonly requestId: string;
  readonly task: TaskView;
}) {
  const canReview = useMay("run.review");
  const review = useReviewTask(requestId);
  const [reason, setReason] = useState("");
  const id = useId();
  const answer = (verdict: "succeeded" | "failed" | "retry") =>
    review.mutate(
      { taskId: task.id, verdict, ...(reason.trim() ? { reason: reason.trim() } : {}) },
      { onError: toastError },
    );
  return (
    <Notice tone="warn" title={`Did “${task.name}” take effect?`}>
      <p>
        {task.message ??
          "It was interrupted after it had started, and running it twice might do harm. Check the host, then choose."}
      </p>
      {canReview ? (
        <>
          <label htmlFor={id} className="mt-2 block text-[0.8125rem] font-medium">
            What you saw (optional)
          </label>
          <input
            id={id}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
            className={controlClass}
          />
          <div className="mt-2 flex flex-wrap gap-2">
            <Button icon={Check} disabled={review.isPending} onClick={() => answer("succeeded")}>
              It worked: mark done
            </Button>
            <Button icon={X} disabled={review.isPending} onClick={() => answer("failed")}>
              Mark failed
            </Button>
            <Button icon={RotateCw} disabled={review.isPending} onClick={() => answer("retry")}>
              Run again
            </Button>
          </div>
        </>
      ) : (
        <p className="mt-1 text-[0.8125rem]">Waiting for {whoMay("run.review")}.</p>
      )}
    </Notice>
  );
}
