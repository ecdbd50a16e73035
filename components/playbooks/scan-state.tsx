"use client";

import { useQuery } from "@tanstack/react-query";
import { fetchProgressQuery } from "#components/lib/catalog-queries.ts";
import type { FetchProgress, Repository } from "#server/contracts/playbook.ts";

const stageWords: Readonly<Record<FetchProgress["stage"], string>> = {
  preparing: "The other side prepares",
  receiving: "Receiving objects",
  resolving: "Resolving changes",
};

/** What Chiffon does with a repository at the moment; nothing once it was read. */
export function ScanState({ repository }: { readonly repository: Repository }) {
  const { data: progress } = useQuery(fetchProgressQuery(repository.id));
  if (progress) return <Fetching progress={progress} />;
  return repository.scannedAt === null && repository.error === null ? (
    <p className="text-sm text-ink-soft" role="status">
      Scanning now…
    </p>
  ) : null;
}

function Fetching({ progress: { stage, percent } }: { readonly progress: FetchProgress }) {
  const words = stageWords[stage];
  return (
    <div className="space-y-1">
      <p className="tabular text-[0.8125rem] text-busy">
        {/* Told once for each stage: the bar has the figure for whoever asks. */}
        <span role="status">{words}</span>
        <span aria-hidden>: {percent} %</span>
      </p>
      <progress
        className="h-1.5 w-full accent-(--accent)"
        aria-label={words}
        value={percent}
        max={100}
      />
    </div>
  );
}
