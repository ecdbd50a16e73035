"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Download, FileSearch, History } from "lucide-react";
import type { ReactNode } from "react";
import { downloadHref } from "#components/lib/api-client.ts";
import { toApiError } from "#components/lib/api-error.ts";
import { postMortemQuery } from "#components/lib/request-queries.ts";
import { Page } from "#components/shell/page.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Link } from "#components/ui/link.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { PostMortem } from "#server/contracts/post-mortem.ts";
import { CauseFacts, OtherFailures } from "./cause.tsx";
import { Comparison } from "./comparison.tsx";
import { HostChanges } from "./host-changes.tsx";
import { NextSteps } from "./next-steps.tsx";
import { OutputBlock } from "./output-block.tsx";

/** What went wrong in a failed request: the cause first, then what helps to understand and mend it. */
export function PostMortemPage({ requestId }: { readonly requestId: string }) {
  const { data, error, refetch } = useQuery(postMortemQuery(requestId));
  if (data) return <Report report={data} />;
  return (
    <Page title="What went wrong" actions={<RequestLink requestId={requestId} />}>
      {error ? <Trouble error={error} onRetry={() => void refetch()} /> : <Skeleton lines={6} />}
    </Page>
  );
}

function Trouble({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { code, message } = toApiError(error);
  if (code !== "not_found") return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <EmptyState icon={CircleCheck} title="There is nothing to explain here">
      {message}
    </EmptyState>
  );
}

function RequestLink({ requestId }: { readonly requestId: string }) {
  return (
    <Link href={`/requests/${requestId}`} className={buttonClass({ size: "small" })}>
      <FileSearch aria-hidden className="size-4" />
      Open the request
    </Link>
  );
}

function Report({ report }: { readonly report: PostMortem }) {
  const { requestId, cause, output, suggestions, similar } = report;
  return (
    <Page
      title="What went wrong"
      description={`“${report.text}”, asked by ${report.submittedBy}`}
      actions={<Actions requestId={requestId} />}
    >
      <div className="space-y-6">
        <Notice tone="bad" title={report.headline}>
          <CauseFacts cause={cause} endedAt={report.endedAt} />
        </Notice>
        <OutputBlock title="What it said" lines={cause.message.split("\n")} />
        <NextSteps report={report} />
        <div className="grid items-start gap-6 lg:grid-cols-2 [&>*]:min-w-0">
          <Panel title="Suggestions">
            <List>
              {suggestions.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </List>
          </Panel>
          <Panel title="What differs from the last good run">
            <Comparison comparison={report.comparison} />
          </Panel>
          <Panel title="What had changed by then">
            <HostChanges changed={report.changed} />
          </Panel>
          <Panel title="Similar earlier failures">
            <Similar similar={similar} />
          </Panel>
        </div>
        <OtherFailures report={report} />
        <Panel title="Timeline">
          <TimelineList timeline={report.timeline} />
        </Panel>
        <Disclosure summary="End of the run’s output">
          <OutputBlock title="End of the run’s output" lines={output.lines} note={output.note} />
        </Disclosure>
        <Recorded record={report.record} />
      </div>
    </Page>
  );
}

function Actions({ requestId }: { readonly requestId: string }) {
  return (
    <>
      <RequestLink requestId={requestId} />
      <Link href={`/audit?request=${requestId}`} className={buttonClass({ size: "small" })}>
        <History aria-hidden className="size-4" />
        See in audit
      </Link>
      <a
        href={downloadHref("downloadPostMortem", { params: { id: requestId } })}
        download
        className={buttonClass({ size: "small" })}
      >
        <Download aria-hidden className="size-4" />
        Download
      </a>
    </>
  );
}

function List({ children }: { readonly children: ReactNode }) {
  return <ul className="list-disc space-y-1.5 pl-4 text-sm break-words">{children}</ul>;
}

function Similar({ similar }: { readonly similar: PostMortem["similar"] }) {
  if (similar.length === 0)
    return <p className="text-sm text-ink-soft">It has not failed like this before.</p>;
  return (
    <ul className="divide-y divide-line text-sm">
      {similar.map(({ requestId, at, host, ended }) => (
        <li key={requestId} className="py-2 first:pt-0 last:pb-0">
          <Link
            href={`/requests/${requestId}/post-mortem`}
            className="inline-block min-h-6 text-accent underline underline-offset-4"
          >
            <Moment at={at} />
            {host === null ? "" : ` on ${host}`}
          </Link>
          <p className="text-ink-soft">{ended}</p>
        </li>
      ))}
    </ul>
  );
}

function TimelineList({ timeline }: { readonly timeline: PostMortem["timeline"] }) {
  return (
    <ol className="space-y-3 border-l border-line pl-4">
      {timeline.map(({ at, text, isBad }) => (
        <li key={`${at}${text}`} className="relative text-sm">
          <span
            aria-hidden
            className={`absolute top-1.5 -left-[1.34rem] size-2.5 rounded-full border-2 border-surface ${isBad ? "bg-bad" : "bg-accent"}`}
          />
          <p className={`break-words ${isBad ? "font-medium text-bad" : ""}`}>{text}</p>
          <p className="text-xs text-ink-soft">
            <Moment at={at} />
          </p>
        </li>
      ))}
    </ol>
  );
}

function Recorded({ record }: { readonly record: PostMortem["record"] }) {
  if (record === null)
    return (
      <p className="text-xs text-ink-soft">
        Worked out just now from what is stored; it is not written down.
      </p>
    );
  return (
    <p className="text-xs text-ink-soft">
      Written down <Moment at={record.recordedAt} />. The audit keeps the SHA-256 of the download:{" "}
      <span className="font-mono break-all">{record.sha256}</span>
    </p>
  );
}
