import { localDay } from "#components/lib/time-text.ts";
import type { Conversation } from "#server/contracts/chat.ts";

/** Conversations under one heading. */
export interface ConversationGroup {
  readonly title: string;
  readonly conversations: readonly Conversation[];
}

const dayMs = 86_400_000;
const activeTitle = "Waiting and running";

/**
 * Those that wait for somebody or run first, then by when they were last used, by the reader's clock: today, yesterday,
 * the rest of the week (which begins on Monday), then by month. The order within a group is that of the list.
 *
 * @param now 0 while the reader's clock is not known: all that are not active are then in one group without a title
 */
export function groupConversations(
  conversations: readonly Conversation[],
  now: number,
): ConversationGroup[] {
  const groups = new Map<string, Conversation[]>();
  const active = conversations.filter(isActive);
  if (active.length > 0) groups.set(activeTitle, active);
  for (const conversation of conversations) {
    if (isActive(conversation)) continue;
    const title = now === 0 ? "" : whenTitle(conversation.updatedAt, now);
    const group = groups.get(title);
    if (group) group.push(conversation);
    else groups.set(title, [conversation]);
  }
  return [...groups].map(([title, grouped]) => ({ title, conversations: grouped }));
}

function isActive({ awaiting, running = 0 }: Conversation): boolean {
  return awaiting > 0 || running > 0;
}

function whenTitle(instant: string, now: number): string {
  const day = localDay(instant);
  const today = new Date(now);
  if (day >= localDay(today.toISOString())) return "Today";
  // Noon, so that the hour that changes in spring and autumn moves no day.
  today.setHours(12, 0, 0, 0);
  const daysAgo = (days: number) =>
    localDay(new Date(today.getTime() - days * dayMs).toISOString());
  if (day === daysAgo(1)) return "Yesterday";
  if (day >= daysAgo((today.getDay() + 6) % 7)) return "Earlier this week";
  const date = new Date(instant);
  const year = date.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(undefined, { month: "long", year });
}
