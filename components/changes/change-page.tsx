"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { toApiError } from "#components/lib/api-error.ts";
import { changeQuery } from "#components/lib/change-queries.ts";
import { Page } from "#components/shell/page.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import { ChangePanel } from "./change-panel.tsx";

/** One change to a repository by itself: what it is, and how far it has come. */
export function ChangePage({ changeId }: { readonly changeId: string }) {
  const { data, error, refetch } = useQuery(changeQuery(changeId));
  if (data) {
    return (
      <Page
        title={data.title}
        description={
          <>
            In {data.repositoryName} · asked for by {data.askedBy}, <Ago at={data.createdAt} />
          </>
        }
      >
        <ChangePanel
          {...{ title: "Patch", description: "", diff: data.diff, change: data }}
          isPutting={false}
          onPut={() => undefined}
        />
      </Page>
    );
  }
  return (
    <Page title="Change">
      {!error ? <Skeleton lines={5} /> : null}
      {error && toApiError(error).code === "not_found" ? (
        <EmptyState icon={SearchX} title="This change does not exist">
          Everything that was ever changed is in the audit.
        </EmptyState>
      ) : null}
      {error && toApiError(error).code !== "not_found" ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : null}
    </Page>
  );
}
