"use client";

import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { toApiError } from "#components/lib/api-error.ts";
import { useGiveSecretAgain } from "#components/lib/mutations.ts";
import { whoMay } from "#components/lib/permissions.ts";
import { SecretValue } from "#components/secret/secret-value.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Plan, RequestView } from "#server/contracts/plan.ts";
import type { SecretTrouble } from "#server/contracts/runner.ts";

/** Tasks that failed for want of a password, each with a way to give it again. Nothing is tried again by itself. */
export function SecretAgain({ view, plan }: { readonly view: RequestView; readonly plan: Plan }) {
  return view.tasks.map((task) => {
    const newest = task.runs.toSorted((a, b) => b.attempt - a.attempt)[0];
    const trouble = newest?.outcome?.secretTrouble;
    return trouble ? (
      <Trouble key={task.id} planId={plan.id} taskKey={task.taskKey} trouble={trouble} />
    ) : null;
  });
}

interface TroubleProps {
  readonly planId: string;
  readonly taskKey: string;
  readonly trouble: SecretTrouble;
}

function Trouble(props: TroubleProps) {
  const { trouble } = props;
  const mayStore = useMay("secret.manage");
  const [isOpen, setOpen] = useState(false);
  const [isGiven, setGiven] = useState(false);
  const canGive = trouble.problem !== "unusable";
  return (
    <Notice
      tone="bad"
      icon={KeyRound}
      title={trouble.message}
      actions={
        canGive && mayStore && !isOpen && !isGiven ? (
          <Button size="small" icon={KeyRound} onClick={() => setOpen(true)}>
            {trouble.problem === "missing" ? "Give it" : "Give it again"}
          </Button>
        ) : null
      }
    >
      {isGiven ? <p role="status">Stored. Plan it again to use it.</p> : null}
      {canGive && !isGiven ? (
        <p>
          It is not tried again by itself, so that no account is locked.
          {mayStore ? "" : ` The password can be stored by ${whoMay("secret.manage")}.`}
        </p>
      ) : null}
      {isOpen && !isGiven ? (
        <AgainForm {...props} onClose={() => setOpen(false)} onGiven={() => setGiven(true)} />
      ) : null}
    </Notice>
  );
}

function AgainForm({
  planId,
  taskKey,
  onClose,
  onGiven,
}: TroubleProps & { readonly onClose: () => void; readonly onGiven: () => void }) {
  const give = useGiveSecretAgain();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const value = String(new FormData(event.currentTarget).get("value") ?? "");
    give.mutate({ planId, taskKey, value }, { onSuccess: onGiven });
  };
  const problem = give.error ? toApiError(give.error) : null;
  return (
    <form onSubmit={submit} className="mt-2 space-y-2">
      <SecretValue
        label="Password"
        isLong={false}
        hint="Stored, encrypted, in place of the one that was used."
      />
      {problem ? (
        <p role="alert" className="text-[0.8125rem] text-bad">
          {problem.message} {problem.fix}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={give.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
