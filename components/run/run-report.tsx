"use client";

import { useQuery } from "@tanstack/react-query";
import { runQuery } from "#components/lib/run-queries.ts";
import { ScrollingText } from "#components/ui/scrolling-text.tsx";
import { type ReportPart, reportOf } from "./report-model.ts";
import { runGrid } from "./run-grid-model.ts";

/** What the playbook of a finished run told, where the person sees it without opening the run. */
export function RunReport({ runId }: { readonly runId: string }) {
  const { data } = useQuery(runQuery(runId));
  const parts = data ? reportOf(runGrid(data.events)) : [];
  if (parts.length === 0) return null;
  const hosts = new Set(parts.map((part) => part.host));
  return (
    <section aria-label="Report" className="space-y-2">
      {parts.map((part) => (
        <Part
          key={`${part.host}${part.heading}${part.lines[0]}`}
          part={part}
          isHostNamed={hosts.size > 1}
        />
      ))}
    </section>
  );
}

function Part({ part, isHostNamed }: { readonly part: ReportPart; readonly isHostNamed: boolean }) {
  const title = [isHostNamed ? part.host : null, part.heading].filter(Boolean).join(": ");
  return (
    <div>
      {title ? (
        <h3 className="mb-1 text-[0.8125rem] font-semibold first-letter:uppercase">{title}</h3>
      ) : null}
      <ScrollingText className="max-h-80 max-w-full overflow-auto whitespace-pre rounded-lg bg-sunken p-3 text-xs leading-5">
        {part.lines.join("\n")}
      </ScrollingText>
    </div>
  );
}
