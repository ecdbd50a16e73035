import type { Metadata } from "next";
import { FleetPage } from "#components/fleet/fleet-page.tsx";
import {
  agentsQuery,
  hostsQuery,
  locksQuery,
  routingRulesQuery,
} from "#components/lib/fleet-queries.ts";
import { settingsQuery } from "#components/lib/settings-queries.ts";
import { PageData } from "#components/shell/page-data.tsx";
import { startPageReads } from "../page-reads.ts";

export const metadata: Metadata = { title: "Fleet" };

/** Agents and hosts. */
export default async function Page() {
  const reads = await startPageReads();
  await Promise.all([
    reads.read(agentsQuery(), "listAgents", ({ agents }) => agents.list()),
    reads.read(hostsQuery(), "listHosts", async ({ inventory }) => ({
      hosts: await inventory.listHosts(),
    })),
    reads.read(locksQuery(), "listLocks", ({ locks }) => locks.list()),
    reads.read(routingRulesQuery(), "readRoutingRules", ({ routingRules }) => routingRules.view()),
    reads.read(settingsQuery(), "readSettings", ({ settings }) => settings.view()),
  ]);
  return (
    <PageData answers={reads.answers()}>
      <FleetPage />
    </PageData>
  );
}
