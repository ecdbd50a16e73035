"use client";

import { Trash2 } from "lucide-react";
import { useWithdrawSource } from "#components/lib/repository-mutations.ts";
import { useMay, useSession } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import { requirementLines } from "#server/catalog/domain/given-source.ts";
import type { DependenciesView } from "#server/contracts/dependency.ts";
import { saidText } from "./dependency-words.ts";
import { countOf } from "./doctor-words.ts";
import { SaySource } from "./say-source.tsx";

type Given = DependenciesView["given"][number];

/** What people said of the source of things: to change, to remove, and as lines for the repository itself. */
export function GivenSources({
  repositoryId,
  given,
}: {
  readonly repositoryId: string;
  readonly given: readonly Given[];
}) {
  if (given.length === 0) return null;
  const used = given.filter(({ isUsed }) => isUsed);
  const lines = requirementLines(used);
  return (
    <details>
      <summary className="inline-flex min-h-11 pointer-fine:min-h-8 items-center text-[0.8125rem] font-medium text-ink-soft">
        {countOf(given.length, "source")} given in Chiffon
      </summary>
      <div className="mt-1 space-y-3 border-l border-line pl-3">
        <ul className="max-h-96 divide-y divide-line overflow-y-auto has-[form]:max-h-none">
          {given.map((said) => (
            <GivenRow key={`${said.kind} ${said.name}`} repositoryId={repositoryId} said={said} />
          ))}
        </ul>
        {lines === "" ? null : (
          <div className="space-y-2">
            <p className="text-[0.8125rem] text-ink-soft">
              As lines for requirements.yml. Once they are committed there, they go before what is
              given here.
            </p>
            <CodeBlock label="Lines for requirements.yml">
              <span className="block px-3">{lines}</span>
            </CodeBlock>
            <CopyButton text={lines} label="Copy the lines">
              Copy lines
            </CopyButton>
          </div>
        )}
      </div>
    </details>
  );
}

function GivenRow({ repositoryId, said }: { readonly repositoryId: string; readonly said: Given }) {
  const { kind, name, type, source, version, by, at, isUsed } = said;
  const { name: reader } = useSession();
  const canManage = useMay("repository.manage");
  const withdraw = useWithdrawSource(repositoryId);
  return (
    <li className="space-y-1 py-2 text-[0.8125rem]">
      <p>
        <span className="text-ink-soft">{kind}</span>{" "}
        <span className="font-medium break-all">{name}</span>
      </p>
      <p className="text-xs text-ink-soft">
        <span className="font-mono break-all">
          {type === "galaxy" ? `Galaxy ${source}` : source}
          {version === null ? "" : ` ${version}`}
        </span>{" "}
        · {saidText(by, reader)}, <Ago at={at} />
        {isUsed ? null : " · not used: a requirements file says it by now"}
      </p>
      {canManage ? (
        <div className="flex flex-wrap items-start gap-2">
          {isUsed ? (
            <SaySource repositoryId={repositoryId} wanted={said} written={said} label="Change" />
          ) : null}
          <div className="pt-1">
            <Button
              size="small"
              icon={Trash2}
              aria-label={`Remove the source of ${name}`}
              isBusy={withdraw.isPending}
              onClick={() =>
                withdraw.mutate(
                  { kind, name },
                  {
                    onError: toastError,
                    onSuccess: () =>
                      toastDone("Removed. What was installed from there stays until Update."),
                  },
                )
              }
            >
              Remove
            </Button>
          </div>
        </div>
      ) : null}
    </li>
  );
}
