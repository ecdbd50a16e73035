"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useSaveGateSettings } from "#components/lib/settings-mutations.ts";
import { gateSettingsQuery } from "#components/lib/settings-queries.ts";
import { Button, IconButton } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import type { GatedPhase, GateSettings } from "#server/contracts/gate.ts";
import {
  addKind,
  daysProblem,
  kindProblem,
  needs,
  removeKind,
  setNeeded,
} from "./evidence-draft.ts";

const phases: readonly { readonly phase: GatedPhase; readonly label: string }[] = [
  { phase: "planning", label: "before it is shown for approval" },
  { phase: "approval", label: "before it runs" },
  { phase: "execution", label: "before it is checked" },
  { phase: "verification", label: "before it counts as done" },
];

/** Which kinds of evidence a request must have before it goes on, and how long it waits for them. Admins only. */
export function EvidenceSettings() {
  const { data, error, refetch } = useQuery(gateSettingsQuery());
  return (
    <Panel
      title="Evidence"
      description="What somebody must attach to a request before it goes on. Until then it is held, and says what it lacks."
    >
      {data ? <EvidenceForm key={JSON.stringify(data)} stored={data} /> : null}
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={4} /> : null}
    </Panel>
  );
}

function EvidenceForm({ stored }: { readonly stored: GateSettings }) {
  const [draft, setDraft] = useState(stored);
  const [days, setDays] = useState(String(stored.blockedDays));
  const save = useSaveGateSettings();
  const problem = daysProblem(days);
  const isChanged = draft !== stored || days !== String(stored.blockedDays);
  const press = () =>
    save.mutate(
      { ...draft, blockedDays: Number(days) },
      {
        onSuccess: () => toastDone("Saved: it holds for what goes on from now."),
        onError: toastError,
      },
    );
  const discard = () => {
    setDraft(stored);
    setDays(String(stored.blockedDays));
  };
  return (
    <div className="space-y-4">
      <ul className="divide-y divide-line">
        {draft.kinds.map((kind) => (
          <KindRow key={kind} kind={kind} draft={draft} onChange={setDraft} />
        ))}
      </ul>
      {draft.kinds.length === 0 ? (
        <p className="text-sm text-ink-soft">There is no kind: nothing can be asked for.</p>
      ) : null}
      <NewKind draft={draft} onAdd={(kind) => setDraft(addKind(draft, kind))} />
      <TextField
        label="Days that a request is held before it times out"
        inputMode="numeric"
        className="max-w-xs"
        value={days}
        problem={problem}
        onChange={({ target }) => setDays(target.value)}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          disabled={!isChanged || problem !== null}
          isBusy={save.isPending}
          onClick={press}
        >
          Save
        </Button>
        {isChanged ? (
          <Button variant="quiet" onClick={discard}>
            Discard changes
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function KindRow({
  kind,
  draft,
  onChange,
}: {
  readonly kind: string;
  readonly draft: GateSettings;
  readonly onChange: (draft: GateSettings) => void;
}) {
  const name = kind.replaceAll("_", " ");
  return (
    <li className="flex items-start gap-2 py-3 first:pt-0">
      <fieldset className="min-w-0 flex-1">
        <legend className="text-sm font-medium break-words">{name}</legend>
        <div className="flex flex-wrap gap-x-5">
          {phases.map(({ phase, label }) => (
            <label
              key={phase}
              className="touch inline-flex cursor-pointer items-center gap-2 text-[0.8125rem]"
            >
              <input
                type="checkbox"
                className="size-4.5 accent-(--accent)"
                checked={needs(draft, phase, kind)}
                onChange={({ target }) => onChange(setNeeded(draft, phase, kind, target.checked))}
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <IconButton
        icon={X}
        label={`Remove ${name}`}
        onClick={() => onChange(removeKind(draft, kind))}
      />
    </li>
  );
}

function NewKind({
  draft,
  onAdd,
}: {
  readonly draft: GateSettings;
  readonly onAdd: (kind: string) => void;
}) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const add = (event: FormEvent) => {
    event.preventDefault();
    const found = kindProblem(draft, text);
    setProblem(found);
    if (found !== null) return;
    onAdd(text);
    setText("");
  };
  return (
    <form onSubmit={add} className="flex max-w-md items-end gap-2">
      <TextField
        label="Another kind"
        placeholder="change_ticket"
        className="flex-1"
        value={text}
        problem={problem}
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="submit" icon={Plus}>
        Add
      </Button>
    </form>
  );
}
