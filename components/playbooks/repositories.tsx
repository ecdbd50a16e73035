"use client";

import { useQuery } from "@tanstack/react-query";
import { FolderGit2, Plus } from "lucide-react";
import { useState } from "react";
import { repositoriesQuery } from "#components/lib/catalog-queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import { AddRepository } from "./add-repository.tsx";
import { RepositoryRow } from "./repository-row.tsx";

/** Every repository with what its last scan said. */
export function Repositories() {
  const { data, error, refetch } = useQuery(repositoriesQuery());
  const canManage = useMay("repository.manage");
  const [isAdding, setAdding] = useState(false);
  return (
    <Panel
      title="Repositories"
      isFlush
      actions={
        canManage ? (
          <Button size="small" icon={Plus} onClick={() => setAdding(true)}>
            Add
          </Button>
        ) : null
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
      ) : null}
      {!data && !error ? <Skeleton lines={3} className="p-4" /> : null}
      {data?.repositories.length === 0 ? (
        <EmptyState icon={FolderGit2} title="No repository yet">
          Add a git repository of playbooks: a folder on this machine, or an https or ssh address.
        </EmptyState>
      ) : null}
      <ul className="divide-y divide-line">
        {data?.repositories.map((repository) => (
          <RepositoryRow key={repository.id} repository={repository} />
        ))}
      </ul>
      {isAdding ? <AddRepository onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}
