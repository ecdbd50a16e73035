"use client";

import { CircleDollarSign } from "lucide-react";
import { Page } from "#components/shell/page.tsx";
import { EmptyState } from "#components/ui/states.tsx";

/** What external models cost. Without one there is nothing to show, and it says so. */
export function SpendPage() {
  return (
    <Page title="Spend" description="What external models cost.">
      <EmptyState icon={CircleDollarSign} title="No external model is in use">
        Requests are understood and planned on this machine, so nothing leaves the house and nothing
        costs money.
      </EmptyState>
    </Page>
  );
}
