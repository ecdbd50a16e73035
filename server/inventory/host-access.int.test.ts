import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AuditService } from "#server/audit/audit-service.ts";
import { insertRepository } from "#server/catalog/catalog-repository.ts";
import { GitRepository } from "#server/catalog/git-reader.ts";
import { currentBranch } from "#server/catalog/owner-git.ts";
import { ScanThread } from "#server/catalog/scan-thread.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import { required } from "#server/lib/assert.ts";
import { systemClock } from "#server/platform/clock.ts";
import { type Database, openDatabase } from "#server/platform/prisma.ts";
import { ensureSshKey } from "#server/platform/ssh-key.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { HostAccess } from "./host-access.ts";
import type { SignIn } from "./sign-in.ts";

const ownKey = { key: null, password: null };

/** An sshd on ::1 with the same key let in. */
async function startIpv6Sshd(root: string) {
  const port = 41_000 + (process.pid % 20_000);
  const key = path.join(root, "six_host_key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  const config = path.join(root, "six.conf");
  await writeFile(
    config,
    `ListenAddress ::1\nPort ${port}\nHostKey ${key}\nPidFile none\nAuthorizedKeysFile ${root}/ssh-hosts/authorized_keys\nUsePAM no\nStrictModes no\n`,
  );
  const daemon = spawn("/usr/sbin/sshd", ["-D", "-f", config], { stdio: "ignore" });
  const answers = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect({ host: "::1", port });
      socket.once("data", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
  await expect.poll(answers, { timeout: 20_000 }).toBe(true);
  return { port, stop: () => daemon.kill("SIGKILL") };
}

describe("access to hosts over ssh", { timeout: 180_000 }, () => {
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
    const publicKeys = { web3: `${keyFile}.pub` };
    machines = await startSshHosts(root, `${keyFile}.pub`, { publicKeys });
    const audit = new AuditService({ db, clock: systemClock });
    access = new HostAccess({ db, audit, clock: systemClock, keyFile, knownHosts });
    const branch = await currentBranch(machines.repository);
    const repository = new GitRepository(machines.repository, branch);
    const thread = new ScanThread();
    const { treeId } = await repository.head();
    hosts = [...((await thread.scan(repository, "web", treeId)).inventories[0]?.hosts ?? [])];
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
  const test = (target: InventoryHost, repin = false, signIn: SignIn = ownKey) =>
    access.test(systemActor, repositoryId, target, { repin, remoteUser: null, signIn });

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

  it("stores nothing of a host whose repository was removed meanwhile, and says so", async () => {
    const removed = randomUUID();
    const options = { repin: false, remoteUser: null, signIn: ownKey };
    await expect(access.test(systemActor, removed, host("web1"), options)).rejects.toMatchObject({
      code: "host_not_found",
    });
    expect(await db.hostRecord.count({ where: { repositoryId: removed } })).toBe(0);
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
    expect(refused).toMatchObject({ ok: false, isKeyChanged: true });
    expect(refused.message).toContain("host key");
    expect(await test(stranger, true)).toMatchObject({
      ok: true,
      newlyPinned: true,
      isKeyChanged: false,
    });
  });

  it("says how the machine is, and what it says of itself", async () => {
    const result = await test(host("web1"));
    expect(["reachable", "needs_password"]).toContain(result.state);
    const record = await db.hostRecord.findFirstOrThrow({ where: { name: "web1" } });
    expect(record).toMatchObject({
      state: result.state,
      facts: { python: expect.stringContaining("python3"), diskTotalMb: expect.any(Number) },
    });
    expect(record.lastSeenAt).toEqual(record.checkedAt);
  });

  it("reaches a machine by way of another, pins both, and names the one whose key changed", async () => {
    const { port } = host("web1");
    const gate = { address: "127.0.0.2", port: required(port, "port"), user: null };
    const behind = { ...host("web3"), name: "behind", jumps: [gate] };
    const first = await test(behind);
    expect(first).toMatchObject({ ok: true, newlyPinned: true });
    const record = await db.hostRecord.findFirstOrThrow({ where: { name: "behind" } });
    expect(record.knownHosts).toContain("[127.0.0.2]:");
    expect(record.knownHosts).toContain("[127.0.0.4]:");
    expect(await test(behind)).toMatchObject({ ok: true, newlyPinned: false });
    const [foreign = ""] = record.knownHosts
      .split("\n")
      .filter((line) => line.includes("127.0.0.4"));
    const forged = record.knownHosts.replaceAll(/^\[127\.0\.0\.2\].*$/gm, (line) =>
      line.includes("ed25519") ? foreign.replace("127.0.0.4", "127.0.0.2") : "",
    );
    await db.hostRecord.update({ where: { id: record.id }, data: { knownHosts: forged } });
    expect(await test(behind)).toMatchObject({ ok: false, state: "key_changed" });
    expect(await test(behind, true)).toMatchObject({ ok: true, newlyPinned: true });
    const unreachable = { ...behind, name: "web3", jumps: [{ ...gate, port: 1 }] };
    await db.hostRecord.deleteMany({ where: { name: "web3" } });
    expect(await test(unreachable)).toMatchObject({
      ok: false,
      message: expect.stringContaining("by way of 127.0.0.2"),
    });
  });

  it("signs in with the stored key alone at the end, and with Chiffon's too on the way", async () => {
    const file = path.join(root, "stored");
    const make = ["-q", "-t", "ed25519", "-N", "opens it", "-f", file];
    execFileSync("ssh-keygen", make);
    const privateKey = await readFile(file, "utf8");
    const key = { name: "mine", privateKey, passphrase: "opens it" };
    const gate = { address: "127.0.0.2", port: required(host("web1").port, "port"), user: null };
    const behind = { ...host("web3"), name: "stored", jumps: [gate] };
    const authorized = path.join(root, "ssh-hosts/web3_authorized_keys");
    const before = await readFile(authorized, "utf8");
    const stored = { key, password: null };
    expect(await test(behind, false, stored)).toMatchObject({
      ok: false,
      message: expect.stringContaining('refused the stored key "mine"'),
    });
    await writeFile(authorized, await readFile(`${file}.pub`, "utf8"));
    expect(await test(behind, false, stored)).toMatchObject({ ok: true });
    expect(await test(behind)).toMatchObject({ ok: false });
    const locked = { ...stored, key: { ...key, passphrase: "does not" } };
    expect(await test(behind, false, locked)).toMatchObject({
      ok: false,
      message: 'The stored key "mine" could not be opened on this machine.',
    });
    await writeFile(authorized, before);
  });

  it("reaches an IPv6 address on another port", async () => {
    const daemon = await startIpv6Sshd(root);
    try {
      const target = { ...host("web1"), name: "six", address: "::1", port: daemon.port };
      expect(await test(target)).toMatchObject({ ok: true, newlyPinned: true });
      expect(await readFile(knownHosts, "utf8")).toContain(`[::1]:${daemon.port} `);
    } finally {
      daemon.stop();
    }
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
