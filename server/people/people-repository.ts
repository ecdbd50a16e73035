import { type Person, type Principal, type Role, roleSchema } from "#server/contracts/people.ts";
import type { Db, Tx } from "#server/platform/prisma.ts";
import { formatAnnouncement, sessionChannel } from "./domain/session-announcement.ts";

/** A person with what sign-in needs. */
export interface PersonRecord extends Person {
  readonly passwordHash: string;
}

interface PersonRow {
  id: string;
  name: string;
  role: string;
  passwordHash: string;
  createdAt: Date;
  disabledAt: Date | null;
}

interface PrincipalRow {
  sessionId: string;
  personId: string;
  name: string;
  role: string;
}

/** Serialises the creation of people, so that "the first one" and "that name is free" hold until commit. */
export async function lockPeople(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('chiffon.people'))`;
}

/** Whether anyone exists, disabled or not. */
export async function anyoneExists(db: Db): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`SELECT 1 FROM person LIMIT 1`;
  return rows.length > 0;
}

/** A person by name; upper and lower case do not matter, because phones capitalise first letters. */
export async function findByName(db: Db, name: string): Promise<PersonRecord | null> {
  const [row] = await db.$queryRaw<PersonRow[]>`
    SELECT id, name, role, password_hash AS "passwordHash", created_at AS "createdAt", disabled_at AS "disabledAt"
    FROM person WHERE lower(name) = lower(${name.trim()})`;
  return row === undefined ? null : toRecord(row);
}

/** A person by id. */
export async function findById(db: Db, personId: string): Promise<PersonRecord | null> {
  const row = await db.person.findUnique({ where: { id: personId } });
  return row === null ? null : toRecord(row);
}

/** These people, disabled or not, in no order. */
export async function findPeople(db: Db, personIds: readonly string[]): Promise<Person[]> {
  const rows = await db.person.findMany({ where: { id: { in: [...personIds] } } });
  return rows.map(toPerson);
}

/** Everyone, oldest first. */
export async function listPeople(db: Db): Promise<Person[]> {
  const rows = await db.person.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  return rows.map(toPerson);
}

/** Adds a person. */
export async function insertPerson(
  tx: Tx,
  person: { name: string; role: Role; passwordHash: string },
): Promise<Person> {
  return toPerson(await tx.person.create({ data: person }));
}

/**
 * Locks all active admins and the named person, in id order. What it returns is the state after waiting for
 * others, so two demotions at once cannot both see two admins.
 */
export async function lockAdminsAnd(tx: Tx, personId: string): Promise<Person[]> {
  const rows = await tx.$queryRaw<PersonRow[]>`
    SELECT id, name, role, password_hash AS "passwordHash", created_at AS "createdAt", disabled_at AS "disabledAt"
    FROM person WHERE (role = 'admin' AND disabled_at IS NULL) OR id = ${personId}::uuid
    ORDER BY id FOR UPDATE`;
  return rows.map(toPerson);
}

/** Changes role or standing. */
export async function updatePerson(
  tx: Tx,
  personId: string,
  patch: { role?: Role; disabledAt?: Date | null },
): Promise<Person> {
  return toPerson(await tx.person.update({ where: { id: personId }, data: patch }));
}

/** Replaces the password if it still is `from` (null: whatever it is). False when somebody else was first. */
export async function replacePassword(
  tx: Tx,
  personId: string,
  from: string | null,
  to: string,
): Promise<boolean> {
  const { count } = await tx.person.updateMany({
    where: { id: personId, ...(from === null ? {} : { passwordHash: from }) },
    data: { passwordHash: to },
  });
  return count === 1;
}

/**
 * Starts a session if the person is still enabled and the password still is the one that was checked: sign-in
 * cannot slip past a change made while the hash was computed. Null when it is not.
 */
export async function insertSession(
  tx: Tx,
  session: { tokenHash: string; person: PersonRecord; userAgent: string; days: number },
): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO session (id, token_hash, person_id, user_agent, expires_at)
    SELECT gen_random_uuid(), ${session.tokenHash}, id, ${session.userAgent}, now() + make_interval(days => ${session.days}::int)
    FROM (SELECT id FROM person WHERE id = ${session.person.id}::uuid AND disabled_at IS NULL
          AND password_hash = ${session.person.passwordHash} FOR SHARE) AS person
    RETURNING id`;
  return row?.id ?? null;
}

/**
 * Who holds the session with this token hash, in one statement; null when it ended. Moves its end forward at
 * most once an hour, so that reading stays cheap.
 */
export async function findPrincipal(
  db: Db,
  tokenHash: string,
  days: number,
): Promise<Principal | null> {
  const [row] = await db.$queryRaw<PrincipalRow[]>`
    WITH found AS (
      SELECT session.id, session.person_id, session.last_seen_at, person.name, person.role
      FROM session JOIN person ON person.id = session.person_id
      WHERE session.token_hash = ${tokenHash} AND session.expires_at > now() AND person.disabled_at IS NULL
    ), touched AS (
      UPDATE session SET last_seen_at = now(), expires_at = now() + make_interval(days => ${days}::int)
      FROM found WHERE session.id = found.id AND found.last_seen_at < now() - interval '1 hour'
    )
    SELECT id AS "sessionId", person_id AS "personId", name, role FROM found`;
  return row === undefined ? null : toPrincipal(row);
}

/** Those of the given sessions that still hold, with the role their person has now. */
export async function findLivePrincipals(
  db: Db,
  sessionIds: readonly string[],
): Promise<Principal[]> {
  const rows = await db.$queryRaw<PrincipalRow[]>`
    SELECT session.id AS "sessionId", person.id AS "personId", person.name, person.role
    FROM session JOIN person ON person.id = session.person_id
    WHERE session.id = ANY(${[...sessionIds]}::uuid[]) AND session.expires_at > now() AND person.disabled_at IS NULL`;
  return rows.map(toPrincipal);
}

/** Ends one session and tells the sockets. False when it had ended already. */
export async function endSession(tx: Tx, sessionId: string): Promise<boolean> {
  const { count } = await tx.session.deleteMany({ where: { id: sessionId } });
  await tx.$executeRaw`SELECT pg_notify(${sessionChannel}, ${formatAnnouncement({ kind: "session", sessionId })})`;
  return count === 1;
}

/** Ends every session of a person but `keep`, and tells the sockets. Returns how many ended. */
export async function endSessions(tx: Tx, personId: string, keep: string | null): Promise<number> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH ended AS (
      DELETE FROM session WHERE person_id = ${personId}::uuid AND id IS DISTINCT FROM ${keep}::uuid RETURNING id
    ) SELECT id, pg_notify(${sessionChannel}, ${formatAnnouncement({ kind: "session", sessionId: "" })} || id)::text FROM ended`;
  return rows.length;
}

/** Tells the sockets that a person's role or standing changed. */
export async function announcePerson(tx: Tx, personId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${sessionChannel}, ${formatAnnouncement({ kind: "person", personId })})`;
}

/** Removes sessions whose time is over. */
export async function removeExpiredSessions(db: Db): Promise<number> {
  return db.$executeRaw`DELETE FROM session WHERE expires_at <= now()`;
}

/** Adds an invite; returns when it ends. */
export async function insertInvite(
  tx: Tx,
  invite: { tokenHash: string; role: Role; createdBy: string; hours: number },
): Promise<Date> {
  const [row] = await tx.$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO invite (id, token_hash, role, created_by, expires_at)
    VALUES (gen_random_uuid(), ${invite.tokenHash}, ${invite.role}, ${invite.createdBy}::uuid, now() + make_interval(hours => ${invite.hours}::int))
    RETURNING expires_at AS "expiresAt"`;
  return row?.expiresAt ?? new Date(0);
}

/** Uses an invite up and says for which role and by whom; null when it is unknown, used or over. */
export async function useInvite(
  tx: Tx,
  tokenHash: string,
): Promise<{ role: Role; createdBy: string } | null> {
  const [row] = await tx.$queryRaw<{ role: string; createdBy: string }[]>`
    UPDATE invite SET used_at = now() WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > now()
    RETURNING role, created_by AS "createdBy"`;
  return row === undefined ? null : { role: roleSchema.parse(row.role), createdBy: row.createdBy };
}

function toPerson(row: PersonRow): Person {
  return {
    id: row.id,
    name: row.name,
    role: roleSchema.parse(row.role),
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
  };
}

function toRecord(row: PersonRow): PersonRecord {
  return { ...toPerson(row), passwordHash: row.passwordHash };
}

function toPrincipal(row: PrincipalRow): Principal {
  return {
    personId: row.personId,
    name: row.name,
    role: roleSchema.parse(row.role),
    sessionId: row.sessionId,
  };
}
