import { FileSearch } from "lucide-react";
import { buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import type { RequestView } from "#server/contracts/plan.ts";

/** Leads to what went wrong; nothing for a request that did not fail. */
export function PostMortemLink({ view }: { readonly view: RequestView }) {
  if (view.end !== "failed") return null;
  return (
    <Link
      href={`/requests/${view.requestId}/post-mortem`}
      className={buttonClass({ size: "small" })}
    >
      <FileSearch aria-hidden className="size-4" />
      What went wrong
    </Link>
  );
}
