"use client";

import { ErrorState } from "#components/ui/states.tsx";

/** A page that broke while it was drawn. */
export default function PageError({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  return (
    <div className="mx-auto max-w-xl p-6">
      <h1 className="mb-3 text-xl font-semibold">This page could not be shown</h1>
      <ErrorState error={error} onRetry={reset} />
      <p className="mt-3 text-sm text-ink-soft">
        Nothing you approved is affected: running tasks continue without this page.
        {error.digest ? ` Reference ${error.digest}.` : ""}
      </p>
    </div>
  );
}
