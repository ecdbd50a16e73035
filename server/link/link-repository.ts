import type { Db, Tx } from "#server/platform/prisma.ts";

/** How long a token can be used. */
const tokenMinutes = 15;

/** An agent on another machine, with what it is known by. */
export interface LinkedAgent {
  readonly agentId: string;
  readonly name: string;
  readonly publicKey: string;
  readonly boxKey: string;
  readonly isRevoked: boolean;
}

export async function findLinked(db: Db, agentId: string): Promise<LinkedAgent | null> {
  const row = await db.agent.findUnique({ where: { id: agentId } });
  if (row === null || row.publicKey === null || row.boxKey === null) return null;
  const { name, publicKey, boxKey, revokedAt } = row;
  return { agentId, name, publicKey, boxKey, isRevoked: revokedAt !== null };
}

/** Takes the next sequence of an agent. Null: taken; else the last one, which was as high or higher. */
export async function takeSequence(
  db: Db,
  agentId: string,
  sequence: number,
): Promise<number | null> {
  const taken = await db.agent.updateMany({
    where: { id: agentId, linkSequence: { lt: BigInt(sequence) } },
    data: { linkSequence: BigInt(sequence) },
  });
  if (taken.count === 1) return null;
  const row = await db.agent.findUnique({ where: { id: agentId }, select: { linkSequence: true } });
  return Number(row?.linkSequence ?? 0);
}

/** Adds an agent that has said nothing of itself yet but its name and keys. */
export async function insertLinked(
  tx: Tx,
  agent: {
    readonly agentId: string;
    readonly name: string;
    readonly publicKey: string;
    readonly boxKey: string;
  },
): Promise<void> {
  const { agentId: id, name, publicKey, boxKey } = agent;
  await tx.agent.create({
    data: {
      ...{ id, identity: id, kind: "remote", name, publicKey, boxKey },
      ...{ agentType: "infra", workTypes: [], slots: 1, version: "" },
    },
  });
}

/** Ends an agent for good; its name when it was one of another machine and not ended before. */
export async function revokeLinked(tx: Tx, agentId: string): Promise<string | null> {
  const [row] = await tx.agent.updateManyAndReturn({
    where: { id: agentId, kind: "remote", revokedAt: null },
    data: { revokedAt: new Date(), enabled: false, ownHosts: [] },
  });
  return row?.name ?? null;
}

export async function isRemote(db: Db, agentId: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM agent WHERE id = ${agentId}::uuid AND kind = 'remote'`;
  return rows.length > 0;
}

/** Adds a token, by its hash; it ends by itself, on database time. */
export async function insertEnrolment(
  tx: Tx,
  made: { readonly tokenHash: string; readonly personId: string; readonly madeBy: string },
) {
  const [row] = await tx.$queryRaw<{ id: string; expiresAt: Date }[]>`
    INSERT INTO agent_enrolment (id, token_hash, person_id, made_by, expires_at)
    VALUES (gen_random_uuid(), ${made.tokenHash}, ${made.personId}::uuid, ${made.madeBy},
      now() + make_interval(mins => ${tokenMinutes}))
    RETURNING id, expires_at AS "expiresAt"`;
  return row;
}

/** Tokens that still wait to be used. */
export async function countEnrolments(db: Db): Promise<number> {
  return db.agentEnrolment.count({
    where: { usedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
  });
}

/** Takes a token for an agent, once. Null: it is none, or was taken, revoked or too old. */
export async function takeEnrolment(
  tx: Tx,
  tokenHash: string,
  agentId: string,
): Promise<{ id: string; madeBy: string } | null> {
  const rows = await tx.$queryRaw<{ id: string; madeBy: string }[]>`
    UPDATE agent_enrolment SET used_at = now(), agent_id = ${agentId}::uuid
    WHERE token_hash = ${tokenHash} AND used_at IS NULL AND revoked_at IS NULL AND expires_at > now()
    RETURNING id, made_by AS "madeBy"`;
  return rows[0] ?? null;
}

/** A token with the name of whoever used it, and whether its time is up on database time. */
export async function findEnrolment(db: Db, id: string) {
  const [row] = await db.$queryRaw<
    {
      id: string;
      expiresAt: Date;
      usedAt: Date | null;
      revokedAt: Date | null;
      isOver: boolean;
      agentName: string | null;
    }[]
  >`
    SELECT e.id, e.expires_at AS "expiresAt", e.used_at AS "usedAt", e.revoked_at AS "revokedAt",
      e.expires_at <= now() AS "isOver", agent.name AS "agentName"
    FROM agent_enrolment e LEFT JOIN agent ON agent.id = e.agent_id WHERE e.id = ${id}::uuid`;
  return row ?? null;
}

/** Ends a token that was not used; false when it was, or is over. */
export async function revokeEnrolment(tx: Tx, id: string): Promise<boolean> {
  const ended = await tx.agentEnrolment.updateMany({
    where: { id, usedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return ended.count === 1;
}
