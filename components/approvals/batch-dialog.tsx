"use client";

import { useQueries } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { announce } from "#components/lib/announcer.ts";
import { toApiError } from "#components/lib/api-error.ts";
import { useApproveInBatch } from "#components/lib/plan-mutations.ts";
import { previewQuery } from "#components/lib/request-queries.ts";
import { ApproveButton } from "#components/plan/approve-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { InboxItem } from "#server/contracts/api.ts";
import { ItemFacts } from "./item-facts.tsx";

/**
 * Shows the picked plans once more and approves them one after the other, each as the version that is listed. What its
 * preview found to be of high risk is left out.
 */
export function BatchDialog({
  items,
  onClose,
}: {
  readonly items: readonly InboxItem[];
  readonly onClose: () => void;
}) {
  const previews = useQueries({ queries: items.map(({ planId }) => previewQuery(planId)) });
  const isReading = previews.some(({ isPending }) => isPending);
  // What no preview could be read of might be of high risk: it is left out as well.
  const isLeftOut = (at: number) =>
    previews[at]?.isError === true || previews[at]?.data?.effects?.risk === "high";
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const approveOne = useApproveInBatch();
  const [isBusy, setBusy] = useState(false);
  const wanted = items.filter((item, at) => !isLeftOut(at) && !problems.has(item.planId));
  const approve = async () => {
    setBusy(true);
    const failed = new Map(problems);
    for (const item of wanted) {
      try {
        await approveOne.mutateAsync(item);
      } catch (error) {
        failed.set(item.planId, toApiError(error).message);
      }
    }
    setBusy(false);
    setProblems(failed);
    const count = wanted.filter(({ planId }) => !failed.has(planId)).length;
    const words = count === 1 ? "1 plan approved." : `${count} plans approved.`;
    if (count === wanted.length) {
      toastDone(words);
      onClose();
    } else announce(`${words} ${failed.size} could not be approved.`);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={items.length === 1 ? "Approve this plan?" : `Approve these ${items.length} plans?`}
      description="Each runs as it is listed here. A plan of high risk is never among them."
    >
      <ul className="mt-2 max-h-[50dvh] divide-y divide-line overflow-y-auto">
        {items.map((item, at) => (
          <li key={item.planId} className="py-2.5">
            <ItemFacts item={item} />
            <Problem
              text={
                problems.get(item.planId) ??
                (isLeftOut(at)
                  ? "Left out: its preview raises its risk, or could not be read."
                  : null)
              }
            />
          </li>
        ))}
      </ul>
      <div className="flex items-start justify-end gap-2 pt-4">
        <Button onClick={onClose}>{problems.size > 0 ? "Close" : "Cancel"}</Button>
        <ApproveButton
          label={wanted.length === 1 ? "Approve 1 plan" : `Approve ${wanted.length} plans`}
          isBusy={isBusy || isReading}
          isDisabled={wanted.length === 0}
          onApprove={() => void approve()}
        />
      </div>
    </Dialog>
  );
}

function Problem({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p role="status" className="mt-1 flex items-start gap-1.5 text-[0.8125rem] text-bad">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {text}
    </p>
  );
}
