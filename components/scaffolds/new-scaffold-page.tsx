"use client";

import { useQuery } from "@tanstack/react-query";
import { FilePlus2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toApiError } from "#components/lib/api-error.ts";
import { repositoriesQuery } from "#components/lib/catalog-queries.ts";
import { useStartScaffold } from "#components/lib/scaffold-mutations.ts";
import { Page } from "#components/shell/page.tsx";
import { useMay } from "#components/shell/session.tsx";
import { FormError } from "#components/sign-in/form-error.tsx";
import { Button } from "#components/ui/button.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { Repository } from "#server/contracts/playbook.ts";

/** Asks which service, and in which repository its playbook shall stand. */
export function NewScaffoldPage({ service = "" }: { readonly service?: string }) {
  const { data, error, refetch } = useQuery(repositoriesQuery());
  const canManage = useMay("repository.manage");
  const repositories = (data?.repositories ?? []).filter(({ kind }) => kind === "git");
  return (
    <Page
      title="New playbook"
      description="A playbook and a role for a service, written as your repository writes its own. Nothing is changed before you have read it."
    >
      {canManage ? null : <Notice>Ask an admin: only they may add playbooks.</Notice>}
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={4} /> : null}
      {canManage && repositories.length > 0 ? (
        <Form repositories={repositories} asked={service} />
      ) : null}
    </Page>
  );
}

function Form({
  repositories,
  asked,
}: {
  readonly repositories: readonly Repository[];
  readonly asked: string;
}) {
  const router = useRouter();
  const { mutate, isPending, error } = useStartScaffold();
  const [service, setService] = useState(asked);
  const own = repositories.find(({ builtin }) => !builtin) ?? repositories[0];
  const [repositoryId, setRepositoryId] = useState(own?.id ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate({ repositoryId, service }, { onSuccess: ({ id }) => router.push(`/scaffolds/${id}`) });
  };
  return (
    <Panel>
      <form onSubmit={submit} className="space-y-4">
        <TextField
          label="Service"
          value={service}
          required
          maxLength={50}
          placeholder="jellyfin"
          onChange={(event) => setService(event.target.value)}
        />
        <SelectField
          label="Repository"
          value={repositoryId}
          onChange={(event) => setRepositoryId(event.target.value)}
        >
          {repositories.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <FormError error={error === null ? null : toApiError(error)} />
        <Button
          type="submit"
          variant="primary"
          icon={FilePlus2}
          isBusy={isPending}
          disabled={service.trim() === ""}
        >
          Write it
        </Button>
      </form>
    </Panel>
  );
}
