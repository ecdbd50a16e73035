import type { Metadata } from "next";
import { Suspense } from "react";
import { PlaybooksPage } from "#components/playbooks/playbooks-page.tsx";
import { Skeleton } from "#components/ui/states.tsx";

export const metadata: Metadata = { title: "Playbooks" };

/** Repositories and the catalog found in them. */
export default function Page() {
  return (
    <Suspense fallback={<Skeleton className="mx-auto max-w-5xl p-8" />}>
      <PlaybooksPage />
    </Suspense>
  );
}
