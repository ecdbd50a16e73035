import { Link } from "#components/ui/link.tsx";

/** Leads to the request that something made; nothing where it made none. */
export function RequestLink({ requestId }: { readonly requestId: string | null }) {
  if (requestId === null) return null;
  return (
    <Link href={`/requests/${requestId}`} className="text-accent underline underline-offset-4">
      Open the request
    </Link>
  );
}
