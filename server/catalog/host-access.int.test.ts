import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AuditService } from "#server/audit/audit-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import { required } from "#server/lib/assert.ts";
import { systemClock } from "#server/platform/clock.ts";
import { type Database, openDatabase } from "#server/platform/prisma.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { insertRepository } from "./catalog-repository.ts";
import { currentBranch, GitRepository } from "./git-reader.ts";
import { HostAccess } from "./host-access.ts";
import { ScanThread } from "./scan-thread.ts";
import { ensureSshKey } from "./ssh-access.ts";

describe("access to hosts over ssh", () => {
  const database = useDatabase();
  const root = mkdtempSync(path.join(tmpdir(), "chiffon-ssh-"));
  const keyFile = path.join(root, "secrets/id_ed25519");
  const knownHosts = path.join(root, "known_hosts");
  let db: Database;
  let machines: SshHosts;
  let access: HostAccess;
  let repositoryId: string;
  let hosts: readonly InventoryHost[];

  beforeAll(async () => {
    db = openDatabase(database.url, 3);
    await Promise.all([ensureSshKey(keyFile), ensureSshKey(keyFile)]);
    machines = await startSshHosts(root, `${keyFile}.pub`);
    const audit = new AuditService({ db, clock: systemClock });
    access = new HostAccess({ db, audit, clock: systemClock, keyFile, knownHosts });
    const branch = await currentBranch(machines.repository);
    const repository = new GitRepository(machines.repository, branch);
    const thread = new ScanThread();
    const { treeId } = await repository.head();
    hosts = (await thread.scan(repository, "web", treeId)).inventory.hosts;
    await thread.close();
    repository.close();
    repositoryId = await insertRepository(db, {
      name: "web",
      location: machines.repository,
      branch,
      builtin: false,
      neverSend: false,
      credential: null,
    });
  });

  afterAll(async () => {
    await machines.stop();
    await db.$disconnect();
    rmSync(root, { recursive: true, force: true });
  });

  const host = (name: string) =>
    required(
      hosts.find((each) => each.name === name),
      name,
    );
  const test = (target: InventoryHost, repin = false) =>
    access.test(systemActor, repositoryId, target, { repin, remoteUser: null });

  it("makes one private key, whoever asks first", async () => {
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    const derived = execFileSync("ssh-keygen", ["-y", "-f", keyFile]).toString().split(" ")[1];
    expect((await readFile(`${keyFile}.pub`, "utf8")).split(" ")[1]).toBe(derived);
  });

  it("pins the keys of a machine at its first test and not again", async () => {
    const first = await test(host("web1"));
    expect(first).toMatchObject({ ok: true, newlyPinned: true, fix: null });
    expect(first.keyFingerprints[0]).toMatch(/^SHA256:\S+ \(ED25519\)$/);
    expect(await test(host("web1"))).toMatchObject({ ok: true, newlyPinned: false });
    expect(await readFile(knownHosts, "utf8")).toContain("[127.0.0.2]:");
    const pins = await db.auditEntry.count({ where: { type: "host.pinned", host: "web1" } });
    expect(pins).toBe(1);
  });

  it("refuses a machine that shows another key, until a person pins it", async () => {
    await test(host("web2"));
    const stranger = { ...host("web2"), address: "127.0.0.4" };
    await db.hostRecord.updateMany({
      where: { name: "web2" },
      data: {
        knownHosts: (await readFile(knownHosts, "utf8")).replaceAll("127.0.0.3", "127.0.0.4"),
      },
    });
    const refused = await test(stranger);
    expect(refused.ok).toBe(false);
    expect(refused.message).toContain("host key");
    expect(await test(stranger, true)).toMatchObject({ ok: true, newlyPinned: true });
  });

  it("names a key that is not let in, a closed port and a name nobody knows", async () => {
    const authorized = path.join(root, "ssh-hosts/authorized_keys");
    const keys = await readFile(authorized, "utf8");
    await writeFile(authorized, "");
    expect(await test(host("web1"))).toMatchObject({
      ok: false,
      message: expect.stringContaining("refused Chiffon's key"),
      fix: expect.stringContaining("authorized_keys"),
    });
    await writeFile(authorized, keys);
    await machines.stopHost("web1");
    expect(await test(host("web1"))).toMatchObject({
      ok: false,
      message: expect.stringContaining("refused the connection"),
    });
    const unknown = { ...host("web1"), name: "lost", address: "no-such-host.invalid" };
    expect((await test(unknown)).ok).toBe(false);
  });

  it.each(["-oProxyCommand=touch x", "a b", "$(id)", "x;y"])(
    "never hands %s to ssh",
    async (address) => {
      const result = await test({ ...host("web1"), name: "evil", address });
      expect(result).toMatchObject({ ok: false, newlyPinned: false });
    },
  );
});
