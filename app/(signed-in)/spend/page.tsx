import type { Metadata } from "next";
import { Suspense } from "react";
import { SpendPage } from "#components/spend/spend-page.tsx";
import { Skeleton } from "#components/ui/states.tsx";

export const metadata: Metadata = { title: "Spend" };

/** What external models cost. */
export default function Page() {
  return (
    <Suspense fallback={<Skeleton className="mx-auto max-w-5xl p-8" />}>
      <SpendPage />
    </Suspense>
  );
}
