"use client";

import { useQuery } from "@tanstack/react-query";
import { Ban } from "lucide-react";
import { useCancelRequest } from "#components/lib/request-mutations.ts";
import { requestQuery } from "#components/lib/request-queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { RequestView } from "#server/contracts/plan.ts";
import type { RequestEnd } from "#server/contracts/request.ts";
import { PlanAgain } from "./plan-again.tsx";
import { PostMortemLink } from "./post-mortem-link.tsx";

/** What can be done with a request that has no plan: ended before there was one, or left with an open question. */
export function PlanlessActions({ view }: { readonly view: RequestView }) {
  const cancel = useCancelRequest();
  const canCancel = useMay("request.cancel");
  if (view.plan !== null || view.end === null || view.end === "done") return null;
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      <PlanAgain view={view} />
      <PostMortemLink view={view} />
      {view.end === "blocked" && canCancel ? (
        <Button
          size="small"
          icon={Ban}
          isBusy={cancel.isPending}
          onClick={() => cancel.mutate({ requestId: view.requestId }, { onError: toastError })}
        >
          Cancel the request
        </Button>
      ) : null}
    </div>
  );
}

/** The same below a message in the chat, while its request stands as the message left it. */
export function PlanlessRequest({
  requestId,
  end,
}: {
  readonly requestId: string;
  readonly end: RequestEnd;
}) {
  const { data } = useQuery(requestQuery(requestId));
  return data?.end === end ? <PlanlessActions view={data} /> : null;
}
