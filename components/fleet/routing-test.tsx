"use client";

import type { FormEvent } from "react";
import { useExplainRouting } from "#components/lib/agent-mutations.ts";
import { DecisionView } from "#components/routing/decision-view.tsx";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import type { RoutingExplanation } from "#server/contracts/routing.ts";

/** Says where a request would go; nothing is started. */
export function RoutingTest({
  rules,
}: {
  /** Rules that are not saved yet, which are tried then; null for those in force. */
  readonly rules: string | null;
}) {
  const explain = useExplainRouting();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get("text") ?? "").trim();
    if (text !== "") explain.mutate({ text, ...(rules === null ? {} : { rules }) });
  };
  return (
    <div className="space-y-3">
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <TextField
          label="Where would this go?"
          name="text"
          required
          maxLength={1000}
          placeholder="Deploy kuma to nas1"
          className="min-w-0 flex-1 basis-56"
        />
        <Button type="submit" isBusy={explain.isPending}>
          {rules === null ? "Try" : "Try with these rules"}
        </Button>
      </form>
      <ErrorNotice error={explain.error} />
      <div aria-live="polite">
        {explain.data ? (
          <div className="space-y-2">
            <p className="text-[0.8125rem] text-ink-soft">{understood(explain.data.task)}</p>
            <DecisionView decision={explain.data.decision} />
          </div>
        ) : null}
      </div>
    </div>
  );
}

function understood({ playbook, service, hosts }: RoutingExplanation["task"]): string {
  const about = [service, playbook].filter((each) => each !== null).join(", ");
  const where = hosts.length === 0 ? "" : ` on ${hosts.join(", ")}`;
  return about === "" && where === ""
    ? "No playbook or host of yours is named in that."
    : `Understood as ${about || "work"}${where}.`;
}
