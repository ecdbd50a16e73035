"use client";

import { Link as LinkIcon } from "lucide-react";
import { memo } from "react";
import { momentText, timeOfDayText } from "#components/lib/time-text.ts";
import { useIsAlive } from "#components/lib/use-is-alive.ts";
import { toneText } from "#components/ui/badge.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Link } from "#components/ui/link.tsx";
import type { AuditEntryView } from "#server/contracts/audit.ts";
import { entryFacts, entryReason, entrySentence, wordsOf } from "./audit-words.ts";
import { LaneGutter } from "./lane-gutter.tsx";
import type { Lanes } from "./lanes.ts";

/** Where an entry leads: to the request that it is about, or to what went wrong in it. */
function hrefOf(type: AuditEntryView["type"], requestId: string): string {
  const request = `/requests/${requestId}`;
  return type === "post_mortem.recorded" ? `${request}/post-mortem` : request;
}

/** One entry of the history, with the lines of runs beside it. */
export const Entry = memo(function Entry({
  entry,
  lanes,
}: {
  readonly entry: AuditEntryView;
  readonly lanes: Lanes;
}) {
  const { icon: Icon, tone } = wordsOf(entry.type);
  const reason = entryReason(entry);
  const facts = entryFacts(entry);
  const isAlive = useIsAlive();
  return (
    <article data-entry="" className="relative flex gap-2 px-3 py-2 sm:gap-3 sm:px-4">
      <time
        dateTime={entry.at}
        title={isAlive ? momentText(entry.at) : entry.at}
        className="tabular w-[3.75rem] shrink-0 pt-px text-xs leading-5 text-ink-faint"
      >
        {isAlive ? timeOfDayText(entry.at) : ""}
      </time>
      <LaneGutter lanes={lanes} />
      <Icon aria-hidden className={classNames("mt-0.5 size-4 shrink-0", toneText[tone])} />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium break-words">{entrySentence(entry)}</p>
        {reason ? <p className="text-[0.8125rem] break-words text-ink-soft">{reason}</p> : null}
        {facts ? (
          <details className="text-[0.8125rem] text-ink-soft">
            <summary className="inline-flex min-h-6 cursor-pointer items-center text-xs text-ink-faint pointer-coarse:min-h-11 pointer-coarse:min-w-11">
              Details
            </summary>
            <p className="break-words">{facts}</p>
          </details>
        ) : null}
      </div>
      <div className="flex shrink-0 items-start gap-2">
        {entry.requestId ? (
          <Link
            href={hrefOf(entry.type, entry.requestId)}
            className="-my-1 inline-flex min-h-11 min-w-11 items-center justify-center text-[0.8125rem] font-medium text-accent underline-offset-4 hover:underline pointer-fine:min-h-7"
          >
            Open
          </Link>
        ) : null}
        <span
          title={
            entry.hash
              ? `Sealed with hash ${entry.hash}`
              : "Not sealed yet; it takes about two seconds"
          }
          className="tabular hidden w-16 items-center justify-end gap-1 pt-0.5 text-xs text-ink-faint sm:inline-flex"
        >
          {entry.seq === null ? (
            "sealing…"
          ) : (
            <>
              <LinkIcon aria-hidden className="size-3" />
              {entry.seq}
            </>
          )}
        </span>
      </div>
    </article>
  );
});
