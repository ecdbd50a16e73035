import type { Metadata } from "next";
import { Suspense } from "react";
import { AuditPage } from "#components/audit/audit-page.tsx";
import { Skeleton } from "#components/ui/states.tsx";

export const metadata: Metadata = { title: "Audit" };

/** The timeline of everything that happened; its filters stand in the address. */
export default function Page() {
  return (
    <Suspense fallback={<Skeleton className="mx-auto max-w-5xl p-8" />}>
      <AuditPage />
    </Suspense>
  );
}
