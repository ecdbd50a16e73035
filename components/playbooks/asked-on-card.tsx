import { MessageCircleQuestion } from "lucide-react";
import { GiveSecret } from "#components/secret/give-secret.tsx";
import type { DoctorRow } from "#server/contracts/doctor.ts";
import type { NeedKind } from "#server/contracts/playbook.ts";
import { countOf } from "./doctor-words.ts";
import { NameList } from "./name-list.tsx";

const nouns: Readonly<Partial<Record<NeedKind, { one: string; many: string; text: string }>>> = {
  target: {
    one: "choice of hosts",
    many: "choices of hosts",
    text: "The card offers the hosts and groups there are.",
  },
  answer: { one: "value", many: "values", text: "The card has a field for each." },
  secret: {
    one: "secret",
    many: "secrets",
    text: "The card has a field for each; what is stored is not asked for.",
  },
};

/** What is given on a plan's card each time: nothing is missing, so it stays folded. */
export function AskedOnCard({
  repositoryId,
  rows,
}: {
  readonly repositoryId: string;
  readonly rows: readonly DoctorRow[];
}) {
  const known = rows.flatMap((row) => {
    const noun = nouns[row.kind];
    return noun === undefined ? [] : [{ row, ...noun }];
  });
  if (known.length === 0) return null;
  const total = known.reduce((sum, { row }) => sum + row.needCount, 0);
  return (
    <details>
      <summary className="inline-flex min-h-11 pointer-fine:min-h-8 items-center gap-1.5 text-[0.8125rem] font-medium text-ink-soft">
        <MessageCircleQuestion aria-hidden className="size-4" />
        {countOf(total, "thing")} asked for on the plan's card
      </summary>
      <ul className="mt-1 space-y-3 border-l border-line pl-3 text-[0.8125rem]">
        {known.map(({ row, one, many, text }) => (
          <li key={row.kind} className="space-y-1.5">
            <p>
              {countOf(row.needCount, one, many)}:{" "}
              {row.kind === "secret" ? null : (
                <NameList names={row.needs.map(({ name }) => name)} count={row.needCount} />
              )}{" "}
              <span className="block text-ink-soft">{text}</span>
            </p>
            {row.kind === "secret" ? (
              <ul className="space-y-1">
                {row.needs.map(({ name }) => (
                  <li key={name} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <code className="text-xs break-all">{name}</code>
                    <GiveSecret
                      label={`Store ${name}`}
                      preset={{ kind: "variable_value", name, repositoryId }}
                    />
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
