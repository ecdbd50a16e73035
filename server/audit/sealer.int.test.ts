import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogger } from "#server/platform/logger.ts";
import { inTransaction } from "#server/platform/prisma.ts";
import { type AuditLab, anEntry, openAuditLab } from "#tests/support/audit-lab.ts";
import { readUncommittedBatch } from "./audit-chain-repository.ts";
import { GitLedger } from "./git-ledger.ts";
import { readLedgerBatch } from "./ledger-batch.ts";

let lab: AuditLab;
beforeEach(async () => {
  lab = await openAuditLab();
});
afterEach(() => lab.close());

const git = (...args: string[]) =>
  execFileSync("git", [`--git-dir=${lab.places.gitDir}`, ...args], { encoding: "utf8" }).trim();

const countLinks = async () => (await lab.audit.head()).seq;

describe("AuditSealer", () => {
  it("seals what was recorded within a second and commits it", async () => {
    const sealer = lab.startSealer();
    await lab.record(anEntry(), anEntry());
    await expect.poll(countLinks, { timeout: 5_000 }).toBe(2);
    await sealer.flush();
    const report = await lab.verify();
    expect(report).toMatchObject({ ok: true, sealed: 2, unsealed: 0, commits: 1, notes: [] });
  });

  it("loses no entry of a transaction that commits after a later one was sealed", async () => {
    const sealer = lab.startSealer();
    const early = await inTransaction(lab.db, async (tx) => {
      const ids = await lab.audit.record(tx, anEntry({ facts: { name: "early" } }));
      await lab.record(anEntry({ facts: { name: "late" } }));
      await sealer.flush();
      expect(await countLinks()).toBe(1);
      return ids;
    });
    await sealer.flush();
    const { entries } = await lab.audit.query({ limit: 10 });
    expect(entries.find(({ id }) => id === early[0])?.seq).toBe(2);
    expect(await lab.verify()).toMatchObject({ ok: true, sealed: 2, unsealed: 0 });
  });

  it("leaves nothing of an entry whose transaction was rolled back", async () => {
    const sealer = lab.startSealer();
    const undone = inTransaction(lab.db, async (tx) => {
      await lab.audit.record(tx, anEntry());
      throw new Error("the change failed");
    });
    await expect(undone).rejects.toThrow("the change failed");
    await lab.record(anEntry());
    await sealer.flush();
    expect(await lab.verify()).toMatchObject({ ok: true, entries: 1, sealed: 1, unsealed: 0 });
  });

  it("makes one chain when two processes seal and the leader loses its connection", async () => {
    const sealers = [lab.startSealer(), lab.startSealer()];
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 20 }, () => lab.record(anEntry())));
      await lab.tamper(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chiffon-sealer' AND datname = current_database()",
      );
      await expect.poll(countLinks, { timeout: 10_000 }).toBe((round + 1) * 20);
    }
    expect(sealers.filter((sealer) => sealer.status().leader)).toHaveLength(1);
    await expect.poll(async () => (await lab.verify()).notes, { timeout: 10_000 }).toEqual([]);
    expect(await lab.verify()).toMatchObject({ ok: true, sealed: 100, unsealed: 0 });
  });

  it("goes on sealing while git fails and catches up in order once it works", async () => {
    writeFileSync(path.join(lab.directory, "blocked"), "");
    const blocked = lab.startSealer({ gitDir: path.join(lab.directory, "blocked/audit.git") });
    for (let batch = 0; batch < 3; batch++) {
      await lab.record(anEntry(), anEntry());
      await blocked.flush();
    }
    expect(await countLinks()).toBe(6);
    expect(blocked.status().gitProblem).not.toBeNull();
    const before = await lab.verify();
    expect(before).toMatchObject({ ok: true, sealed: 6, commits: 0 });
    expect(before.notes.join()).toContain("3 batches wait");
    await blocked.stop();
    await lab.startSealer().flush();
    expect(await lab.verify()).toMatchObject({ ok: true, sealed: 6, commits: 3, notes: [] });
  });

  it("finds the commit again when it died between git and the database", async () => {
    writeFileSync(path.join(lab.directory, "blocked"), "");
    const blocked = lab.startSealer({ gitDir: path.join(lab.directory, "blocked/audit.git") });
    await lab.record(anEntry(), anEntry({ type: "task.succeeded" }));
    await blocked.flush();
    await blocked.stop();
    // What the killed process had done: the commit, but not the note in the database.
    const client = new pg.Client({ connectionString: lab.url });
    await client.connect();
    const row = await readUncommittedBatch(client);
    if (row === null) throw new Error("expected a batch without a commit");
    const ledger = new GitLedger({ ...lab.places, log: createLogger("test", "silent") });
    await ledger.open();
    const commit = await ledger.commit(await readLedgerBatch(client, row));
    ledger.close();
    await lab.startSealer().flush();
    const { rows } = await client.query("SELECT commit FROM audit_batch");
    await client.end();
    expect(rows).toEqual([{ commit }]);
    expect(git("rev-list", "--count", "main")).toBe("1");
    expect(await lab.verify()).toMatchObject({ ok: true, commits: 1 });
  });

  it("gives the same batch the same commit, whoever writes it", async () => {
    await lab.addBatch(3);
    const first = git("rev-parse", "main");
    const client = new pg.Client({ connectionString: lab.url });
    await client.connect();
    const { rows } = await client.query("SELECT * FROM audit_batch");
    const [row] = rows;
    const batch = await readLedgerBatch(client, {
      id: row.id,
      firstSeq: Number(row.first_seq),
      lastSeq: Number(row.last_seq),
      lastHash: row.last_hash,
      commit: null,
      createdAt: row.created_at,
    });
    await client.end();
    const other = new GitLedger({
      gitDir: path.join(lab.directory, "again.git"),
      keyFile: lab.places.keyFile,
      log: createLogger("test", "silent"),
    });
    await other.open();
    expect(await other.commit(batch)).toBe(first);
    other.close();
  });

  it("removes a git lock that a killed process left, and waits for one that may be in use", async () => {
    const sealer = lab.startSealer({ staleLockMs: 60_000 });
    await lab.addBatch(1);
    const lock = path.join(lab.places.gitDir, "refs/heads/main.lock");
    writeFileSync(lock, "");
    await lab.addBatch(1);
    expect(existsSync(lock)).toBe(true);
    expect(await lab.verify()).toMatchObject({ ok: true, sealed: 2, commits: 1 });
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(lock, longAgo, longAgo);
    await expect.poll(async () => (await lab.verify()).commits, { timeout: 20_000 }).toBe(2);
    expect(existsSync(lock)).toBe(false);
    expect(sealer.status().gitProblem).toBeNull();
  });

  it("keeps a finished task's facts in git, and no free text at all", async () => {
    const sealer = lab.startSealer();
    const [requestId, planId, taskId] = [randomUUID(), randomUUID(), randomUUID()];
    const subject = { requestId, planId, taskId, service: "kuma" };
    const text = "the password is hunter2";
    await lab.record(
      anEntry({
        type: "plan.approved",
        subject: { requestId, planId },
        facts: { digest: "d1" },
        text,
      }),
    );
    await sealer.flush();
    await lab.record(
      anEntry({ type: "run.claimed", subject: { ...subject, runId: randomUUID() }, text }),
      anEntry({
        type: "task.succeeded",
        subject: { ...subject, host: "nas", status: "succeeded" },
        text,
      }),
    );
    await sealer.flush();
    const record = JSON.parse(
      git("show", `main:.audit/tasks/${taskId.slice(0, 2)}/${taskId}.json`),
    );
    expect(record).toMatchObject({ taskId, requestId, planId, planDigest: "d1", hosts: ["nas"] });
    expect(record.outcome).toMatchObject({ type: "task.succeeded", status: "succeeded", seq: 3 });
    expect(record.runs).toHaveLength(1);
    expect(git("grep", "-c", "payloadHash", "main")).not.toBe("");
    expect(() => git("grep", "hunter2", "main")).toThrow();
  });

  it("pushes every commit to the remote", async () => {
    const remote = path.join(lab.directory, "remote.git");
    mkdirSync(remote);
    execFileSync("git", ["init", "-q", "--bare", "--initial-branch=main", remote]);
    const sealer = lab.startSealer({ remote });
    await lab.addBatch(2);
    await lab.addBatch(2);
    const head = git("rev-parse", "main");
    await expect
      .poll(
        () =>
          execFileSync("git", [`--git-dir=${remote}`, "rev-parse", "main"], {
            encoding: "utf8",
          }).trim(),
        {
          timeout: 10_000,
        },
      )
      .toBe(head);
    expect(sealer.status().pushProblem).toBeNull();
  });
});
