"use client";

import { type FormEvent, useState } from "react";
import { Meter } from "#components/fleet/meter.tsx";
import { toApiError } from "#components/lib/api-error.ts";
import { useSetBudgets } from "#components/lib/settings-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { ModelBudgets, SpendReport } from "#server/contracts/ai.ts";
import { whatLeavesTheHouse } from "#server/contracts/model-notice.ts";
import { fieldText, moneyText, readField, tokensText } from "./money.ts";

const limits: readonly { readonly name: keyof ModelBudgets; readonly label: string }[] = [
  { name: "externalDayMicroUsd", label: "External, US dollars a day" },
  { name: "externalMonthMicroUsd", label: "External, US dollars a month" },
  { name: "externalDayTokens", label: "External, tokens a day" },
  { name: "externalMonthTokens", label: "External, tokens a month" },
  { name: "localDayTokens", label: "Local, tokens a day" },
];

/** What models may cost and how much of it is used; admins change it here. */
export function Budgets({ report }: { readonly report: SpendReport }) {
  const [isOpen, setOpen] = useState(false);
  const canChange = useMay("settings.manage");
  return (
    <Panel
      title="Budgets"
      description="A call that could exceed one is not made. Days and months are in UTC."
      actions={
        canChange ? (
          <Button size="small" onClick={() => setOpen(true)}>
            Change budgets
          </Button>
        ) : null
      }
    >
      <div className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
        {limits.map(({ name, label }) => (
          <Gauge
            key={name}
            label={label}
            name={name}
            gauge={report.gauges[name]}
            isOff={name.startsWith("external") && !report.external.enabled}
          />
        ))}
      </div>
      {isOpen ? <BudgetForm budgets={report.budgets} onClose={() => setOpen(false)} /> : null}
    </Panel>
  );
}

function Gauge({
  label,
  name,
  gauge: { limit, used },
  isOff,
}: {
  readonly label: string;
  readonly name: keyof ModelBudgets;
  readonly gauge: SpendReport["gauges"][keyof ModelBudgets];
  /** No such model is asked at all. */
  readonly isOff: boolean;
}) {
  const amount = name.endsWith("Usd") ? moneyText : tokensText;
  const text =
    limit === null
      ? isOff && used === 0
        ? "Off"
        : `${amount(used)}, no limit`
      : `${amount(used)} of ${amount(limit)}`;
  return <Meter label={label} used={used} total={limit ?? 0} text={text} />;
}

function BudgetForm({
  budgets,
  onClose,
}: {
  readonly budgets: ModelBudgets;
  readonly onClose: () => void;
}) {
  const save = useSetBudgets();
  const [wrong, setWrong] = useState<keyof ModelBudgets | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = limits.map(({ name }) => ({ name, limit: readField(name, text(form, name)) }));
    const bad = read.find(({ limit }) => limit === undefined);
    setWrong(bad?.name ?? null);
    if (bad) return;
    const body = {
      ...budgets,
      ...Object.fromEntries(read.map(({ name, limit }) => [name, limit])),
    };
    save.mutate(body, {
      onSuccess: () => {
        toastDone("Budgets changed.");
        onClose();
      },
    });
  };
  const problem = save.error ? toApiError(save.error) : null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Budgets"
      description="Leave a field empty for no limit; 0 allows nothing. External models stay off until a dollar budget is set."
    >
      <form onSubmit={submit} noValidate className="space-y-4 pt-2">
        <Notice title="What an external model is sent">{whatLeavesTheHouse}</Notice>
        <div className="grid gap-4 sm:grid-cols-2">
          {limits.map(({ name, label }) => (
            <TextField
              key={name}
              label={label}
              name={name}
              inputMode="decimal"
              autoComplete="off"
              defaultValue={fieldText(name, budgets[name])}
              problem={wrong === name ? "Enter 0 or more, or leave it empty." : null}
            />
          ))}
        </div>
        {problem ? (
          <Notice tone="bad" title={problem.message}>
            {problem.fix}
          </Notice>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={save.isPending}>
            Save budgets
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "");
}
