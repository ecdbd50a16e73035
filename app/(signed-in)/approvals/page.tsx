import type { Metadata } from "next";
import { Suspense } from "react";
import { ApprovalsPage } from "#components/approvals/approvals-page.tsx";
import { Skeleton } from "#components/ui/states.tsx";

export const metadata: Metadata = { title: "Approvals" };

/** Plans that wait for a decision. */
export default function Page() {
  return (
    <Suspense fallback={<Skeleton className="mx-auto max-w-5xl p-8" />}>
      <ApprovalsPage />
    </Suspense>
  );
}
