import type { Metadata } from "next";
import { Suspense } from "react";
import { SettingsPage } from "#components/settings/settings-page.tsx";
import { Skeleton } from "#components/ui/states.tsx";

export const metadata: Metadata = { title: "Settings" };

/** People, this installation, and one's own account. */
export default function Page() {
  return (
    <Suspense fallback={<Skeleton className="mx-auto max-w-5xl p-8" />}>
      <SettingsPage />
    </Suspense>
  );
}
