"use client";

import { ListChecks } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useEditScaffold } from "#components/lib/scaffold-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { TextAreaField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { ScaffoldResult } from "#server/contracts/scaffold.ts";
import { plural } from "#server/lib/units.ts";

const maxRows = 28;

/** Written files to be changed by hand. What is saved is checked as they were, and is a version of its own. */
export function EditFiles({
  scaffoldId,
  files,
  isUnchecked = false,
}: {
  readonly scaffoldId: string;
  readonly files: ScaffoldResult["files"];
  /** Edits that could not be checked: they are offered again as they are. */
  readonly isUnchecked?: boolean;
}) {
  const router = useRouter();
  const { mutate, isPending, error } = useEditScaffold(scaffoldId);
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map());
  const edited = files.flatMap(({ path, content }) => {
    const text = texts.get(path);
    const isEdited = text !== undefined && text !== content;
    return isEdited || isUnchecked ? [{ path, content: text ?? content }] : [];
  });
  const save = () =>
    mutate({ files: edited }, { onSuccess: ({ id }) => router.push(`/scaffolds/${id}`) });
  return (
    <Panel
      title="Edit the files"
      description="What you save is checked again. It is a version of its own; this one stays."
    >
      <div className="space-y-1">
        {files.map(({ path, content }) => (
          <EditFile
            key={path}
            path={path}
            text={texts.get(path) ?? content}
            isEdited={edited.some((one) => one.path === path && one.content !== content)}
            onChange={(text) => setTexts(new Map(texts).set(path, text))}
          />
        ))}
        <ErrorNotice error={error} />
        {edited.length === 0 ? null : (
          <div className="flex flex-wrap items-center gap-3 pt-2">
            <Button variant="primary" icon={ListChecks} isBusy={isPending} onClick={save}>
              Save and check
            </Button>
            {isUnchecked ? null : (
              <>
                <Button disabled={isPending} onClick={() => setTexts(new Map())}>
                  Undo my edits
                </Button>
                <span className="text-[0.8125rem] text-ink-soft">
                  {plural(edited.length, "file")} changed
                </span>
              </>
            )}
          </div>
        )}
      </div>
    </Panel>
  );
}

function EditFile({
  path,
  text,
  isEdited,
  onChange,
}: {
  readonly path: string;
  readonly text: string;
  readonly isEdited: boolean;
  readonly onChange: (text: string) => void;
}) {
  return (
    <Disclosure
      summary={
        <>
          <span className="font-mono text-xs break-all">{path}</span>
          {isEdited ? <span>· changed</span> : null}
        </>
      }
    >
      <TextAreaField
        label={`Text of ${path}`}
        value={text}
        spellCheck={false}
        autoCapitalize="off"
        wrap="off"
        maxLength={100_000}
        rows={Math.min(maxRows, text.split("\n").length + 1)}
        onChange={({ target }) => onChange(target.value)}
      />
    </Disclosure>
  );
}
