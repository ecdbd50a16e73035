import { randomUUID } from "node:crypto";
import type { AuditService, NewAuditEntry } from "#server/audit/audit-service.ts";
import type { AuditSubject } from "#server/contracts/audit.ts";
import type { Actor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { AddSecretBody, Secret, SecretVersion } from "#server/contracts/secret.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import { textsOf } from "#server/lib/stored-ssh-key.ts";
import { plural } from "#server/lib/units.ts";
import type { Clock } from "#server/platform/clock.ts";
import { enqueue } from "#server/platform/outbox.ts";
import {
  type Database,
  type Db,
  inTransaction,
  isUniqueViolation,
  type Tx,
} from "#server/platform/prisma.ts";
import { checkedValue, type GivenValue } from "./checked-value.ts";
import {
  defaultVaultId,
  findSecretFault,
  placeKey,
  placeOf,
  purposeOf,
} from "./domain/secret-place.ts";
import { MasterKey } from "./master-key.ts";
import { openValue, type SealedValue, sealValue } from "./sealed-value.ts";
import {
  countSecrets,
  deleteSecrets,
  findByPurpose,
  findLivePlans,
  findOwned,
  findSecrets,
  findUsableSecrets,
  findValues,
  findVersions,
  insertSecret,
  insertVersion,
  lockSecret,
  markUsed,
  maxSecrets,
  type NewSecret,
  type NewVersion,
  type StoredSecret,
  type StoredValue,
} from "./secrets-repository.ts";

const named = 3;

/** A secret that is ready to be stored: its value is sealed already. */
export interface PreparedSecret {
  readonly secret: NewSecret;
  readonly value: NewVersion;
}

/** A value that something else than the store keeps. */
export type OwnedSeal = SealedValue & { readonly keyId: string };

/** Why secrets are opened, for the history. */
export interface SecretUseReason {
  readonly actor: Actor;
  readonly subject: AuditSubject;
}

/**
 * The store of secrets: values are encrypted by a key that lies in a file of its own, go in and never come out but for a
 * run. Every use, change and deletion is in the history, by name and version.
 */
export class SecretsService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
  };
  private readonly masterKey: MasterKey;

  constructor(deps: SecretsService["deps"] & { readonly keyFile: string }) {
    this.deps = deps;
    this.masterKey = new MasterKey(deps.keyFile);
  }

  /** Every secret without its value, by name. */
  async list(): Promise<Secret[]> {
    const [secrets, keys] = await Promise.all([findSecrets(this.deps.db), this.keyIds()]);
    return secrets.map(({ keyId, ...secret }) => ({ ...secret, isReadable: keys.has(keyId) }));
  }

  /** Stores a secret. @throws invalid_input, name_taken, secret_unreadable when the key file is none */
  async add(principal: Principal, body: AddSecretBody): Promise<Secret[]> {
    const prepared = await this.prepare(actorOf(principal), body, null);
    await inTransaction(this.deps.db, (tx) => this.insert(tx, actorOf(principal), prepared));
    return this.list();
  }

  /**
   * Seals a new secret without storing it yet.
   *
   * @param requestId the request that it is given for; null for one that stays
   * @throws invalid_input, secret_unreadable
   */
  async prepare(
    actor: Actor,
    body: AddSecretBody,
    requestId: string | null,
  ): Promise<PreparedSecret> {
    const fault = findSecretFault(body);
    if (fault !== null) throw new AppError("invalid_input", { message: fault });
    if ((await countSecrets(this.deps.db)) >= maxSecrets)
      throw new AppError("invalid_input", {
        message: `There are ${maxSecrets} secrets already. Delete some that are not used.`,
      });
    const { kind, name } = body;
    const value = await checkedValue(kind, body);
    const place = placeOf(body);
    const vaultId = kind === "vault_password" ? (body.vaultId ?? defaultVaultId) : null;
    const id = randomUUID();
    const context = { secretId: id, version: 1, kind };
    return {
      secret: {
        ...{ id, name, kind, ...place, requestId, vaultId, createdBy: actor.name },
        place: placeKey(place, requestId),
        purpose: purposeOf(kind, name, vaultId),
      },
      value: await this.seal(context, value, actor),
    };
  }

  /** Stores what was prepared, in the caller's transaction. @throws name_taken, not_found when its repository is gone */
  async insert(tx: Tx, actor: Actor, { secret, value }: PreparedSecret): Promise<void> {
    try {
      await insertSecret(tx, secret, value);
    } catch (cause) {
      if (!isUniqueViolation(cause)) throw cause;
      throw new AppError("name_taken", {
        message: "There is a secret of that name, or for that purpose, in that place already.",
        cause,
      });
    }
    await this.deps.audit.record(
      tx,
      entryAbout("secret.created", actor, { ...secret, version: 1 }),
    );
  }

  /**
   * Gives a secret a new value; plans that wait with the one before turn stale.
   *
   * @throws not_found, invalid_input, secret_unreadable
   */
  async rotate(principal: Principal, secretId: string, given: GivenValue): Promise<Secret[]> {
    const actor = actorOf(principal);
    const known = await this.find(secretId);
    const version = known.version + 1;
    const value = await checkedValue(known.kind, given);
    const sealed = await this.seal({ secretId, version, kind: known.kind }, value, actor);
    await inTransaction(this.deps.db, async (tx) => {
      const secret = await lockSecret(tx, secretId);
      if (secret === null) throw new AppError("not_found");
      if (secret.version !== known.version)
        throw new AppError("invalid_state", { message: "Somebody else just changed that secret." });
      await insertVersion(tx, secretId, version, {
        ...sealed,
        changedAt: this.deps.clock.now(),
      });
      await this.deps.audit.record(tx, entryAbout("secret.rotated", actor, { ...secret, version }));
      const waiting = (await findLivePlans(tx, secretId)).filter(({ isWaiting }) => isWaiting);
      const why = changeWords({ ...secret, secretId }, version);
      await enqueue(
        tx,
        waiting.map(({ planId }) => ({ name: "plan.turn_stale", planId, why })),
      );
    });
    return this.list();
  }

  /** Stores a secret, or gives the one that serves the same purpose in the same place a new value. */
  async put(principal: Principal, body: AddSecretBody): Promise<Secret[]> {
    const vaultId = body.vaultId ?? defaultVaultId;
    const purpose = purposeOf(body.kind, body.name, vaultId);
    const known = await findByPurpose(this.deps.db, placeKey(placeOf(body), null), purpose);
    return known === null ? this.add(principal, body) : this.rotate(principal, known, body);
  }

  /** Deletes a secret with all its versions. @throws not_found, secret_in_use naming the live plans that name it */
  async remove(principal: Principal, secretId: string): Promise<Secret[]> {
    await inTransaction(this.deps.db, async (tx) => {
      const secret = await lockSecret(tx, secretId);
      if (secret === null) throw new AppError("not_found");
      refuseInUse((await findLivePlans(tx, secretId)).map(({ summary }) => summary));
      await this.delete(tx, actorOf(principal), [secret]);
    });
    return this.list();
  }

  /** Deletes what was given for a request only, or what belongs to a repository that goes. */
  async forget(
    tx: Tx,
    actor: Actor,
    owner: { readonly requestId: string } | { readonly repositoryId: string },
  ): Promise<void> {
    await this.delete(tx, actor, await findOwned(tx, owner));
  }

  private async delete(tx: Tx, actor: Actor, secrets: readonly StoredSecret[]): Promise<void> {
    if (secrets.length === 0) return;
    await deleteSecrets(
      tx,
      secrets.map(({ id }) => id),
    );
    await this.deps.audit.record(
      tx,
      ...secrets.map((secret) => entryAbout("secret.deleted", actor, secret)),
    );
  }

  /** What a plan of these repositories may use, without values; `requestId` adds what was given for that request. */
  usable(repositoryIds: readonly string[], requestId: string | null): Promise<StoredSecret[]> {
    return findUsableSecrets(this.deps.db, repositoryIds, requestId);
  }

  /** In words, the first of these that is not at its version any more; null when all are. */
  async findChange(
    wanted: readonly SecretVersion[],
    db: Db = this.deps.db,
  ): Promise<string | null> {
    const present = await findVersions(
      db,
      wanted.map(({ secretId }) => secretId),
    );
    for (const secret of wanted) {
      const version = present.get(secret.secretId);
      if (version !== secret.version) return changeWords(secret, version ?? null);
    }
    return null;
  }

  /**
   * The values of these versions by secret, for a run; the use is in the history before any of them leaves the store.
   *
   * @throws secret_changed, secret_unreadable
   */
  async open(
    wanted: readonly SecretVersion[],
    { actor, subject }: SecretUseReason,
  ): Promise<ReadonlyMap<string, string>> {
    if (wanted.length === 0) return new Map();
    const secretIds = [...new Set(wanted.map(({ secretId }) => secretId))];
    const change = await this.findChange(wanted);
    if (change !== null) throw new AppError("secret_changed", { message: `${change}.` });
    const stored = await findValues(this.deps.db, secretIds);
    const values = await this.decrypt(stored);
    await inTransaction(this.deps.db, async (tx) => {
      await markUsed(tx, secretIds, this.deps.clock.now());
      const uses = stored.map((secret) =>
        entryAbout("secret.used", actor, { ...secret, id: secret.secretId }, subject),
      );
      await this.deps.audit.record(tx, ...uses);
    });
    return values;
  }

  /** Every value that can be read, to be kept out of what leaves this machine. Never throws for want of a key. */
  async values(): Promise<string[]> {
    const keys = await this.keys();
    return (await findValues(this.deps.db)).flatMap((stored) => {
      const key = keys.get(stored.keyId);
      const value = key && openValue(key.bytes, stored, stored);
      return value ? textsOf(stored.kind, value) : [];
    });
  }

  /**
   * Encrypts a value that belongs to something else than a plan, which keeps it: `owner` binds it to its row.
   *
   * @throws secret_unreadable when the key file is none
   */
  async sealFor(owner: string, value: string): Promise<OwnedSeal> {
    const key = await this.masterKey.forWriting();
    return { ...sealValue(key.bytes, ownedBy(owner), value), keyId: key.id };
  }

  /** What {@link sealFor} encrypted for the same owner. @throws secret_unreadable */
  async openFor(owner: string, sealed: OwnedSeal): Promise<string> {
    const key = (await this.masterKey.all()).get(sealed.keyId);
    const value = key === undefined ? null : openValue(key.bytes, ownedBy(owner), sealed);
    if (value === null) throw new AppError("secret_unreadable");
    return value;
  }

  /** What the settings page says about it, in words. */
  async notices(): Promise<string[]> {
    const lost = (await this.list()).filter(({ isReadable }) => !isReadable);
    if (lost.length === 0) return [];
    return [
      `${plural(lost.length, "secret")} cannot be read with ${this.masterKey.file}: put the key file back that they were stored with, or give them again below.`,
    ];
  }

  private async find(secretId: string): Promise<StoredSecret> {
    const secret = await inTransaction(this.deps.db, (tx) => lockSecret(tx, secretId));
    if (secret === null)
      throw new AppError("not_found", { message: "That secret does not exist." });
    return secret;
  }

  private async seal(
    context: { secretId: string; version: number; kind: StoredSecret["kind"] },
    value: string,
    actor: Actor,
  ): Promise<NewVersion> {
    const key = await this.masterKey.forWriting();
    const sealed = sealValue(key.bytes, context, value);
    return { ...sealed, keyId: key.id, createdBy: actor.name };
  }

  private async decrypt(stored: readonly StoredValue[]): Promise<Map<string, string>> {
    const keys = await this.masterKey.all();
    return new Map(
      stored.map((secret) => {
        const key = keys.get(secret.keyId);
        const value = key === undefined ? null : openValue(key.bytes, secret, secret);
        if (value === null) throw this.unreadable(secret.name, keys.size, key !== undefined);
        return [secret.secretId, value];
      }),
    );
  }

  private unreadable(name: string, keyCount: number, isDamaged: boolean): AppError {
    const { file } = this.masterKey;
    const why = isDamaged
      ? "its stored value was damaged"
      : keyCount === 0
        ? `the key file ${file} is missing`
        : `the key in ${file} is not the one it was stored with`;
    const fix = isDamaged ? "Give" : "Put the key file back, or give";
    return new AppError("secret_unreadable", {
      message: `The secret "${name}" cannot be read: ${why}. ${fix} the secret again under Settings.`,
    });
  }

  /** Keys as far as there are any: what lists and notices show must not fail with the key file. */
  private async keys() {
    try {
      return await this.masterKey.all();
    } catch (error) {
      if (isAppError(error, "secret_unreadable")) return new Map<string, never>();
      throw error;
    }
  }

  private async keyIds(): Promise<ReadonlySet<string>> {
    return new Set((await this.keys()).keys());
  }
}

function ownedBy(owner: string) {
  return { secretId: owner, version: 1, kind: "api_key" } as const;
}

function refuseInUse(summaries: readonly string[]): void {
  if (summaries.length === 0) return;
  const shown = summaries.slice(0, named).map((summary) => `"${summary.slice(0, 100)}"`);
  const more = summaries.length > named ? ` and ${summaries.length - named} more` : "";
  throw new AppError("secret_in_use", {
    message: `Live plans use that secret: ${shown.join(", ")}${more}.`,
  });
}

/** @param version what it is at now; null when it is gone */
function changeWords({ name, version: planned }: SecretVersion, version: number | null): string {
  return version === null
    ? `the secret "${name}" was deleted`
    : `the secret "${name}" was changed: it is ${name}@${version} now, the plan has ${name}@${planned}`;
}

function entryAbout(
  type: "secret.created" | "secret.rotated" | "secret.deleted" | "secret.used",
  actor: Actor,
  secret: Pick<StoredSecret, "id" | "name" | "kind" | "version"> &
    Partial<Pick<StoredSecret, "scope" | "reference" | "requestId">>,
  subject: AuditSubject = {},
): NewAuditEntry {
  const { id: secretId, name, kind, version, scope, reference, requestId } = secret;
  return {
    type,
    actor,
    subject: {
      ...(requestId == null ? {} : { requestId }),
      ...(scope === "host" ? { host: reference ?? null } : {}),
      ...subject,
    },
    facts: {
      ...{ secretId, name, kind, version },
      ...(scope === undefined ? {} : { scope }),
      ...(reference == null ? {} : { reference }),
    },
  };
}
