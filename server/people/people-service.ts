import type { AuditService } from "#server/audit/audit-service.ts";
import { type Actor, nobodyActor } from "#server/contracts/common.ts";
import {
  type Action,
  actorOf,
  type Person,
  type Principal,
  type Role,
} from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { type Database, type Db, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { randomToken, sha256 } from "#server/platform/sha256.ts";
import { can, leastRoleFor } from "./domain/policy.ts";
import { may } from "./domain/token-scopes.ts";
import { GuessLimiter } from "./guess-limiter.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import * as people from "./people-repository.ts";
import { closeSetup, isSetupToken, type SetupFiles } from "./setup-token.ts";
import { revokeTokens } from "./tokens-repository.ts";

/** Where a sign-in comes from: for the rate limit and the list of sessions. */
export interface Caller {
  readonly address: string;
  readonly userAgent: string;
}

/** A session that has just begun. `token` is the cookie's value and is stored nowhere. */
export interface StartedSession {
  readonly token: string;
  readonly person: Person;
}

/** The part of the history that people changes need. */
type AuditWriter = Pick<AuditService, "record">;

const sessionDays = 30;
const inviteHours = 48;

/** Set-up, sign-in, sessions, roles and invites. Every change is audited in its own transaction. */
export class PeopleService {
  readonly #db: Database;
  readonly #audit: AuditWriter;
  readonly #clock: Clock;
  readonly #files: SetupFiles;
  readonly #limiter = new GuessLimiter();

  constructor(deps: { db: Database; audit: AuditWriter; clock: Clock; files: SetupFiles }) {
    this.#db = deps.db;
    this.#audit = deps.audit;
    this.#clock = deps.clock;
    this.#files = deps.files;
  }

  /** Whether the first admin is still to be made. */
  async isSetupNeeded(): Promise<boolean> {
    return !(await people.anyoneExists(this.#db));
  }

  /** Removes what a crash may have left: the token of a set-up that is done, sessions that are over. */
  async tidy(): Promise<void> {
    await people.removeExpiredSessions(this.#db);
    if (!(await this.isSetupNeeded())) await closeSetup(this.#files, this.#clock.now());
  }

  /**
   * Makes the first admin, exactly once, for whoever holds the token printed by the first start.
   *
   * @throws already_set_up, setup_token_wrong, too_many_requests
   */
  async setUp(
    body: { token: string; name: string; password: string },
    caller: Caller,
  ): Promise<StartedSession> {
    if (!(await this.isSetupNeeded())) throw new AppError("already_set_up");
    await this.#limiter.attempt("set-up", caller.address);
    if (!(await isSetupToken(this.#files, body.token))) {
      await this.#recordRefusal("setup_token_wrong", null, caller);
      throw new AppError("setup_token_wrong");
    }
    const passwordHash = await hashPassword(body.password);
    const started = await inTransaction(this.#db, async (tx) => {
      await people.lockPeople(tx);
      if (await people.anyoneExists(tx)) throw new AppError("already_set_up");
      const person = await people.insertPerson(tx, {
        name: body.name,
        role: "admin",
        passwordHash,
      });
      await this.#audit.record(tx, {
        type: "setup.completed",
        actor: actorOf({ personId: person.id, name: person.name }),
        facts: { personId: person.id, role: person.role },
      });
      return this.#startSession(tx, { ...person, passwordHash }, caller);
    });
    await closeSetup(this.#files, this.#clock.now());
    return started;
  }

  /** @throws bad_credentials (the same for an unknown name, a wrong password and a disabled person), too_many_requests */
  async signIn(body: { name: string; password: string }, caller: Caller): Promise<StartedSession> {
    await this.#limiter.attempt(body.name, caller.address);
    const found = await people.findByName(this.#db, body.name);
    const matches = await verifyPassword(body.password, found?.passwordHash ?? null);
    if (found === null || !matches || found.disabledAt !== null) {
      await this.#recordRefusal("bad_credentials", found, caller, body.name);
      throw new AppError("bad_credentials");
    }
    const started = await inTransaction(this.#db, (tx) => this.#startSession(tx, found, caller));
    await this.#limiter.succeeded(body.name, caller.address);
    return started;
  }

  /** Who holds the session of this cookie value; null when there is none. One statement, never cached. */
  async principalOf(token: string): Promise<Principal | null> {
    if (token.length < 20 || token.length > 100) return null;
    return people.findPrincipal(this.#db, sha256(token), sessionDays);
  }

  /** Those of the given sessions that still hold, as they stand now: what keeps open sockets honest. */
  async livePrincipals(sessionIds: readonly string[]): Promise<Principal[]> {
    return sessionIds.length === 0 ? [] : people.findLivePrincipals(this.#db, sessionIds);
  }

  /** The signed-in person. @throws not_signed_in when the account is gone */
  async person(principal: Principal): Promise<Person> {
    const found = await people.findById(this.#db, principal.personId);
    if (found === null) throw new AppError("not_signed_in");
    return withoutPassword(found);
  }

  /**
   * The person by whose standing order a rule acts, as they are now. The reason, for people, where they are gone or may not
   * do that any more.
   */
  async standing(
    personId: string,
    action: Action,
    rule: NonNullable<Principal["rule"]>,
  ): Promise<Principal | string> {
    const person = await people.findById(this.#db, personId);
    if (person === null || person.disabledAt !== null)
      return `${person?.name ?? "Its person"} has no account here any more.`;
    const { name, role } = person;
    if (!can(role, action))
      return `${name} may not do that any more: it takes the role ${leastRoleFor(action)}.`;
    return { personId, name, role, sessionId: rule.ruleId, rule };
  }

  /** @throws not_allowed, token_scope_missing where a caller may not do what they set up to be done for them */
  assertMay(principal: Principal, action: Action): void {
    if (!can(principal.role, action))
      throw new AppError("not_allowed", {
        message: `That takes the role ${leastRoleFor(action)}; yours is ${principal.role}.`,
      });
    if (!may(principal, action)) throw new AppError("token_scope_missing");
  }

  /** Ends the caller's session; its sockets go within a second. */
  async signOut(principal: Principal): Promise<void> {
    await inTransaction(this.#db, async (tx) => {
      if (!(await people.endSession(tx, principal.sessionId))) return;
      await this.#audit.record(tx, {
        type: "session.ended",
        actor: actorOf(principal),
        facts: { reason: "signed_out", ended: 1 },
      });
    });
  }

  /** Changes the caller's password and ends their other sessions. @throws bad_credentials, too_many_requests */
  async changePassword(
    principal: Principal,
    body: { currentPassword: string; newPassword: string },
    caller: Caller,
  ): Promise<void> {
    await this.#limiter.attempt(principal.name, caller.address);
    const person = await people.findById(this.#db, principal.personId);
    const matches = await verifyPassword(body.currentPassword, person?.passwordHash ?? null);
    if (person === null || !matches) {
      await this.#recordRefusal("bad_credentials", person, caller);
      throw new AppError("bad_credentials", { message: "The current password is wrong." });
    }
    const next = await hashPassword(body.newPassword);
    await inTransaction(this.#db, (tx) =>
      this.#setPassword(tx, person, {
        from: person.passwordHash,
        to: next,
        keep: principal.sessionId,
        actor: actorOf(principal),
      }),
    );
    await this.#limiter.succeeded(principal.name, caller.address);
  }

  /**
   * The roles of those of these people who may sign in; the others are missing.
   *
   * @param db the caller's transaction, where it is in one: a second connection might never come free
   */
  async rolesOf(personIds: readonly string[], db: Db = this.#db): Promise<Map<string, Role>> {
    const found = await people.findPeople(db, personIds);
    const active = found.filter(({ disabledAt }) => disabledAt === null);
    return new Map(active.map(({ id, role }) => [id, role]));
  }

  /** Those of these people who may do something, by their role. @param db as in {@link rolesOf} */
  async whoMay(personIds: readonly string[], action: Action, db: Db): Promise<Set<string>> {
    const roles = await this.rolesOf(personIds, db);
    return new Set([...roles].filter(([, role]) => can(role, action)).map(([id]) => id));
  }

  /** Everyone, oldest first. */
  async list(): Promise<Person[]> {
    return people.listPeople(this.#db);
  }

  /** Makes a single-use invite for a role, good for 48 hours. The token is shown once and stored hashed. */
  async invite(principal: Principal, role: Role): Promise<{ token: string; expiresAt: string }> {
    const token = randomToken();
    const expiresAt = await inTransaction(this.#db, async (tx) => {
      await this.#audit.record(tx, {
        type: "person.invited",
        actor: actorOf(principal),
        facts: { role, hours: inviteHours },
      });
      return people.insertInvite(tx, {
        tokenHash: sha256(token),
        role,
        createdBy: principal.personId,
        hours: inviteHours,
      });
    });
    return { token, expiresAt: expiresAt.toISOString() };
  }

  /** Joins by invite. @throws invite_invalid, name_taken (the invite then stays good), too_many_requests */
  async acceptInvite(
    body: { token: string; name: string; password: string },
    caller: Caller,
  ): Promise<StartedSession> {
    await this.#limiter.attempt("invite", caller.address);
    const passwordHash = await hashPassword(body.password);
    const started = await inTransaction(this.#db, async (tx) => {
      const invite = await people.useInvite(tx, sha256(body.token.trim()));
      if (invite === null) return null;
      const person = await this.#add(tx, { name: body.name, role: invite.role, passwordHash });
      await this.#audit.record(tx, {
        type: "person.joined",
        actor: actorOf({ personId: person.id, name: person.name }),
        facts: { personId: person.id, role: person.role, invitedBy: invite.createdBy },
      });
      return this.#startSession(tx, { ...person, passwordHash }, caller);
    });
    if (started !== null) {
      await this.#limiter.succeeded("invite", caller.address);
      return started;
    }
    await this.#recordRefusal("invite_invalid", null, caller);
    throw new AppError("invite_invalid");
  }

  /**
   * Changes a person's role, or disables and enables them. Their sockets go within a second; disabling ends
   * their sessions and tokens too.
   *
   * @throws not_found, last_admin
   */
  async change(
    principal: Principal,
    personId: string,
    patch: { role?: Role | undefined; disabled?: boolean | undefined },
  ): Promise<Person> {
    return inTransaction(this.#db, async (tx) => {
      const locked = await people.lockAdminsAnd(tx, personId);
      const before = locked.find((person) => person.id === personId);
      if (before === undefined) throw new AppError("not_found");
      const role = patch.role ?? before.role;
      const disabledAt = this.#disabledAt(before, patch.disabled);
      const staysAdmin = role === "admin" && disabledAt === null;
      const others = locked.filter((person) => person.id !== personId && isActiveAdmin(person));
      if (isActiveAdmin(before) && !staysAdmin && others.length === 0)
        throw new AppError("last_admin");
      // An admin demoted while this request waited for the lock has no say any more.
      if (!locked.some((person) => person.id === principal.personId && isActiveAdmin(person)))
        throw new AppError("not_allowed");
      const after = await people.updatePerson(tx, personId, { role, disabledAt });
      await this.#audit.record(tx, {
        type: "person.changed",
        actor: actorOf(principal),
        facts: { personId, from: before.role, to: role, disabled: disabledAt !== null },
      });
      if (disabledAt !== null) {
        await people.endSessions(tx, personId, null);
        await this.#endTokens(tx, principal, personId);
      }
      await people.announcePerson(tx, personId);
      return after;
    });
  }

  /** Sets a password from the console and ends all sessions of that person. @throws not_found */
  async resetPassword(name: string, password: string, actor: Actor): Promise<Person> {
    const passwordHash = await hashPassword(password);
    return inTransaction(this.#db, async (tx) => {
      const person = await people.findByName(tx, name);
      if (person === null) throw new AppError("not_found", { message: `Nobody is named ${name}.` });
      await this.#setPassword(tx, person, { from: null, to: passwordHash, keep: null, actor });
      return withoutPassword(person);
    });
  }

  /** Adds an admin from the console. @throws name_taken */
  async addAdmin(name: string, password: string, actor: Actor): Promise<Person> {
    const passwordHash = await hashPassword(password);
    const added = await inTransaction(this.#db, async (tx) => {
      const person = await this.#add(tx, { name, role: "admin", passwordHash });
      await this.#audit.record(tx, {
        type: "person.joined",
        actor,
        facts: { personId: person.id, role: person.role },
      });
      return person;
    });
    await closeSetup(this.#files, this.#clock.now());
    return added;
  }

  /** A token must not come back to life when its person is let in again. */
  async #endTokens(tx: Tx, principal: Principal, personId: string): Promise<void> {
    const ended = await revokeTokens(tx, personId);
    if (ended === 0) return;
    await this.#audit.record(tx, {
      type: "token.revoked",
      actor: actorOf(principal),
      facts: { personId, ended, reason: "person_blocked" },
    });
  }

  #disabledAt(before: Person, disabled: boolean | undefined): Date | null {
    const current = before.disabledAt === null ? null : new Date(before.disabledAt);
    if (disabled === undefined) return current;
    return disabled ? (current ?? this.#clock.now()) : null;
  }

  async #add(tx: Tx, person: { name: string; role: Role; passwordHash: string }): Promise<Person> {
    await people.lockPeople(tx);
    if ((await people.findByName(tx, person.name)) !== null) throw new AppError("name_taken");
    return people.insertPerson(tx, person);
  }

  async #startSession(
    tx: Tx,
    person: people.PersonRecord,
    caller: Caller,
  ): Promise<StartedSession> {
    const token = randomToken(32);
    const sessionId = await people.insertSession(tx, {
      tokenHash: sha256(token),
      person,
      userAgent: caller.userAgent.slice(0, 200),
      days: sessionDays,
    });
    if (sessionId === null) throw new AppError("bad_credentials");
    await this.#audit.record(tx, {
      type: "session.started",
      actor: actorOf({ personId: person.id, name: person.name }),
      facts: { personId: person.id, address: caller.address },
    });
    return { token, person: withoutPassword(person) };
  }

  async #setPassword(
    tx: Tx,
    person: Person,
    change: { from: string | null; to: string; keep: string | null; actor: Actor },
  ): Promise<void> {
    if (!(await people.replacePassword(tx, person.id, change.from, change.to)))
      throw new AppError("bad_credentials");
    const ended = await people.endSessions(tx, person.id, change.keep);
    await this.#audit.record(tx, {
      type: "person.password_changed",
      actor: change.actor,
      facts: { personId: person.id, endedSessions: ended },
    });
  }

  /** Writes what was refused. The name as typed is erasable text: people type passwords into the wrong field. */
  async #recordRefusal(
    reason: string,
    person: Person | null,
    caller: Caller,
    typedName?: string,
  ): Promise<void> {
    await inTransaction(this.#db, (tx) =>
      this.#audit.record(tx, {
        type: "session.refused",
        actor: nobodyActor,
        facts: { reason, personId: person?.id ?? null, address: caller.address },
        text: typedName ?? null,
      }),
    );
  }
}

const isActiveAdmin = (person: Person): boolean =>
  person.role === "admin" && person.disabledAt === null;

function withoutPassword(record: Person): Person {
  const { id, name, role, createdAt, disabledAt } = record;
  return { id, name, role, createdAt, disabledAt };
}
