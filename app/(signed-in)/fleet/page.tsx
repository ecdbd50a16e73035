import type { Metadata } from "next";
import { Suspense } from "react";
import { FleetPage } from "#components/fleet/fleet-page.tsx";
import { Skeleton } from "#components/ui/states.tsx";

export const metadata: Metadata = { title: "Fleet" };

/** Agents and hosts. */
export default function Page() {
  return (
    <Suspense fallback={<Skeleton className="mx-auto max-w-5xl p-8" />}>
      <FleetPage />
    </Suspense>
  );
}
