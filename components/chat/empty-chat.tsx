"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowUpRight, ListChecks } from "lucide-react";
import { suggestionsQuery } from "#components/lib/conversation-queries.ts";
import type { PendingMessage } from "#components/lib/send-message.ts";
import { useMay } from "#components/shell/session.tsx";
import { Link } from "#components/ui/link.tsx";
import { LogoMark } from "#components/ui/logo.tsx";
import { ErrorState } from "#components/ui/states.tsx";
import { PendingBubble } from "./pending-message.tsx";
import { useSend } from "./send-context.ts";

/** The page before the first message: what it can do here, from the real catalog. */
export function EmptyChat({ pending }: { readonly pending: readonly PendingMessage[] }) {
  if (pending.length > 0) {
    return (
      <div className="mx-auto w-full max-w-3xl flex-1 space-y-6 overflow-y-auto px-4 pt-4 sm:px-6">
        {pending.map((message) => (
          <PendingBubble key={message.localId} message={message} />
        ))}
      </div>
    );
  }
  return (
    <div className="flex flex-1 flex-col justify-end overflow-y-auto sm:justify-center">
      <div className="mx-auto w-full max-w-3xl px-4 py-6 sm:px-6">
        <LogoMark className="mb-4 size-10 text-accent" />
        <p className="text-[1.75rem] leading-tight font-semibold tracking-[-0.025em]">
          What should happen?
        </p>
        <p className="mt-1.5 max-w-xl text-ink-soft">
          Say it in your own words. You get a plan first; nothing runs until someone approves it.
        </p>
        <Suggestions />
      </div>
    </div>
  );
}

function Suggestions() {
  const { data, error, refetch } = useQuery(suggestionsQuery());
  const send = useSend();
  if (error && !data) {
    return <ErrorState error={error} onRetry={() => void refetch()} className="mt-6" />;
  }
  if (!data) return <div className="mt-6 h-40 animate-pulse rounded-xl bg-sunken" />;
  return (
    <>
      <ul className="mt-6 grid gap-2 sm:grid-cols-2">
        {data.prompts.slice(0, 6).map((prompt) => (
          <li key={prompt}>
            <button
              type="button"
              disabled={!send}
              onClick={() => send?.(prompt)}
              className="group flex h-full min-h-12 w-full items-center gap-3 rounded-xl border border-line bg-surface px-4 py-2.5 text-left text-sm shadow-card hover:border-accent-line hover:bg-accent-soft disabled:opacity-60"
            >
              <span className="flex-1">{prompt}</span>
              <ArrowUpRight
                aria-hidden
                className="size-4 shrink-0 text-ink-faint group-hover:text-accent"
              />
            </button>
          </li>
        ))}
      </ul>
      {data.hasOwnRepository ? null : <LeadToFirstSteps />}
    </>
  );
}

/** Until there is a repository of one's own, what to do about that. */
function LeadToFirstSteps() {
  const canManage = useMay("repository.manage");
  if (!canManage) return null;
  return (
    <p className="mt-4 flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
      <ListChecks aria-hidden className="size-4 shrink-0 text-accent" />
      Your own playbooks are not here yet.
      <Link
        href="/first-steps"
        className="inline-flex min-h-11 items-center font-medium pointer-fine:min-h-6 text-accent underline underline-offset-4"
      >
        Add your repository: first steps
      </Link>
    </p>
  );
}
