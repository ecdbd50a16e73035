import { Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import type { PlannedUndo, PlanTask } from "#server/contracts/plan.ts";

/** What could be done if the plan goes wrong: the playbooks that take it back, and what nothing takes back. */
export function UndoNote({ tasks }: { readonly tasks: readonly PlanTask[] }) {
  const undos = tasks.flatMap(({ undo }) => (undo == null ? [] : [undo])).toReversed();
  const named = [...new Map(undos.map((undo) => [undo.entryId, undo])).values()];
  const lost = tasks.filter(({ undo }) => undo === null).map(({ name }) => name);
  if (named.length + lost.length === 0) return null;
  return (
    <p className="flex items-start gap-1.5 text-[0.8125rem] text-ink-soft">
      <Undo2 aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 break-words">
        <span className="font-medium text-ink">If it goes wrong: </span>
        {named.length === 0 ? null : <Named undos={named} />}
        {lost.length === 0 ? null : <Lost names={lost} isAll={named.length === 0} />}
      </span>
    </p>
  );
}

function Named({ undos }: { readonly undos: readonly PlannedUndo[] }) {
  const isRenewal = undos.some((undo) => undo.isRenewal);
  return (
    <>
      {undos.map(({ entryId, name, entryPath }, at) => (
        <Listed key={entryId} at={at}>
          <em>{name}</em> (<code className="break-all">{entryPath}</code>)
        </Listed>
      ))}{" "}
      can be planned from this card afterwards.
      {isRenewal ? " What is deleted stays deleted." : ""}
    </>
  );
}

function Listed({ at, children }: { readonly at: number; readonly children: ReactNode }) {
  return (
    <>
      {at === 0 ? null : ", then "}
      {children}
    </>
  );
}

function Lost({ names, isAll }: { readonly names: readonly string[]; readonly isAll: boolean }) {
  const what = isAll && names.length === 1 ? "this" : names.map((name) => `“${name}”`).join(", ");
  return isAll ? `no playbook takes ${what} back.` : ` No playbook takes ${what} back.`;
}
