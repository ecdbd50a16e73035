"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowUpRight, CircleAlert, History, SquareDashed } from "lucide-react";
import { requestQuery } from "#components/lib/request-queries.ts";
import { OutcomeLine } from "#components/plan/outcome-line.tsx";
import { PlanCard } from "#components/plan/plan-card.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ScrollingText } from "#components/ui/scrolling-text.tsx";
import type { MessagePart } from "#server/contracts/chat.ts";
import { isInstant } from "./instant.ts";
import { LackPart } from "./lack-part.tsx";
import { RichText } from "./rich-text.tsx";
import { ScheduleOffer } from "./schedule-offer.tsx";
import { useSend } from "./send-context.ts";

type Part<Kind extends MessagePart["kind"]> = Extract<MessagePart, { readonly kind: Kind }>;

/** A piece of a message by its kind. A kind this page does not know is shown folded, never dropped. */
export function MessagePartView({
  part,
  isLiveCard,
  isAnswered,
}: {
  readonly part: MessagePart;
  readonly isLiveCard: boolean;
  readonly isAnswered: boolean;
}) {
  switch (part.kind) {
    case "text":
      return <RichText text={part.text} />;
    case "question":
      return <Question part={part} isAnswered={isAnswered} />;
    case "plan":
      return isLiveCard ? <PlanCard requestId={part.requestId} /> : <EarlierVersion part={part} />;
    case "schedule":
      return <ScheduleOffer part={part} />;
    case "outcome":
      return <OutcomeLine requestId={part.requestId} />;
    case "table":
      return <Table part={part} />;
    case "links":
      return <Links part={part} />;
    case "suggestions":
      return <Suggestions part={part} />;
    case "lack":
      return <LackPart part={part} />;
    case "error":
      return (
        <Notice tone="bad" icon={CircleAlert} title={part.message}>
          {part.fix}
          {part.traceId ? (
            <span className="mt-1 block text-xs text-ink-soft">Trace {part.traceId}</span>
          ) : null}
        </Notice>
      );
    default:
      return <UnknownPart part={part} />;
  }
}

function EarlierVersion({ part }: { readonly part: Part<"plan"> }) {
  const { data } = useQuery(requestQuery(part.requestId));
  const isSame = data?.plan?.id === part.planId;
  return (
    <p className="flex items-center gap-2 rounded-lg border border-dashed border-line-strong px-3 py-2 text-[0.8125rem] text-ink-soft">
      <History aria-hidden className="size-4" />
      {isSame ? "This plan is shown further down." : "An earlier version of this plan."}
      <a
        href={`#plan-${part.requestId}`}
        className="inline-flex min-h-6 items-center text-accent underline underline-offset-4"
      >
        {isSame ? "See it" : "See the newest"}
      </a>
    </p>
  );
}

function Question({
  part,
  isAnswered,
}: {
  readonly part: Part<"question">;
  readonly isAnswered: boolean;
}) {
  const send = useSend();
  const { question, requestId } = part;
  return (
    <section aria-label="Question" className="space-y-3">
      <p className="text-[0.9375rem] font-medium">{question.question}</p>
      <div className="flex flex-wrap gap-2">
        {question.choices.map(({ label, value, hint }) => (
          <button
            key={value}
            type="button"
            disabled={isAnswered || !send}
            onClick={() => send?.(label, { requestId, key: question.key, value })}
            className="min-h-11 max-w-full rounded-xl border border-line-strong bg-surface px-4 py-2 text-left text-sm font-medium hover:border-accent hover:bg-accent-soft disabled:border-line disabled:text-ink-faint disabled:hover:bg-surface"
          >
            {label}
            {hint ? <span className="block text-xs font-normal text-ink-soft">{hint}</span> : null}
          </button>
        ))}
      </div>
      {isAnswered || question.choices.length === 0 ? null : (
        <p className="text-xs text-ink-faint">Or answer in your own words below.</p>
      )}
    </section>
  );
}

/** A table on wide screens, a list of records on phones: nothing scrolls sideways. */
function Table({ part }: { readonly part: Part<"table"> }) {
  const { title, rows } = part;
  return (
    <section
      aria-label={title}
      className="overflow-hidden rounded-xl border border-line bg-surface shadow-card"
    >
      <h2 className="border-b border-line px-4 py-2.5 text-sm font-semibold">{title}</h2>
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-sm text-ink-soft">Nothing to list.</p>
      ) : null}
      <WideRows part={part} />
      <NarrowRows part={part} />
      <TableLinks part={part} />
    </section>
  );
}

function WideRows({ part: { columns, rows } }: { readonly part: Part<"table"> }) {
  return (
    <table className="hidden w-full text-[0.8125rem] sm:table">
      <thead>
        <tr className="text-left text-xs text-ink-faint">
          {columns.map((column) => (
            <th key={column} scope="col" className="px-4 pt-2 pb-1 font-medium">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer never change place
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={columns[column] ?? column} className="tabular px-4 py-2 align-top">
                <Cell text={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NarrowRows({ part: { rows } }: { readonly part: Part<"table"> }) {
  return (
    <ul className="divide-y divide-line sm:hidden">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer never change place
        <li key={index} className="px-4 py-2.5 text-sm">
          <p className="font-medium">
            <Cell text={row[0] ?? ""} />
          </p>
          <p className="text-[0.8125rem] text-ink-soft">
            {row.slice(1).filter(Boolean).join(" · ")}
          </p>
        </li>
      ))}
    </ul>
  );
}

function TableLinks({ part: { links } }: { readonly part: Part<"table"> }) {
  if (links.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 text-[0.8125rem]">
      {links.map(({ label, href }) => (
        <Link
          key={href}
          href={href}
          className="inline-flex min-h-6 items-center gap-1 text-accent underline underline-offset-4"
        >
          {label}
          <ArrowUpRight aria-hidden className="size-3.5" />
        </Link>
      ))}
    </p>
  );
}

/** Where to go next: links that look like the buttons they stand for. */
function Links({ part: { links } }: { readonly part: Part<"links"> }) {
  return (
    <p className="flex flex-wrap gap-2">
      {links.map(({ label, href }) => (
        <Link key={href} href={href} className={buttonClass()}>
          {label}
          <ArrowUpRight aria-hidden className="size-4" />
        </Link>
      ))}
    </p>
  );
}

function Cell({ text }: { readonly text: string }) {
  return isInstant(text) ? <Ago at={text} /> : text;
}

function Suggestions({ part }: { readonly part: Part<"suggestions"> }) {
  const send = useSend();
  return (
    <section aria-label={part.title}>
      <p className="mb-2 text-sm text-ink-soft">{part.title}</p>
      <div className="flex flex-wrap gap-2">
        {part.prompts.map((prompt) => (
          <button
            key={prompt}
            type="button"
            disabled={!send}
            onClick={() => send?.(prompt)}
            className="min-h-11 rounded-xl border border-line-strong bg-surface px-3.5 py-1.5 text-left text-sm hover:border-accent hover:bg-accent-soft disabled:opacity-60 pointer-fine:min-h-9"
          >
            {prompt}
          </button>
        ))}
      </div>
    </section>
  );
}

function UnknownPart({ part }: { readonly part: unknown }) {
  const kind = typeof part === "object" && part !== null && "kind" in part ? part.kind : "unknown";
  return (
    <details className="rounded-xl border border-dashed border-line-strong px-4 py-2.5 text-sm">
      <summary className="touch flex items-center gap-2 text-ink-soft">
        <SquareDashed aria-hidden className="size-4" />
        This page cannot show this part ({String(kind)}). Reloading may help.
      </summary>
      <ScrollingText className="mt-2 overflow-x-auto text-xs">
        {JSON.stringify(part, null, 2)}
      </ScrollingText>
    </details>
  );
}
