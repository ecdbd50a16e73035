import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AuditService } from "#server/audit/audit-service.ts";
import { insertRepository } from "#server/catalog/catalog-repository.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { Principal } from "#server/contracts/people.ts";
import type { AddSecretBody } from "#server/contracts/secret.ts";
import { required } from "#server/lib/assert.ts";
import { systemClock } from "#server/platform/clock.ts";
import { type Database, inTransaction, openDatabase } from "#server/platform/prisma.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { SecretsService } from "./secrets-service.ts";

const database = useDatabase();
const root = mkdtempSync(path.join(tmpdir(), "chiffon-secrets-"));
const keyFile = path.join(root, "keys/secrets.key");
const ada: Principal = { personId: randomUUID(), name: "Ada", role: "admin", sessionId: "s" };
const value = "correct-horse-battery";
let db: Database;
let secrets: SecretsService;
let repositoryId: string;

beforeAll(async () => {
  db = openDatabase(database.url, 3);
  const audit = new AuditService({ db, clock: systemClock });
  secrets = new SecretsService({ db, audit, clock: systemClock, keyFile });
  repositoryId = await insertRepository(db, {
    ...{ name: "web", location: "/srv/web", branch: "main" },
    ...{ builtin: false, neverSend: false, credential: null },
  });
});
afterAll(async () => {
  await db.$disconnect();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(async () => {
  await db.secret.deleteMany();
  rmSync(keyFile, { force: true });
});

const sudo: AddSecretBody = { name: "sudo", kind: "become_password", scope: "global", value };
const add = async (change: Partial<AddSecretBody> = {}) => {
  await secrets.add(ada, { ...sudo, ...change });
  const stored = await db.secret.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
  return { secretId: stored.id, name: stored.name, version: stored.version };
};
const open = (...wanted: { secretId: string; name: string; version: number }[]) =>
  secrets.open(wanted, { actor: systemActor, subject: {} });
const entries = (secretId: string) =>
  db.auditEntry.findMany({
    where: { facts: { path: ["secretId"], equals: secretId } },
    orderBy: { ordinal: "asc" },
  });

describe("a stored secret (E13, INFRA-07)", () => {
  it("comes out as it went in, whatever is in it, and is in no column as it was", async () => {
    const odd = " -----BEGIN KEY-----\r\nü\t\n{{ x }}\n\n";
    const secret = await add({ value: odd });
    expect((await open(secret)).get(secret.secretId)).toBe(odd);
    const [row] = await db.$queryRaw<{ text: string }[]>`
      SELECT (SELECT string_agg(s::text, '') FROM secret s) ||
        (SELECT string_agg(encode(ciphertext, 'escape'), '') FROM secret_version) AS text`;
    expect(row?.text).not.toContain("BEGIN KEY");
  });

  it("is encrypted by a key in a file of its own that only Chiffon can read", async () => {
    await add();
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    const before = readFileSync(keyFile, "utf8");
    chmodSync(keyFile, 0o644);
    await add({ name: "other", kind: "ssh_password" });
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(readFileSync(keyFile, "utf8")).toBe(before);
  });

  it("opens with one key, whichever process made it first", async () => {
    const kinds = ["api_key", "ssh_password", "become_password"] as const;
    const audit = new AuditService({ db, clock: systemClock });
    const others = kinds.map(() => new SecretsService({ db, audit, clock: systemClock, keyFile }));
    await Promise.all(
      others.map((one, at) =>
        one.add(ada, { ...sudo, name: `n${at}`, kind: kinds[at] ?? "api_key" }),
      ),
    );
    expect(await secrets.values()).toEqual([value, value, value]);
  });

  it("never changes in the database: a new value is a new version", async () => {
    await add();
    const change = db.$executeRaw`UPDATE secret_version SET key_id = 'x'`;
    await expect(change).rejects.toThrow("never changes");
  });

  it("does not open when its row was given another's ciphertext", async () => {
    const [one, two] = [await add(), await add({ name: "key", kind: "api_key", value: "other" })];
    await db.$executeRaw`DELETE FROM secret_version WHERE secret_id = ${two.secretId}::uuid`;
    await db.$executeRaw`
      INSERT INTO secret_version (secret_id, version, ciphertext, nonce, tag, key_id, created_by)
      SELECT ${two.secretId}::uuid, 1, ciphertext, nonce, tag, key_id, created_by
      FROM secret_version WHERE secret_id = ${one.secretId}::uuid`;
    await expect(open(two)).rejects.toThrow(/"key" cannot be read: its stored value was damaged/);
  });

  it("has every change and use in the history, by name and version, without a trace of its value", async () => {
    const secret = await add();
    await secrets.rotate(ada, secret.secretId, { value: "a new value" });
    await open({ ...secret, version: 2 });
    await secrets.remove(ada, secret.secretId);
    const written = await entries(secret.secretId);
    expect(written.map(({ type }) => type)).toEqual([
      "secret.created",
      "secret.rotated",
      "secret.used",
      "secret.deleted",
    ]);
    expect(written.map(({ facts }) => (facts as { version: number }).version)).toEqual([
      1, 2, 2, 2,
    ]);
    const facts = new Set(written.flatMap((entry) => Object.keys(entry.facts as object)));
    expect([...facts].sort()).toEqual(["kind", "name", "scope", "secretId", "version"]);
  });

  it("is listed with when it was last used, never with its value", async () => {
    const secret = await add();
    expect(await secrets.list()).toMatchObject([
      { version: 1, lastUsedAt: null, createdBy: "Ada" },
    ]);
    await open(secret);
    const [listed] = await secrets.list();
    expect(listed?.lastUsedAt).toMatch(/^\d{4}-/);
    expect(JSON.stringify(listed)).not.toContain(value);
  });
});

describe("names and places", () => {
  it("takes a name once in a place, and one secret for each purpose there", async () => {
    await add();
    await expect(add({ kind: "api_key" })).rejects.toMatchObject({ code: "name_taken" });
    await expect(add({ name: "again" })).rejects.toMatchObject({ code: "name_taken" });
    await add({ scope: "host", repositoryId, reference: "nas" });
    await add({ name: "main", kind: "vault_password", vaultId: "prod" });
    await expect(
      add({ name: "main 2", kind: "vault_password", vaultId: "prod" }),
    ).rejects.toMatchObject({ code: "name_taken" });
    await add({ name: "main 2", kind: "vault_password" });
    expect(await secrets.list()).toHaveLength(4);
  });

  const anywhere = "00000000-0000-4000-8000-000000000001";
  const nas = { scope: "host", repositoryId: anywhere, reference: "nas" } as const;
  it.each<[string, Partial<AddSecretBody>, string]>([
    ["a host of no repository", { scope: "host", reference: "nas" }, "repositoryId"],
    ["a host without a name", { scope: "host", repositoryId: anywhere }, "reference"],
    ["a vault password for one host", { ...nas, kind: "vault_password" }, "scope"],
    ["a variable of Ansible's own", { kind: "variable_value", name: "ansible_user" }, "name"],
  ])("refuses %s", async (_what, change, field) => {
    await expect(add(change)).rejects.toThrow(new RegExp(`^${field}:`));
    expect(await secrets.list()).toEqual([]);
  });

  it("goes with its repository, which the history says", async () => {
    const secret = await add({ scope: "repository", repositoryId });
    await inTransaction(db, (tx) => secrets.forget(tx, systemActor, { repositoryId }));
    expect(await secrets.list()).toEqual([]);
    expect((await entries(secret.secretId)).at(-1)?.type).toBe("secret.deleted");
  });
});

describe("when the key is not the one (R12)", () => {
  const elsewhere = () => writeFileSync(keyFile, `chiffon-secrets-key-v1 ${"A".repeat(43)}=\n`);

  it.each([
    ["missing", () => rmSync(keyFile), `the key file ${keyFile} is missing`],
    ["another", elsewhere, `the key in ${keyFile} is not the one it was stored with`],
    ["no key at all", () => writeFileSync(keyFile, "hello\n"), "is not a key file of Chiffon"],
  ])("%s: the use says what to do, and all else goes on", async (_what, spoil, words) => {
    const secret = await add();
    const kept = readFileSync(keyFile, "utf8");
    spoil();
    await expect(open(secret)).rejects.toMatchObject({ code: "secret_unreadable" });
    await expect(open(secret)).rejects.toThrow(words);
    expect(await secrets.list()).toMatchObject([{ name: "sudo", isReadable: false }]);
    expect(await secrets.values()).toEqual([]);
    expect(required((await secrets.notices())[0], "notice")).toContain("put the key file back");
    expect((await entries(secret.secretId)).map(({ type }) => type)).toEqual(["secret.created"]);
    writeFileSync(keyFile, kept);
    expect((await open(secret)).get(secret.secretId)).toBe(value);
    expect(await secrets.notices()).toEqual([]);
  });

  it("lost: giving a secret again mends it, with a key made anew", async () => {
    const [lost, left] = [await add(), await add({ name: "left", kind: "api_key" })];
    rmSync(keyFile);
    await secrets.rotate(ada, lost.secretId, { value: "given again" });
    expect((await open({ ...lost, version: 2 })).get(lost.secretId)).toBe("given again");
    await expect(open(left)).rejects.toThrow(/"left" cannot be read/);
    expect(await secrets.notices()).toHaveLength(1);
  });

  it("restored: both files put together open everything", async () => {
    const before = await add();
    const old = readFileSync(keyFile, "utf8");
    rmSync(keyFile);
    const after = await add({ name: "new", kind: "api_key", value: "after" });
    writeFileSync(keyFile, old + readFileSync(keyFile, "utf8"));
    const values = await open(before, after);
    expect([values.get(before.secretId), values.get(after.secretId)]).toEqual([value, "after"]);
  });
});

describe("what a plan names", () => {
  it("is at its version or said to have changed", async () => {
    const secret = await add();
    expect(await secrets.findChange([secret])).toBeNull();
    await secrets.rotate(ada, secret.secretId, { value: "another" });
    expect(await secrets.findChange([secret])).toBe(
      'the secret "sudo" was changed: it is sudo@2 now, the plan has sudo@1',
    );
    await expect(open(secret)).rejects.toMatchObject({ code: "secret_changed" });
    await secrets.remove(ada, secret.secretId);
    expect(await secrets.findChange([secret])).toBe('the secret "sudo" was deleted');
  });

  it("comes from its repository and request, never from another's", async () => {
    await add();
    await add({ scope: "repository", repositoryId });
    const names = async (id: string) =>
      (await secrets.usable([id], null)).map(({ scope }) => scope).sort();
    expect(await names(repositoryId)).toEqual(["global", "repository"]);
    expect(await names(randomUUID())).toEqual(["global"]);
  });
});
