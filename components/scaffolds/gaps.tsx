"use client";

import { PencilLine, Sparkles } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useFillScaffold, useProposeScaffoldValues } from "#components/lib/scaffold-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { ErrorNotice, Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { Scaffold, ScaffoldProposals, ScaffoldResult } from "#server/contracts/scaffold.ts";

type Gap = ScaffoldResult["gaps"][number];

/** What only the owner can say of a service. What is known already can be written into the role; the card asks for the rest. */
export function Gaps({
  scaffold,
  gaps,
}: {
  readonly scaffold: Scaffold;
  readonly gaps: readonly Gap[];
}) {
  const mayFill = useMay("repository.manage");
  if (gaps.length === 0) return null;
  const fillable = mayFill
    ? gaps.filter(({ variable }) => scaffold.fillable.includes(variable))
    : [];
  const others = gaps.filter((gap) => !fillable.includes(gap));
  const later = "the card asks for it when it is deployed";
  return (
    <Panel
      title="Only you can say"
      description={
        fillable.length === 0
          ? "The card asks for these when it is deployed."
          : `Write what you know into the role; for what stays empty, ${later}.`
      }
    >
      <div className="space-y-4">
        {fillable.length === 0 ? null : <FillGaps scaffoldId={scaffold.id} gaps={fillable} />}
        {others.length === 0 ? null : <GapList gaps={others} />}
      </div>
    </Panel>
  );
}

function GapList({ gaps }: { readonly gaps: readonly Gap[] }) {
  return (
    <ul className="space-y-2">
      {gaps.map(({ variable, question, isSecret }) => (
        <li key={variable} className="text-sm">
          {question}
          <span className="block font-mono text-xs break-all text-ink-faint">
            {variable}
            {isSecret ? " · secret" : ""}
          </span>
        </li>
      ))}
    </ul>
  );
}

function FillGaps({
  scaffoldId,
  gaps,
}: {
  readonly scaffoldId: string;
  readonly gaps: readonly Gap[];
}) {
  const router = useRouter();
  const fill = useFillScaffold(scaffoldId);
  const propose = useProposeScaffoldValues(scaffoldId);
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const proposed = (variable: string) =>
    propose.data?.values.find((one) => one.variable === variable);
  const shownValue = (variable: string) => typed.get(variable) ?? proposed(variable)?.value ?? "";
  const values = gaps
    .map(({ variable }) => ({ variable, value: shownValue(variable).trim() }))
    .filter(({ value }) => value !== "");
  const save = () =>
    fill.mutate({ values }, { onSuccess: ({ id }) => router.push(`/scaffolds/${id}`) });
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (values.length > 0) save();
      }}
    >
      {gaps.map(({ variable, question }) => (
        <TextField
          key={variable}
          label={question}
          value={shownValue(variable)}
          hint={hintOf(
            variable,
            typed.has(variable) ? undefined : proposed(variable),
            propose.data,
          )}
          maxLength={300}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          onChange={({ target }) => setTyped(new Map(typed).set(variable, target.value))}
        />
      ))}
      <ProposalNotice proposals={propose.data} />
      <ErrorNotice error={propose.error ?? fill.error} />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          type="submit"
          variant="primary"
          icon={PencilLine}
          isBusy={fill.isPending}
          disabled={values.length === 0}
        >
          Write into the role
        </Button>
        <Button icon={Sparkles} isBusy={propose.isPending} onClick={() => propose.mutate()}>
          Propose values
        </Button>
      </div>
    </form>
  );
}

function hintOf(
  variable: string,
  proposal: ScaffoldProposals["values"][number] | undefined,
  proposals: ScaffoldProposals | undefined,
) {
  if (proposal === undefined) return <span className="font-mono text-xs">{variable}</span>;
  const why = proposal.why === "" ? "" : `: ${proposal.why}`;
  return (
    <span className="text-warn">
      Proposed by {proposals?.model ?? "a model"}
      {why}. Check it: nothing has proven it.
    </span>
  );
}

/** Why there are no proposals, and what leaves for a model the first time. */
function ProposalNotice({ proposals }: { readonly proposals: ScaffoldProposals | undefined }) {
  if (proposals === undefined) return null;
  const { model, reason, notice, values } = proposals;
  return (
    <>
      {notice === null ? null : (
        <Notice tone="accent" title="An external model was asked">
          {notice}
        </Notice>
      )}
      {values.length > 0 ? null : (
        <p role="status" className="text-[0.8125rem] text-ink-soft">
          {model === null
            ? `No model answered. ${reason}.`
            : `${model} is sure of none of these values.`}
        </p>
      )}
    </>
  );
}
