import type { ApiError } from "#components/lib/api-error.ts";

/** What went wrong with a form, read out at once. */
export function FormError({ error }: { readonly error: ApiError | null }) {
  if (!error) return null;
  return (
    <div
      role="alert"
      className="rounded-lg border border-bad-line bg-bad-soft px-3 py-2 text-sm text-bad"
    >
      <p className="font-medium">{error.message}</p>
      <p className="text-ink">{error.fix}</p>
    </div>
  );
}
