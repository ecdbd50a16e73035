import type { ReactNode } from "react";
import { Link } from "#components/ui/link.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Difference, Differences, PostMortem } from "#server/contracts/post-mortem.ts";
import { isWithoutDifferences } from "#server/post-mortems/domain/differences.ts";

/** What was different when the same playbook last ran well. */
export function Comparison({ comparison }: { readonly comparison: PostMortem["comparison"] }) {
  switch (comparison.kind) {
    case "nothing_ran":
      return <Plain>No playbook ran, so there is nothing to compare.</Plain>;
    case "never_ran_well":
      return <Plain>This playbook never ran well before: there is nothing to compare with.</Plain>;
    case "compared":
      return (
        <div className="space-y-3">
          <p className="text-sm text-ink-soft">
            Compared with{" "}
            <Link
              href={`/requests/${comparison.requestId}`}
              className="text-accent underline underline-offset-4"
            >
              the run that ended well
            </Link>{" "}
            on <Moment at={comparison.endedAt} />.
          </p>
          <DifferenceLists differences={comparison.differences} />
        </div>
      );
  }
}

function Plain({ children }: { readonly children: ReactNode }) {
  return <p className="text-sm text-ink-soft">{children}</p>;
}

function DifferenceLists({ differences }: { readonly differences: Differences }) {
  const { commits, variables, hostsAdded, hostsRemoved, versions, settings } = differences;
  if (isWithoutDifferences(differences) && commits === null)
    return <Plain>Nothing that Chiffon knows of: look at the machines themselves.</Plain>;
  return (
    <>
      {commits === null ? null : <Commits commits={commits} />}
      <Values title="Variables" values={variables} />
      <Values title="Versions" values={versions} />
      <Values title="Settings" values={settings} />
      <Names title="Hosts that were not among them" names={hostsAdded} />
      <Names title="Hosts that are not among them any more" names={hostsRemoved} />
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-[0.8125rem] font-semibold">{title}</h3>
      {children}
    </section>
  );
}

const changeWords = { added: "added", changed: "changed", removed: "removed" } as const;

function Commits({ commits }: { readonly commits: NonNullable<Differences["commits"]> }) {
  const { from, to, touched, touchedOmitted, log } = commits;
  return (
    <Part title={`Files, from commit ${from.slice(0, 8)} to ${to.slice(0, 8)}`}>
      {touched.length === 0 ? (
        <Plain>None that this playbook uses.</Plain>
      ) : (
        <ul className="space-y-0.5 text-[0.8125rem]">
          {touched.map(({ path, change }) => (
            <li key={path} className="flex flex-wrap gap-x-2">
              <span className="font-mono text-xs leading-5 break-all">{path}</span>
              <span className="text-ink-soft">{changeWords[change]}</span>
            </li>
          ))}
          {touchedOmitted > 0 ? <li className="text-ink-soft">and {touchedOmitted} more</li> : null}
        </ul>
      )}
      {log.length === 0 ? null : (
        <ul aria-label="Commits" className="mt-2 space-y-1 text-[0.8125rem]">
          {log.map(({ commit, subject, author, at }) => (
            <li key={commit} className="break-words">
              <span className="font-mono text-xs">{commit.slice(0, 8)}</span> {subject}
              <span className="block text-xs text-ink-soft">
                {author}, <Moment at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Values({
  title,
  values,
}: {
  readonly title: string;
  readonly values: readonly Difference[];
}) {
  if (values.length === 0) return null;
  return (
    <Part title={title}>
      <ul className="space-y-0.5 text-[0.8125rem]">
        {values.map(({ name, before, after }) => (
          <li key={name} className="break-words">
            <span className="font-medium">{name}</span>: {before ?? "not set"} →{" "}
            {after ?? "not set"}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <Part title={title}>
      <p className="text-[0.8125rem] break-words">{names.join(", ")}</p>
    </Part>
  );
}
