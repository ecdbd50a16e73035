"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCw, Trash2 } from "lucide-react";
import { useDecideSetAsideJob } from "#components/lib/settings-mutations.ts";
import { setAsideJobsQuery } from "#components/lib/settings-queries.ts";
import { momentText } from "#components/lib/time-text.ts";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { SetAsideJob } from "#server/contracts/set-aside-job.ts";

/** Background work that waits for an admin; nothing at all while there is none, as there should be. */
export function SetAsideJobs() {
  const { data } = useQuery(setAsideJobsQuery());
  if (!data || data.jobs.length === 0) return null;
  return (
    <Panel
      title="Background jobs set aside"
      description="This version could not read them. Everything else goes on without them."
      isFlush
    >
      <ul className="divide-y divide-line">
        {data.jobs.map((job) => (
          <JobRow key={job.jobId} job={job} />
        ))}
      </ul>
    </Panel>
  );
}

function JobRow({ job }: { readonly job: SetAsideJob }) {
  const decide = useDecideSetAsideJob();
  const press = (decision: "retry" | "discard") => () =>
    decide.mutate({ jobId: job.jobId, decision }, { onError: toastError });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className="text-sm font-medium">
          <code>{job.name}</code>
        </p>
        <p className="text-xs text-ink-soft">
          {job.error}; tried {job.attempts} times, set aside {momentText(job.setAsideAt)}
        </p>
      </div>
      <Button size="small" icon={RotateCw} isBusy={decide.isPending} onClick={press("retry")}>
        Try again
      </Button>
      <Button
        size="small"
        variant="danger"
        icon={Trash2}
        isBusy={decide.isPending}
        onClick={press("discard")}
      >
        Discard
      </Button>
    </li>
  );
}
