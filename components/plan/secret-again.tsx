"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { whoMay } from "#components/lib/permissions.ts";
import { useGiveSecretAgain } from "#components/lib/secret-mutations.ts";
import { GiveSecretForm, type Keep } from "#components/secret/give-secret-form.tsx";
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
      <Trouble key={task.id} plan={plan} taskKey={task.taskKey} trouble={trouble} />
    ) : null;
  });
}

interface TroubleProps {
  readonly plan: Plan;
  readonly taskKey: string;
  readonly trouble: SecretTrouble;
}

function Trouble(props: TroubleProps) {
  const { trouble } = props;
  const mayGive = useMay("secret.give");
  const [isOpen, setOpen] = useState(false);
  const [given, setGiven] = useState<Keep | null>(null);
  const canGive = trouble.problem !== "unusable";
  return (
    <Notice
      tone="bad"
      icon={KeyRound}
      title={trouble.message}
      actions={
        canGive && mayGive && !isOpen && given === null ? (
          <Button size="small" icon={KeyRound} onClick={() => setOpen(true)}>
            {trouble.problem === "missing" ? "Give it" : "Give it again"}
          </Button>
        ) : null
      }
    >
      {given === null ? null : <p role="status">{givenWords[given]}</p>}
      {canGive && given === null ? (
        <p>
          It is not tried again by itself, so that no account is locked.
          {mayGive ? "" : ` The password can be given by ${whoMay("secret.give")}.`}
        </p>
      ) : null}
      {isOpen && given === null ? (
        <AgainForm {...props} onClose={() => setOpen(false)} onGiven={setGiven} />
      ) : null}
    </Notice>
  );
}

const givenWords: Readonly<Record<Keep, string>> = {
  once: "Planned again with this password. The new plan waits for approval.",
  save: "Stored. Plan it again to use it.",
};

function AgainForm({
  plan,
  taskKey,
  onClose,
  onGiven,
}: TroubleProps & { readonly onClose: () => void; readonly onGiven: (keep: Keep) => void }) {
  const give = useGiveSecretAgain(plan.requestId);
  const maySave = useMay("secret.manage");
  return (
    <GiveSecretForm
      hint={maySave ? `${once} ${save}` : once}
      error={give.error}
      pending={give.isPending ? give.variables.keep : null}
      onGive={(value, keep) =>
        give.mutate({ planId: plan.id, taskKey, value, keep }, { onSuccess: () => onGiven(keep) })
      }
    >
      <Button onClick={onClose}>Cancel</Button>
    </GiveSecretForm>
  );
}

const once = '"Give once" plans it again now and forgets the password when that plan ends.';
const save = '"Save" stores it, encrypted, in place of the one that was used.';
