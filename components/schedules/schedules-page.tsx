"use client";

import { useQuery } from "@tanstack/react-query";
import { CalendarClock, Plus } from "lucide-react";
import { useState } from "react";
import { schedulesQuery } from "#components/lib/schedule-queries.ts";
import { Page } from "#components/shell/page.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import { ScheduleEditor } from "./schedule-editor.tsx";
import { ScheduleRow } from "./schedule-row.tsx";
import { Webhooks } from "./webhooks.tsx";

const examples = [
  { text: "Update the packages on all hosts", when: "every Sunday at 4" },
  { text: "Renew the certificates", when: "on the 1st at 6:30" },
  { text: "Back up the databases", when: "daily at 03:00" },
] as const;

/** What is asked again and again: when next, what came of it last, and ways to stop it. */
export function SchedulesPage() {
  const mayAsk = useMay("request.submit");
  const mayManage = useMay("settings.manage");
  const [made, setMade] = useState<{ readonly text: string; readonly when: string } | null>(null);
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setMade({ text: "", when: "" })}>
      New schedule
    </Button>
  );
  return (
    <Page
      title="Schedules"
      description="Requests that are made again and again. Each makes a plan that waits for a decision."
      actions={mayAsk ? add : null}
    >
      <div className="space-y-6">
        <ScheduleList onExample={mayAsk ? setMade : null} />
        {mayManage ? <Webhooks /> : null}
      </div>
      {made ? <ScheduleEditor begun={made} onClose={() => setMade(null)} /> : null}
    </Page>
  );
}

function ScheduleList({
  onExample,
}: {
  readonly onExample: ((example: { text: string; when: string }) => void) | null;
}) {
  const { data, error, refetch } = useQuery(schedulesQuery());
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Panel isFlush>
      {data ? null : <Skeleton lines={4} className="p-4" />}
      {data?.schedules.length === 0 ? <NoSchedules onExample={onExample} /> : null}
      <ul className="divide-y divide-line">
        {data?.schedules.map((schedule) => (
          <ScheduleRow key={schedule.id} schedule={schedule} />
        ))}
      </ul>
    </Panel>
  );
}

function NoSchedules({
  onExample,
}: {
  readonly onExample: ((example: { text: string; when: string }) => void) | null;
}) {
  return (
    <EmptyState
      icon={CalendarClock}
      title="No schedule yet"
      action={
        onExample
          ? examples.map((example) => (
              <Button key={example.text} size="small" onClick={() => onExample(example)}>
                {example.text}, {example.when}
              </Button>
            ))
          : null
      }
    >
      Have Chiffon ask for something at set times, or look whether a host is still as its playbook
      leaves it.
    </EmptyState>
  );
}
