import { Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import type { PlannedUndo, PlanTask } from "#server/contracts/plan.ts";
import { plural } from "#server/lib/units.ts";

/**
 * What could be done if the plan goes wrong: the playbooks that take it back, the files that are put back, and what stays.
 */
export function UndoNote({
  tasks,
  isWaiting,
}: {
  readonly tasks: readonly PlanTask[];
  readonly isWaiting: boolean;
}) {
  const undos = tasks.flatMap(({ undo }) => (undo == null ? [] : [undo])).toReversed();
  const named = [...new Map(undos.map((undo) => [undo.entryId, undo])).values()];
  const kept = tasks.find(({ workType }) => workType === "files.keep");
  const lost = tasks.filter(({ undo }) => undo === null).map(({ name }) => name);
  if (named.length + lost.length === 0 && kept === undefined) return null;
  const isNothing = named.length === 0 && kept === undefined;
  return (
    <p className="flex items-start gap-1.5 text-[0.8125rem] text-ink-soft">
      <Undo2 aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 break-words">
        <span className="font-medium text-ink">If it goes wrong: </span>
        {named.length === 0 ? null : <Named undos={named} />}
        {kept === undefined ? null : <Kept task={kept} isFirst={named.length === 0} />}
        {lost.length === 0 ? null : (
          <Lost names={lost} isAll={isNothing} hasKept={kept !== undefined} />
        )}
        {isWaiting && isNothing ? " A preview shows which files could be kept." : ""}
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

function Kept({ task, isFirst }: { readonly task: PlanTask; readonly isFirst: boolean }) {
  const places = task.keptFiles?.places ?? [];
  const count = places.reduce((sum, { paths }) => sum + paths.length, 0);
  const where = task.hosts.length <= 3 ? task.hosts.join(", ") : plural(task.hosts.length, "host");
  return `${isFirst ? "" : " "}${plural(count, "file")} on ${where} can be put back from this card afterwards, for 30 days.`;
}

function Lost({
  names,
  isAll,
  hasKept,
}: {
  readonly names: readonly string[];
  readonly isAll: boolean;
  readonly hasKept: boolean;
}) {
  const what = isAll && names.length === 1 ? "this" : names.map((name) => `“${name}”`).join(", ");
  if (isAll) return `no playbook takes ${what} back.`;
  return ` No playbook takes ${hasKept ? "back what else is done" : `${what} back`}.`;
}
