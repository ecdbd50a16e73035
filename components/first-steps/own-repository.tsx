"use client";

import { useQuery } from "@tanstack/react-query";
import { FolderGit2, Plus } from "lucide-react";
import { useState } from "react";
import { repositoriesQuery } from "#components/lib/catalog-queries.ts";
import { AddRepository } from "#components/playbooks/add-repository.tsx";
import { RepositoryRow } from "#components/playbooks/repository-row.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import { isOwn } from "./use-first-steps.ts";

/** Adds one's own repository, and shows what it needs. */
export function OwnRepository() {
  const { data, error, refetch } = useQuery(repositoriesQuery());
  const canManage = useMay("repository.manage");
  const [isAdding, setAdding] = useState(false);
  const own = data?.repositories.filter(isOwn);
  const add = canManage ? (
    <Button
      variant={own?.length === 0 ? "primary" : "secondary"}
      icon={Plus}
      onClick={() => setAdding(true)}
    >
      Add a repository
    </Button>
  ) : null;
  return (
    <Panel title="Your repositories" isFlush actions={own && own.length > 0 ? add : null}>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
      ) : null}
      {!data && !error ? <Skeleton lines={3} className="p-4" /> : null}
      {own?.length === 0 ? (
        <EmptyState icon={FolderGit2} title="None of your own yet" action={add}>
          A folder on this machine, with git or without, or an https or ssh address.
        </EmptyState>
      ) : null}
      <ul className="divide-y divide-line">
        {own?.map((repository) => (
          <RepositoryRow key={repository.id} repository={repository} />
        ))}
      </ul>
      {isAdding ? <AddRepository onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}
