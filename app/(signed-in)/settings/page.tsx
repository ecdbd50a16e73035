import type { Metadata } from "next";
import { repositoriesQuery } from "#components/lib/catalog-queries.ts";
import { notificationSettingsQuery } from "#components/lib/notification-queries.ts";
import {
  gateSettingsQuery,
  peopleQuery,
  secretsQuery,
  settingsQuery,
  spendQuery,
  tokensQuery,
} from "#components/lib/settings-queries.ts";
import { SettingsPage } from "#components/settings/settings-page.tsx";
import { PageData } from "#components/shell/page-data.tsx";
import { firstSpanDays } from "#components/spend/spans.ts";
import { startPageReads } from "../page-reads.ts";

export const metadata: Metadata = { title: "Settings" };

/** People, this installation, and one's own account. */
export default async function Page() {
  const reads = await startPageReads();
  await Promise.all([
    reads.read(settingsQuery(), "readSettings", ({ settings }) => settings.view()),
    reads.read(tokensQuery(), "listTokens", async ({ tokens }, principal) => ({
      tokens: await tokens.list(principal),
    })),
    reads.read(spendQuery(firstSpanDays), "readSpend", ({ ai }) => ai.spend(firstSpanDays)),
    reads.read(notificationSettingsQuery(), "readNotificationSettings", ({ channels }, principal) =>
      channels.settings(principal),
    ),
    reads.read(secretsQuery(), "listSecrets", async ({ secrets }) => ({
      secrets: await secrets.list(),
    })),
    reads.read(gateSettingsQuery(), "readGateSettings", ({ gates }) => gates.settings()),
    reads.read(repositoriesQuery(), "listRepositories", ({ catalog }) =>
      catalog.listRepositories(),
    ),
    reads.read(peopleQuery(), "listPeople", async ({ people }) => ({
      people: await people.list(),
    })),
  ]);
  return (
    <PageData answers={reads.answers()}>
      <SettingsPage />
    </PageData>
  );
}
