import type { ReactNode } from "react";
import { memoryText } from "#components/lib/size-text.ts";
import { durationText } from "#components/lib/time-text.ts";
import { Link } from "#components/ui/link.tsx";
import { Day } from "#components/ui/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { SpendReport } from "#server/contracts/ai.ts";
import { moneyText, tokensText } from "./money.ts";

type Sums = SpendReport["total"];

/** Spend of each day on which a model was asked, as a table whose rows are also the bars of a chart. */
export function ByDay({ days }: { readonly days: SpendReport["days"] }) {
  // Where nothing cost anything, the bars show tokens.
  const isFree = days.every((day) => day.costMicroUsd === 0);
  const sizeOf = (day: Sums) => (isFree ? day.tokensIn + day.tokensOut : day.costMicroUsd);
  const longest = Math.max(1, ...days.map(sizeOf));
  return (
    <SpendTable title="By day" first="Day">
      {days.map((day) => (
        <SumsRow key={day.day} sums={day} bar={sizeOf(day) / longest}>
          <span className="whitespace-nowrap">
            <Day at={`${day.day}T12:00:00Z`} />
          </span>
        </SumsRow>
      ))}
    </SpendTable>
  );
}

/** Spend of each model, dearest first. */
export function ByModel({ models }: { readonly models: SpendReport["models"] }) {
  const longest = Math.max(1, ...models.map((model) => model.costMicroUsd));
  return (
    <SpendTable title="By model" first="Model">
      {models.map((model) => (
        <SumsRow
          key={`${model.tier}/${model.model}`}
          sums={model}
          bar={model.costMicroUsd / longest}
        >
          <span className="break-all">{model.model}</span>
          <span className="block text-xs text-ink-faint">
            {model.tier === "local" ? "local" : "external"}, {model.meanLatencyMs} ms a call
            {model.failed > 0 ? `, ${model.failed} without an answer` : ""}
          </span>
        </SumsRow>
      ))}
    </SpendTable>
  );
}

/** The dearest requests, each a link to where it was asked. */
export function ByRequest({ requests }: { readonly requests: SpendReport["requests"] }) {
  const longest = Math.max(1, ...requests.map((request) => request.costMicroUsd));
  return (
    <SpendTable title="By request" first="Request">
      {requests.map((request) => (
        <SumsRow key={request.requestId} sums={request} bar={request.costMicroUsd / longest}>
          {request.text === "" ? (
            <span className="text-ink-faint">a deleted conversation</span>
          ) : (
            <Link href={`/requests/${request.requestId}`} className="text-accent underline">
              {request.text}
            </Link>
          )}
          {request.runs === null ? null : <RunsUsed runs={request.runs} />}
        </SumsRow>
      ))}
    </SpendTable>
  );
}

function RunsUsed({
  runs: { count, seconds, cpuSeconds, peakMemoryMib },
}: {
  readonly runs: NonNullable<SpendReport["requests"][number]["runs"]>;
}) {
  const parts = [
    `${count === 1 ? "its run" : `its ${count} runs`} took ${durationText(seconds * 1_000)}`,
    `${durationText(cpuSeconds * 1_000)} CPU`,
    ...(peakMemoryMib === null ? [] : [memoryText(peakMemoryMib)]),
  ];
  return <span className="tabular block text-xs text-ink-faint">{parts.join(" \u00b7 ")}</span>;
}

function SpendTable({
  title,
  first,
  children,
}: {
  readonly title: string;
  readonly first: string;
  readonly children: ReactNode;
}) {
  const number = "px-4 py-2 text-right font-medium";
  return (
    <Panel title={title} isFlush>
      <table className="w-full text-sm">
        <caption className="sr-only">{title}</caption>
        <thead className="border-b border-line text-xs text-ink-faint">
          <tr>
            <th scope="col" className="px-4 py-2 text-left font-medium">
              {first}
            </th>
            <th scope="col" className={`${number} max-sm:hidden`}>
              Calls
            </th>
            <th scope="col" className={`${number} max-sm:hidden`}>
              Tokens in
            </th>
            <th scope="col" className={`${number} max-sm:hidden`}>
              Tokens out
            </th>
            <th scope="col" className={number}>
              Cost
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </Panel>
  );
}

/** One row; on phones the counts stand below the name. `bar` is a share, 0–1. */
function SumsRow({
  sums,
  bar,
  children,
}: {
  readonly sums: Sums;
  readonly bar: number;
  readonly children: ReactNode;
}) {
  const calls = `${sums.calls} ${sums.calls === 1 ? "call" : "calls"}`;
  const number = "tabular px-4 py-2 text-right align-top whitespace-nowrap";
  return (
    <tr>
      <th scope="row" className="px-4 py-2 text-left align-top font-normal">
        {children}
        <span className="block text-xs text-ink-faint sm:hidden">
          {calls}, {tokensText(sums.tokensIn)} in, {tokensText(sums.tokensOut)} out
        </span>
        <span aria-hidden className="mt-1 block h-1.5 overflow-hidden rounded-full bg-sunken">
          <span
            className="block h-full rounded-full bg-accent"
            style={{ width: bar === 0 ? 0 : `${Math.max(1, bar * 100)}%` }}
          />
        </span>
      </th>
      <td className={`${number} max-sm:hidden`}>{sums.calls}</td>
      <td className={`${number} max-sm:hidden`}>{tokensText(sums.tokensIn)}</td>
      <td className={`${number} max-sm:hidden`}>{tokensText(sums.tokensOut)}</td>
      <td className={`${number} font-medium`}>{moneyText(sums.costMicroUsd)}</td>
    </tr>
  );
}
