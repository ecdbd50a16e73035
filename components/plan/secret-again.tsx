"use client";

import { KeyRound } from "lucide-react";
import { useRef, useState } from "react";
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
      <Trouble key={task.id} plan={plan} taskKey={task.taskKey} trouble={trouble} />
    ) : null;
  });
}

interface TroubleProps {
  readonly plan: Plan;
  readonly taskKey: string;
  readonly trouble: SecretTrouble;
}

type Keep = "once" | "save";

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
  const form = useRef<HTMLFormElement>(null);
  const send = (keep: Keep) => {
    const value = String(new FormData(form.current ?? undefined).get("value") ?? "");
    if (value === "") {
      form.current?.reportValidity();
      return;
    }
    give.mutate({ planId: plan.id, taskKey, value, keep }, { onSuccess: () => onGiven(keep) });
  };
  const problem = give.error ? toApiError(give.error) : null;
  const pressed = give.isPending ? give.variables.keep : null;
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        send("once");
      }}
      className="mt-2 space-y-2"
    >
      <SecretValue label="Password" isLong={false} hint={maySave ? `${once} ${save}` : once} />
      {problem ? (
        <p role="alert" className="text-[0.8125rem] text-bad">
          {problem.message} {problem.fix}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" isBusy={pressed === "once"} disabled={give.isPending}>
          Give once
        </Button>
        {maySave ? (
          <Button
            isBusy={pressed === "save"}
            disabled={give.isPending}
            onClick={() => send("save")}
          >
            Save
          </Button>
        ) : null}
      </div>
    </form>
  );
}

const once = '"Give once" plans it again now and forgets the password when that plan ends.';
const save = '"Save" stores it, encrypted, in place of the one that was used.';
