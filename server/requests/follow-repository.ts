import { planStatusSchema } from "#server/contracts/plan.ts";
import { type FollowKind, type RequestEnd, requestPhaseSchema } from "#server/contracts/request.ts";
import type { Db, Tx } from "#server/platform/prisma.ts";
import { endOf } from "./domain/request-end.ts";

/** A request beside one that it plans again, or that plans it again, and how that one stands. */
export interface LinkedRequest {
  readonly requestId: string;
  readonly kind: FollowKind;
  readonly end: RequestEnd | null;
}

/** What a request follows and what follows it: the newest, where several do. */
export interface RequestLinks {
  readonly follows: LinkedRequest | null;
  readonly followedBy: LinkedRequest | null;
}

interface LinkRow {
  readonly requestId: string;
  readonly side: "follows" | "followedBy";
  readonly linkedId: string;
  readonly kind: FollowKind;
  readonly phase: string;
  readonly planStatus: string | null;
}

/** Links of requests, by request; those without any are missing. One statement, however many are asked about. */
export async function findLinks(
  db: Db,
  requestIds: readonly string[],
): Promise<Map<string, RequestLinks>> {
  const ids = [...requestIds];
  const rows = await db.$queryRaw<LinkRow[]>`
    SELECT request.id AS "requestId", 'follows' AS side, origin.id AS "linkedId", request.follow_kind AS kind,
      origin.phase, (SELECT status FROM plan WHERE plan.request_id = origin.id ORDER BY version DESC LIMIT 1) AS "planStatus"
    FROM request JOIN request AS origin ON origin.id = request.follows_id WHERE request.id = ANY(${ids}::uuid[])
    UNION ALL
    SELECT newest.* FROM unnest(${ids}::uuid[]) AS asked (id) CROSS JOIN LATERAL (
      SELECT asked.id, 'followedBy', follower.id, follower.follow_kind, follower.phase,
        (SELECT status FROM plan WHERE plan.request_id = follower.id ORDER BY version DESC LIMIT 1)
      FROM request AS follower WHERE follower.follows_id = asked.id ORDER BY follower.created_at DESC LIMIT 1
    ) AS newest`;
  const links = new Map<string, RequestLinks>();
  for (const row of rows) {
    const known = links.get(row.requestId) ?? { follows: null, followedBy: null };
    links.set(row.requestId, { ...known, [row.side]: toLinked(row) });
  }
  return links;
}

/** A request that already plans an ended one again in the same way and goes on; null when there is none. */
export async function findOpenFollower(
  tx: Tx,
  requestId: string,
  kind: FollowKind,
): Promise<string | null> {
  const followers = await tx.request.findMany({
    where: { followsId: requestId, followKind: kind },
    include: { plans: { select: { status: true }, orderBy: { version: "desc" }, take: 1 } },
    orderBy: { createdAt: "desc" },
    take: 20,
  });
  const open = followers.find(
    ({ phase, plans: [plan] }) => toEnd(phase, plan?.status ?? null) === null,
  );
  return open?.id ?? null;
}

function toLinked({ linkedId, kind, phase, planStatus }: LinkRow): LinkedRequest {
  return { requestId: linkedId, kind, end: toEnd(phase, planStatus) };
}

function toEnd(phase: string, planStatus: string | null): RequestEnd | null {
  const status = planStatus === null ? null : planStatusSchema.parse(planStatus);
  return endOf(requestPhaseSchema.parse(phase), status);
}
