"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { repositoriesQuery } from "#components/lib/catalog-queries.ts";
import { suggestionsQuery } from "#components/lib/conversation-queries.ts";
import { Link } from "#components/ui/link.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { newestOwn } from "./use-first-steps.ts";

/** Something to ask for, made from the own repository that was added last, where there is one. */
export function FirstRequest() {
  const { data: listed } = useQuery(repositoriesQuery());
  const own = newestOwn(listed?.repositories ?? []);
  const { data, error, refetch } = useQuery({
    ...suggestionsQuery(own?.id),
    enabled: listed !== undefined,
  });
  const isEmpty = own !== undefined && data?.prompts.length === 0;
  return (
    <div className="space-y-3">
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={3} /> : null}
      {data && own && !isEmpty ? <p className="text-sm font-medium">From {own.name}:</p> : null}
      {isEmpty ? (
        <p className="text-sm text-ink-soft">
          Nothing of {own.name} can run yet: the first step says what it needs. The chat has
          examples from the homelab that comes along.
        </p>
      ) : null}
      <ul className="grid gap-2 sm:grid-cols-2">
        {data?.prompts.slice(0, 6).map((prompt) => (
          <li key={prompt}>
            <Link
              href={`/?prompt=${encodeURIComponent(prompt)}`}
              className="flex min-h-12 items-center justify-between gap-3 rounded-xl border border-line bg-surface px-4 py-2.5 text-sm shadow-card hover:border-accent-line hover:bg-accent-soft"
            >
              {prompt}
              <ArrowRight aria-hidden className="size-4 shrink-0 text-accent" />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
