import type { ReactNode } from "react";
import { conversationsQuery } from "#components/lib/conversation-queries.ts";
import { agentsQuery } from "#components/lib/fleet-queries.ts";
import { notificationsQuery } from "#components/lib/notification-queries.ts";
import { inboxQuery } from "#components/lib/request-queries.ts";
import { Shell } from "#components/shell/shell.tsx";
import { requirePrincipal } from "#server/http/page-session.ts";
import { startPageReads } from "./page-reads.ts";

/** As many as the browser asks for when it asks itself. */
const shownNotifications = 50;

/** Pages for signed-in people: everyone else is sent to sign-in, or to set-up when nobody exists yet. */
export default async function SignedInLayout({ children }: { readonly children: ReactNode }) {
  const { personId, name, role } = await requirePrincipal();
  const reads = await startPageReads();
  await Promise.all([
    reads.read(inboxQuery(), "inbox", ({ requestViews }) => requestViews.inbox()),
    reads.read(agentsQuery(), "listAgents", ({ agents }) => agents.list()),
    reads.read(notificationsQuery(), "listNotifications", ({ notifications }, principal) =>
      notifications.list(principal, shownNotifications),
    ),
    reads.read(conversationsQuery(), "listConversations", ({ chat }, principal) =>
      chat.conversations(principal, null),
    ),
  ]);
  return (
    <Shell person={{ personId, name, role }} answers={reads.answers()}>
      {children}
    </Shell>
  );
}
