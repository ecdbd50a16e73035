import type { Metadata } from "next";
import { schedulesQuery } from "#components/lib/schedule-queries.ts";
import { SchedulesPage } from "#components/schedules/schedules-page.tsx";
import { PageData } from "#components/shell/page-data.tsx";
import { startPageReads } from "../page-reads.ts";

export const metadata: Metadata = { title: "Schedules" };

/** What is asked again and again, and when next. */
export default async function Page() {
  const reads = await startPageReads();
  await reads.read(schedulesQuery(), "listSchedules", ({ schedules }) =>
    schedules.list({ limit: 200 }),
  );
  return (
    <PageData answers={reads.answers()}>
      <SchedulesPage />
    </PageData>
  );
}
