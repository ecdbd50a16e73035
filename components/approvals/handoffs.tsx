"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { useAnswerHandoff } from "#components/lib/handoff-mutations.ts";
import { handoffsQuery } from "#components/lib/request-queries.ts";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import type { Handoff } from "#server/contracts/handoff.ts";

/** What others hand to whoever is signed in; nothing where nobody does. */
export function Handoffs() {
  const { data } = useQuery(handoffsQuery());
  const mine = (data?.handoffs ?? []).filter(({ isMine }) => isMine);
  if (mine.length === 0) return null;
  return (
    <Panel title="Handed to you" isFlush className="mb-6">
      <ul className="divide-y divide-line">
        {mine.map((handoff) => (
          <HandoffRow key={handoff.id} handoff={handoff} />
        ))}
      </ul>
    </Panel>
  );
}

function HandoffRow({ handoff }: { readonly handoff: Handoff }) {
  const {
    id: handoffId,
    subject,
    context,
    fromName,
    createdAt,
    requestId,
    conversationId,
  } = handoff;
  const answer = useAnswerHandoff();
  const give = (decision: "accept" | "decline", words: string) =>
    answer.mutate(
      { handoffId, decision },
      { onSuccess: () => toastDone(words), onError: toastError },
    );
  const path = requestId === null ? `/?c=${conversationId}` : `/requests/${requestId}`;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
      <div className="min-w-0 space-y-1 text-sm">
        <Link href={path} className="font-medium text-accent underline underline-offset-4">
          {subject}
        </Link>
        <p className="break-words">{context}</p>
        <p className="text-[0.8125rem] text-ink-soft">
          {fromName}, <Ago at={createdAt} />
        </p>
      </div>
      <div className="flex gap-2">
        <Button
          size="small"
          icon={X}
          aria-label={`Decline ${subject}`}
          onClick={() => give("decline", `${fromName} is told that you declined.`)}
        >
          Decline
        </Button>
        <Button
          size="small"
          variant="primary"
          icon={Check}
          isBusy={answer.isPending}
          aria-label={`Accept ${subject}`}
          onClick={() => give("accept", `${subject} is yours now.`)}
        >
          Accept
        </Button>
      </div>
    </li>
  );
}
