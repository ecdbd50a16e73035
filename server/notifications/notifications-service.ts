import type { AuditService } from "#server/audit/audit-service.ts";
import type { NotificationList } from "#server/contracts/notification.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import { appendEvent, lastSeq } from "#server/platform/event-log.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { countUnread, findOf, markRead } from "./notifications-repository.ts";

/** What stands in people's bells. */
export class NotificationsService {
  private readonly deps: { readonly db: Database; readonly audit: AuditService };

  constructor(deps: NotificationsService["deps"]) {
    this.deps = deps;
  }

  /** One's own, newest first. */
  async list({ personId }: Principal, limit: number): Promise<NotificationList> {
    const { db } = this.deps;
    const seq = await lastSeq(db, `person:${personId}`);
    const [notifications, unread] = await Promise.all([
      findOf(db, personId, limit),
      countUnread(db, personId),
    ]);
    return { notifications, unread, seq };
  }

  /** Marks one's own as read, on every tab; all of them where none are named. */
  async markRead(principal: Principal, ids: readonly string[] | undefined): Promise<void> {
    const { personId } = principal;
    await inTransaction(this.deps.db, async (tx) => {
      const count = await markRead(tx, personId, ids);
      if (count === 0) return;
      await this.deps.audit.record(tx, {
        ...{ type: "notifications.read", actor: actorOf(principal), facts: { count } },
      });
      await appendEvent(tx, `person:${personId}`, { type: "notifications.changed" });
    });
  }
}
