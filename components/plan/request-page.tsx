"use client";

import { useQuery } from "@tanstack/react-query";
import { MessageSquareText, SearchX } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { toApiError } from "#components/lib/api-error.ts";
import { conversationQuery } from "#components/lib/conversation-queries.ts";
import { phasesQuery, requestQuery } from "#components/lib/request-queries.ts";
import { useTopic } from "#components/shell/live.tsx";
import { Page } from "#components/shell/page.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { RequestView } from "#server/contracts/plan.ts";
import { GatesPanel } from "./gates-panel.tsx";
import { HandOver } from "./hand-over.tsx";
import { PlanCard } from "./plan-card.tsx";

/** One request by itself: its card with every run, and its history. */
export function RequestPage({ requestId }: { readonly requestId: string }) {
  const openRunId = useSearchParams().get("run");
  const { data, error, refetch } = useQuery(requestQuery(requestId));
  const conversation = useQuery({
    ...conversationQuery(data?.conversationId ?? ""),
    enabled: data !== undefined,
  });
  useTopic(data ? `conversation:${data.conversationId}` : null, conversation.data?.seq);
  if (error && !data) {
    return (
      <Page title="Request">
        {toApiError(error).code === "not_found" ? (
          <EmptyState icon={SearchX} title="This request does not exist">
            The link may be incomplete. Everything that ever ran is in the audit.
          </EmptyState>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title="Request"
      description={data ? `Asked by ${data.submittedBy}` : undefined}
      actions={
        data ? (
          <div className="flex flex-wrap gap-2">
            <HandOver view={data} />
            <Link href={`/?c=${data.conversationId}`} className={buttonClass({ size: "small" })}>
              <MessageSquareText aria-hidden className="size-4" />
              Open the conversation
            </Link>
          </div>
        ) : null
      }
    >
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <PlanCard requestId={requestId} openRunId={openRunId} />
        <div className="space-y-6">
          <GatesPanel requestId={requestId} isOver={data !== undefined && isOver(data)} />
          <Panel title="History">
            <PhaseHistory requestId={requestId} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function isOver({ phase }: RequestView): boolean {
  return ["done", "failed", "rejected", "cancelled", "timed_out"].includes(phase);
}

function PhaseHistory({ requestId }: { readonly requestId: string }) {
  const { data, error, refetch } = useQuery(phasesQuery(requestId));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={4} />;
  if (data.length === 0) return <p className="text-sm text-ink-soft">Nothing has happened yet.</p>;
  return (
    <ol className="space-y-3 border-l border-line pl-4">
      {data.map(({ at, to, actor, reason }) => (
        <li key={`${at}${to}`} className="relative text-sm">
          <span
            aria-hidden
            className="absolute top-1.5 -left-[1.34rem] size-2.5 rounded-full border-2 border-surface bg-accent"
          />
          <p className="font-medium capitalize">{to.replaceAll("_", " ")}</p>
          <p className="text-xs text-ink-soft">
            {actor.name}, <Moment at={at} />
          </p>
          {reason ? <p className="text-[0.8125rem] break-words text-ink-soft">{reason}</p> : null}
        </li>
      ))}
    </ol>
  );
}
