import Link from "next/link";
import { momentText } from "#components/lib/time-text.ts";
import { Notice } from "#components/ui/notice.tsx";
import type { TaskView, TaskWait } from "#server/contracts/plan.ts";

/** Says why a task that nobody holds does not run yet. */
export function WaitingTask({
  task: { name, pausedReason, waitsFor },
}: {
  readonly task: TaskView;
}) {
  const wait = waitsFor ?? null;
  return (
    <Notice
      tone="warn"
      title={wait?.kind === "lock" ? `Waiting for ${wait.host}` : "Waiting for its turn"}
    >
      {wait?.kind === "lock" ? (
        <LockWords wait={wait} />
      ) : (
        <>
          “{name}”: {sentence(pausedReason ?? "no agent is free")} {turnWords(wait)}
        </>
      )}
      It continues by itself; the approval stays valid.
    </Notice>
  );
}

function LockWords({ wait }: { readonly wait: Extract<TaskWait, { kind: "lock" }> }) {
  const { service, holder, keptBy } = wait;
  if (holder === null)
    return (
      <>
        {keptBy?.name ?? "Somebody"} keeps runs off {service === null ? "it" : `${service} there`}
        {keptBy === null
          ? ""
          : ` until ${momentText(keptBy.until)}: ${sentence(keptBy.reason)}`}{" "}
      </>
    );
  const path = `/requests/${holder.requestId}${holder.runId === null ? "" : `?run=${holder.runId}`}`;
  return (
    <>
      <Link href={path} className="text-accent underline underline-offset-4">
        “{holder.taskName}”
      </Link>{" "}
      works on {service ?? "the whole host"}
      {service === null ? "" : " there"}, and two at once could spoil each other's work.{" "}
    </>
  );
}

function turnWords(wait: TaskWait | null): string {
  if (wait?.kind !== "turn") return "";
  return wait.position === 1
    ? "It is next in line. "
    : `It is number ${wait.position} of ${wait.of} in line. `;
}

/** A reason as a sentence: reasons are stored in lower case, without a full stop. */
function sentence(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
