"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowUpRight } from "lucide-react";
import { suggestionsQuery } from "#components/lib/queries.ts";
import type { PendingMessage } from "#components/lib/send-message.ts";
import { LogoMark } from "#components/ui/logo.tsx";
import { ErrorState } from "#components/ui/states.tsx";
import { PendingBubble } from "./message.tsx";
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
  if (data.prompts.length === 0) {
    return (
      <p className="mt-6 text-sm text-ink-soft">
        There are no playbooks yet. Add a repository under{" "}
        <a href="/playbooks" className="font-medium text-accent underline underline-offset-4">
          Playbooks
        </a>
        , and suggestions made from it will stand here.
      </p>
    );
  }
  return (
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
  );
}
