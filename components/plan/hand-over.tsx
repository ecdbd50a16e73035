"use client";

import { useQuery } from "@tanstack/react-query";
import { UserRoundPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useOfferHandoff } from "#components/lib/handoff-mutations.ts";
import { handoffsQuery } from "#components/lib/request-queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SelectField, TextAreaField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { RequestView, TaskView } from "#server/contracts/plan.ts";

const handable = ["paused", "failed", "needs_review"];

/** Hands a task that waits or went wrong to somebody else; nothing where there is none, or nobody else. */
export function HandOver({ view }: { readonly view: RequestView }) {
  const canAsk = useMay("request.submit");
  const { data } = useQuery(handoffsQuery());
  const [isOpen, setOpen] = useState(false);
  const tasks = view.tasks.filter(({ status }) => handable.includes(status));
  const people = data?.people ?? [];
  if (!canAsk || tasks.length === 0 || people.length === 0) return null;
  return (
    <>
      <Button size="small" icon={UserRoundPlus} onClick={() => setOpen(true)}>
        Hand over
      </Button>
      {isOpen ? <Form tasks={tasks} people={people} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Form({
  tasks,
  people,
  onClose,
}: {
  readonly tasks: readonly TaskView[];
  readonly people: readonly string[];
  readonly onClose: () => void;
}) {
  const offer = useOfferHandoff();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const of = (name: string) => String(form.get(name) ?? "").trim();
    const [taskId, to, context] = [of("task"), of("to"), of("context")];
    offer.mutate(
      { taskId, to, context },
      {
        onSuccess: () => {
          toastDone(`${to} is asked to take it.`);
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Hand over a task"
      description="They see it under Approvals, and accept or decline it."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        <SelectField label="Task" name="task">
          {tasks.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField label="To" name="to">
          {people.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
        <TextAreaField
          label="What they should know"
          name="context"
          required
          rows={4}
          maxLength={1000}
        />
        <ErrorNotice error={offer.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={offer.isPending}>
            Hand over
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
