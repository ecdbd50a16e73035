import { Link } from "#components/ui/link.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { Cause, PostMortem } from "#server/contracts/post-mortem.ts";
import { headlineOf } from "#server/post-mortems/domain/causes.ts";

/** Where and when something failed. */
export function CauseFacts({
  cause,
  endedAt,
}: {
  readonly cause: Cause;
  readonly endedAt: string;
}) {
  const { taskName, playbook, ansibleTask, module, place, host } = cause;
  const facts = [
    ["Task", taskName],
    ["Step", ansibleTask],
    ["Host", host],
    ["Playbook", playbook],
    ["Place", place],
    ["Module", module],
  ] as const;
  return (
    <dl className="mt-1 grid gap-x-6 gap-y-0.5 text-[0.8125rem] sm:grid-cols-2">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name} className="flex min-w-0 gap-2">
            <dt className="w-16 shrink-0 text-ink-soft">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ),
      )}
      <div className="flex min-w-0 gap-2">
        <dt className="w-16 shrink-0 text-ink-soft">{cause.at === null ? "Ended" : "Failed"}</dt>
        <dd>
          <Moment at={cause.at ?? endedAt} />
        </dd>
      </div>
    </dl>
  );
}

/** What failed after the first failure; nothing where that was all. */
export function OtherFailures({ report }: { readonly report: PostMortem }) {
  const { requestId, otherFailures, otherFailuresOmitted } = report;
  if (otherFailures.length === 0) return null;
  return (
    <Panel title="What failed after it">
      <ul className="divide-y divide-line text-sm">
        {otherFailures.map((cause) => (
          <li
            key={`${cause.runId}${cause.host}${cause.ansibleTask}${cause.message}`}
            className="py-2 first:pt-0 last:pb-0"
          >
            <p className="font-medium">{headlineOf(cause)}</p>
            <p className="line-clamp-3 break-words text-ink-soft">{cause.message}</p>
            {cause.runId === null ? null : (
              <Link
                href={`/requests/${requestId}?run=${cause.runId}`}
                className="inline-flex min-h-6 items-center text-[0.8125rem] text-accent underline underline-offset-4"
              >
                Open the run
              </Link>
            )}
          </li>
        ))}
      </ul>
      {otherFailuresOmitted > 0 ? (
        <p className="mt-2 text-sm text-ink-soft">And {otherFailuresOmitted} more.</p>
      ) : null}
    </Panel>
  );
}
