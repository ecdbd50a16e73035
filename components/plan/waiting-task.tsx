import { durationText, momentText } from "#components/lib/time-text.ts";
import { Link } from "#components/ui/link.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { TaskView, TaskWait } from "#server/contracts/plan.ts";
import { plural } from "#server/lib/units.ts";

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
          {/\bdisabled\b/.test(pausedReason ?? "") ? <EnableAgent /> : null}
        </>
      )}
      It continues by itself; the approval stays valid.
    </Notice>
  );
}

function EnableAgent() {
  return (
    <>
      An agent that is disabled takes nothing:{" "}
      <Link href="/fleet" className="text-accent underline underline-offset-4">
        enable it under Fleet
      </Link>
      .{" "}
    </>
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
      {etaWords(wait.etaSeconds)}
    </>
  );
}

function turnWords(wait: TaskWait | null): string {
  if (wait?.kind !== "turn") return "";
  const place =
    wait.position === 1
      ? "It is next in line"
      : `It is number ${wait.position} of ${wait.of} in line`;
  const { etaSeconds, after } = wait;
  if (etaSeconds === null) return `${place}. `;
  const behind = after === null ? "" : `, after “${after.taskName}” on ${hostWords(after.hosts)}`;
  return `${place}: ${soonWords(etaSeconds)}${behind}. `;
}

const maxNamed = 2;

function hostWords(hosts: readonly string[]): string {
  return hosts.length > maxNamed ? plural(hosts.length, "host") : hosts.join(" and ");
}

function etaWords(seconds: number): string {
  const words = soonWords(seconds);
  return `${words[0]?.toUpperCase()}${words.slice(1)}. `;
}

/** What an estimate allows to say: "about 4 min", and no seconds where there are none left. */
function soonWords(seconds: number): string {
  return seconds < 5 ? "any moment" : `about ${durationText(seconds * 1_000)}`;
}

/** A reason as a sentence: reasons are stored in lower case, without a full stop. */
function sentence(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
