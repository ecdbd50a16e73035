"use client";

import type { FormEvent } from "react";
import { useChangeRule } from "#components/lib/rule-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { BodyInput } from "#server/contracts/api.ts";
import type { Rule, RuleAsker, RuleRisk } from "#server/contracts/rule.ts";
import { askerWords, riskWords, ruleDays, untilAfter } from "./rule-words.ts";

/** Changes what a rule is called, how far it goes and how long it lasts. Hosts and values need a rule of their own. */
export function ChangeRule({
  rule,
  onClose,
}: {
  readonly rule: Rule;
  readonly onClose: () => void;
}) {
  const change = useChangeRule();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate(
      { id: rule.id, ...readChange(new FormData(event.currentTarget)) },
      {
        onSuccess: ({ name }) => {
          toastDone(`${name} changed.`);
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Change ${rule.name}`}
      description="It stands in your name from then on. Other hosts or values take a rule of their own."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        <TextField label="Name" name="name" required maxLength={80} defaultValue={rule.name} />
        <SelectField label="Risk" name="maxRisk" defaultValue={rule.maxRisk}>
          {riskWords.map(([risk, words]) => (
            <option key={risk} value={risk}>
              {words}
            </option>
          ))}
        </SelectField>
        <SelectField label="Asked by" name="askerRole" defaultValue={rule.askerRole}>
          {askerWords.map(([role, words]) => (
            <option key={role} value={role}>
              {words}
            </option>
          ))}
        </SelectField>
        <SelectField label="Lasts" name="days" defaultValue="">
          <option value="">as long as now</option>
          {ruleDays.map(([days, words]) => (
            <option key={days} value={days}>
              {words} from today
            </option>
          ))}
        </SelectField>
        <ErrorNotice error={change.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={change.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function readChange(form: FormData): BodyInput<"changeRule"> {
  const days = Number(form.get("days"));
  return {
    name: String(form.get("name") ?? "").trim(),
    // The choices are these words.
    maxRisk: form.get("maxRisk") as RuleRisk,
    askerRole: form.get("askerRole") as RuleAsker,
    ...(days > 0 ? { until: untilAfter(days, Date.now()) } : {}),
  };
}
