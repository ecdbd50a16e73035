"use client";

import { FlaskConical } from "lucide-react";
import { type FormEvent, useRef } from "react";
import { useMakeRule, useTestRule } from "#components/lib/rule-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { BodyInput } from "#server/contracts/api.ts";
import type { RuleAsker, RuleOffer, RuleRisk } from "#server/contracts/rule.ts";
import { RuleTestResult } from "./rule-test-result.tsx";
import { askerWords, namesIn, riskWords, ruleDays, untilAfter, valueText } from "./rule-words.ts";

/** Makes a rule of what was approved before: where, up to which risk, for whom, until when. It can be tested first. */
export function RuleEditor({
  offer,
  onClose,
}: {
  readonly offer: RuleOffer;
  readonly onClose: () => void;
}) {
  const make = useMakeRule();
  const test = useTestRule();
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = readRule(offer, new FormData(event.currentTarget));
    make.mutate(body, {
      onSuccess: ({ name }) => {
        toastDone(`${name} approves from now on.`);
        onClose();
      },
    });
  };
  const tryIt = () => {
    if (form.current?.reportValidity()) test.mutate(readScope(offer, new FormData(form.current)));
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="New rule"
      description="Plans that it covers are approved without a press. High risk never is."
    >
      <form ref={form} onSubmit={submit} className="space-y-4 pt-2">
        <Kept offer={offer} />
        <TextField
          label="Name"
          name="name"
          required
          maxLength={80}
          autoComplete="off"
          defaultValue={offer.name}
          hint="Cards and the history say it."
        />
        <TextField
          label="Hosts"
          name="hosts"
          defaultValue={offer.hosts.join(", ")}
          hint="Only these, by their names in the inventory, with commas between them."
        />
        <TextField
          label="Groups"
          name="groups"
          hint="Or groups of the inventory, with the hosts that they have now."
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField label="Risk" name="maxRisk" defaultValue={offer.risk}>
            {riskWords.map(([risk, words]) => (
              <option key={risk} value={risk}>
                {words}
              </option>
            ))}
          </SelectField>
          <SelectField label="Lasts" name="days" defaultValue="90">
            {ruleDays.map(([days, words]) => (
              <option key={days} value={days}>
                {words}
              </option>
            ))}
          </SelectField>
        </div>
        <SelectField label="Asked by" name="askerRole" defaultValue="operator">
          {askerWords.map(([role, words]) => (
            <option key={role} value={role}>
              {words}
            </option>
          ))}
        </SelectField>
        <ErrorNotice error={test.error ?? make.error} />
        {test.data ? <RuleTestResult test={test.data} /> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button icon={FlaskConical} isBusy={test.isPending} onClick={tryIt}>
            Test it
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={make.isPending}>
            Make rule
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What a rule takes over and nobody edits. */
function Kept({ offer }: { readonly offer: RuleOffer }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 rounded-lg bg-sunken p-3 text-[0.8125rem]">
      <dt className="text-ink-soft">Playbook</dt>
      <dd className="min-w-0 font-mono text-xs break-words">
        {offer.repositoryName}: {offer.entryPath}
      </dd>
      <dt className="text-ink-soft">Values</dt>
      <dd className="min-w-0 font-mono text-xs break-words">
        {offer.values.length === 0
          ? "the playbook's own"
          : offer.values.map(({ name, value }) => `${name} = ${valueText(value)}`).join(", ")}
      </dd>
      <dt className="text-ink-soft">Content</dt>
      <dd>as it is now: when a file changes, the rule waits for you</dd>
    </dl>
  );
}

function readScope(offer: RuleOffer, form: FormData): BodyInput<"testRule"> {
  return {
    planId: offer.planId,
    taskKey: offer.taskKey,
    hosts: namesIn(String(form.get("hosts") ?? "")),
    groups: namesIn(String(form.get("groups") ?? "")),
    // The choices are these words.
    maxRisk: form.get("maxRisk") as RuleRisk,
    askerRole: form.get("askerRole") as RuleAsker,
  };
}

function readRule(offer: RuleOffer, form: FormData): BodyInput<"makeRule"> {
  return {
    ...readScope(offer, form),
    name: String(form.get("name") ?? "").trim(),
    until: untilAfter(Number(form.get("days")), Date.now()),
  };
}
