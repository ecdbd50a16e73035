import type { NotificationFacts, NotificationKind } from "#server/contracts/notification.ts";

/** What a channel is given to send. */
export interface Message {
  /** Of its delivery: the same at each attempt, so that the other side can tell a repeat. */
  readonly deliveryId: string;
  readonly notificationId: string;
  readonly kind: NotificationKind | "test";
  readonly at: Date;
  readonly title: string;
  readonly lines: readonly string[];
  /** Where to look; null while nobody knows Chiffon's address. */
  readonly link: string | null;
  readonly facts: NotificationFacts | null;
  /** How loud it is, 1–5. */
  readonly priority: number;
  readonly tags: readonly string[];
}

/** Longest that one attempt may take. */
export const sendTimeoutMs = 10_000;
