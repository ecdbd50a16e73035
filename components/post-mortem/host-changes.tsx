import { Disclosure } from "#components/ui/disclosure.tsx";
import { ScrollingText } from "#components/ui/scrolling-text.tsx";
import type { HostChange, PostMortem } from "#server/contracts/post-mortem.ts";

/** What the run had changed on hosts before its first failure. */
export function HostChanges({ changed }: { readonly changed: PostMortem["changed"] }) {
  const { before, beforeOmitted, after } = changed;
  if (before.length + after === 0)
    return <p className="text-sm text-ink-soft">Nothing: the machines are as they were.</p>;
  return (
    <>
      <ul className="divide-y divide-line text-sm">
        {before.map((change) => (
          <li
            key={`${change.at}${change.host}${change.ansibleTask}`}
            className="py-1.5 first:pt-0 last:pb-0"
          >
            <Change change={change} />
          </li>
        ))}
      </ul>
      {beforeOmitted > 0 ? (
        <p className="mt-2 text-sm text-ink-soft">And {beforeOmitted} more.</p>
      ) : null}
      {after > 0 ? (
        <p className="mt-2 text-sm text-ink-soft">
          {after === 1 ? "One more change was" : `${after} more changes were`} made after it.
        </p>
      ) : null}
    </>
  );
}

function Change({ change: { host, ansibleTask, diff } }: { readonly change: HostChange }) {
  const what = (
    <span className="min-w-0 break-words">
      <span className="font-medium">{host}</span>: {ansibleTask}
    </span>
  );
  if (diff === null) return what;
  return (
    <Disclosure summary={what}>
      <ScrollingText className="mt-1 max-h-60 overflow-auto rounded-lg bg-sunken p-2 text-xs leading-5">
        {diff}
      </ScrollingText>
    </Disclosure>
  );
}
