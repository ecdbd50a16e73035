import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deflateSync } from "node:zlib";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "#server/platform/sha256.ts";
import { type AuditLab, anEntry, ann, openAuditLab } from "#tests/support/audit-lab.ts";
import { readLinks } from "./audit-chain-repository.ts";
import { batchPath, taskPath } from "./domain/batch.ts";
import { canonicalEntry } from "./domain/canonical-entry.ts";
import { chainStart, ledgerLine, sealEntries } from "./domain/chain.ts";

let sealed: AuditLab;
let lab: AuditLab;

/** Twelve entries in three batches of four, committed; nothing runs any more. Each test breaks a copy. */
beforeAll(async () => {
  sealed = await openAuditLab();
  const sealer = sealed.startSealer();
  for (let batch = 0; batch < 3; batch++) {
    await sealed.record(anEntry(), anEntry(), anEntry({ type: "task.succeeded" }), anEntry());
    await sealer.flush();
  }
  await sealer.stop();
});
beforeEach(async () => {
  lab = await openAuditLab(sealed);
});
afterEach(() => lab.close());
afterAll(() => sealed.close());

const git = (args: string[], input = "") =>
  execFileSync(
    "env",
    [
      `GIT_INDEX_FILE=${path.join(lab.directory, "index")}`,
      "git",
      `--git-dir=${lab.places.gitDir}`,
      "-c",
      "user.name=x",
      "-c",
      "user.email=x@x",
      ...args,
    ],
    { encoding: "utf8", input, stdio: ["pipe", "pipe", "pipe"] },
  ).trim();

const entryAt = (seq: number) => `(SELECT entry_id FROM audit_link WHERE seq = ${seq})`;

async function firstBad() {
  const { ok, firstBad: found } = await lab.verify();
  expect(ok).toBe(found === null);
  return found === null ? null : { seq: found.seq, where: found.where };
}

/** Makes this batch's commit and those after it anew with a changed batch file, as somebody without the key could. */
function rewriteGit(batch: number, change: (file: string) => string): void {
  const originals = [1, 2, 3].map((at) => git(["rev-parse", `main~${3 - at}`]));
  let parent = originals[batch - 2] ?? null;
  for (const original of originals.slice(batch - 1)) {
    const file = git(["show", `${original}:${batchPath(batch)}`]);
    const blob = git(["hash-object", "-w", "--stdin"], `${change(file)}\n`);
    git(["read-tree", original]);
    git(["update-index", "--add", "--cacheinfo", `100644,${blob},${batchPath(batch)}`]);
    const message = git(["log", "-1", "--format=%B", original]);
    const parents = parent === null ? [] : ["-p", parent];
    parent = git(["commit-tree", ...parents, "-m", message, git(["write-tree"])]);
  }
  git(["update-ref", "refs/heads/main", parent ?? ""]);
}

describe("verify", () => {
  it("passes an untouched history, with every signature, and knows an earlier head", async () => {
    const { rows } = await lab.tamper("SELECT hash FROM audit_link WHERE seq = 5");
    const report = await lab.verify({ allSignatures: true, expectHash: rows[0].hash });
    expect(report).toMatchObject({
      ok: true,
      entries: 12,
      sealed: 12,
      unsealed: 0,
      commits: 3,
      headSeq: 12,
      signaturesChecked: 3,
      firstBad: null,
    });
  });

  it("refuses a history that lacks the expected head", async () => {
    const report = await lab.verify({ expectHash: sha256("another history") });
    expect(report).toMatchObject({ ok: false, firstBad: { where: "both" } });
  });

  it("passes free text that was erased with an entry that says so", async () => {
    const { rows } = await lab.tamper(`SELECT ${entryAt(6)} AS id`);
    await lab.audit.erase(rows[0].id, ann);
    const sealer = lab.startSealer();
    await sealer.flush();
    await sealer.stop();
    expect(await firstBad()).toBeNull();
  });

  it("says how many entries are not sealed yet", async () => {
    await lab.record(anEntry(), anEntry());
    expect(await lab.verify()).toMatchObject({ ok: true, sealed: 12, unsealed: 2 });
  });

  describe("names the first bad entry when in the database", () => {
    const changes: [what: string, seq: number, sql: string][] = [
      [
        "a fact is flipped",
        6,
        `UPDATE audit_entry SET facts = '{"attempt": 2}' WHERE id = ${entryAt(6)}`,
      ],
      [
        "an actor is changed",
        1,
        `UPDATE audit_entry SET actor_name = 'Bob' WHERE id = ${entryAt(1)}`,
      ],
      [
        "a time is moved by a millisecond",
        12,
        `UPDATE audit_entry SET at = at + '1 ms' WHERE id = ${entryAt(12)}`,
      ],
      [
        "a time is made endless",
        3,
        `UPDATE audit_entry SET at = 'infinity' WHERE id = ${entryAt(3)}`,
      ],
      [
        "free text is changed",
        5,
        `UPDATE audit_payload SET text = text || '!' WHERE entry_id = ${entryAt(5)}`,
      ],
      ["free text is deleted", 7, `DELETE FROM audit_payload WHERE entry_id = ${entryAt(7)}`],
      ["an entry is deleted", 7, `DELETE FROM audit_entry WHERE id = ${entryAt(7)}`],
      ["a link is deleted", 7, "DELETE FROM audit_link WHERE seq = 7"],
      ["the first link is deleted", 1, "DELETE FROM audit_link WHERE seq = 1"],
      [
        "an entry is deleted with its link",
        8,
        `WITH gone AS (DELETE FROM audit_link WHERE seq = 8 RETURNING entry_id) DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM gone)`,
      ],
      [
        "a whole batch is deleted",
        5,
        "WITH b AS (DELETE FROM audit_batch WHERE id = 2) DELETE FROM audit_link WHERE batch = 2",
      ],
      [
        "two entries are swapped",
        5,
        `DROP INDEX audit_link_entry_id_key; UPDATE audit_link l SET entry_id = o.entry_id FROM audit_link o WHERE (l.seq, o.seq) IN ((5, 9), (9, 5))`,
      ],
      [
        "two links of one batch are swapped",
        6,
        `DROP INDEX audit_link_entry_id_key; UPDATE audit_link l SET entry_id = o.entry_id, hash = o.hash FROM audit_link o WHERE (l.seq, o.seq) IN ((6, 7), (7, 6))`,
      ],
      [
        "an entry is put in unrecorded",
        13,
        `INSERT INTO audit_entry (id, type, actor_kind, actor_id, actor_name, facts) VALUES (gen_random_uuid(), 'plan.approved', 'person', 'x', 'x', '{}')`,
      ],
      [
        "an entry is put in between",
        5,
        `INSERT INTO audit_entry (id, ordinal, type, actor_kind, actor_id, actor_name, facts)
         SELECT gen_random_uuid(), -1, type, actor_kind, actor_id, actor_name, facts FROM audit_entry WHERE id = ${entryAt(5)};
         UPDATE audit_link SET entry_id = (SELECT id FROM audit_entry WHERE ordinal = -1) WHERE seq = 5`,
      ],
      ["the last links are cut", 11, "DELETE FROM audit_link WHERE seq > 10"],
      [
        "the tail is cut with its entries and batch",
        9,
        `WITH l AS (DELETE FROM audit_link WHERE batch = 3 RETURNING entry_id), b AS (DELETE FROM audit_batch WHERE id = 3)
         DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM l)`,
      ],
      [
        "the tail is cut to the middle of a batch, which says so",
        11,
        `WITH l AS (DELETE FROM audit_link WHERE seq > 10 RETURNING entry_id), e AS (DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM l))
         UPDATE audit_batch SET last_seq = 10, last_hash = (SELECT hash FROM audit_link WHERE seq = 10) WHERE id = 3`,
      ],
    ];
    for (const [what, seq, sql] of changes) {
      it(what, async () => {
        await lab.tamper(sql);
        expect(await firstBad()).toEqual({ seq, where: "database" });
      });
    }

    it("an entry is deleted before it was sealed", async () => {
      const [id] = await lab.record(anEntry());
      await lab.tamper("DELETE FROM audit_entry WHERE id = $1", [id]);
      expect(await firstBad()).toEqual({ seq: 13, where: "database" });
    });

    it("the chain is computed anew from a changed entry on", async () => {
      await rechain(6);
      expect(await firstBad()).toEqual({ seq: 6, where: "database" });
    });
  });

  describe("names the first bad entry when in git", () => {
    it("the history is rewritten with a changed entry", async () => {
      rewriteGit(2, (file) => file.replace('"seq":7', '"seq":7,"x":1'));
      expect(await firstBad()).toEqual({ seq: 7, where: "git" });
    });

    it("the history is rewritten without an entry", async () => {
      rewriteGit(2, (file) => file.split("\n").slice(0, 3).join("\n"));
      expect(await firstBad()).toEqual({ seq: 8, where: "git" });
    });

    it("commits are made anew with the same content", async () => {
      rewriteGit(2, (file) => file);
      expect(await firstBad()).toEqual({ seq: 5, where: "git" });
    });

    it("the end of the branch is cut off", async () => {
      git(["update-ref", "refs/heads/main", git(["rev-parse", "main~1"])]);
      expect(await firstBad()).toEqual({ seq: 9, where: "git" });
    });

    it("a commit is put on top", async () => {
      const tree = git(["rev-parse", "main^{tree}"]);
      const forged = git(["commit-tree", "-p", "main", "-m", "Batch: 4", tree]);
      git(["update-ref", "refs/heads/main", forged]);
      expect(await firstBad()).toEqual({ seq: 13, where: "git" });
    });

    it("the repository is gone", async () => {
      rmSync(lab.places.gitDir, { recursive: true });
      expect(await firstBad()).toEqual({ seq: 1, where: "git" });
    });

    it("the content of a batch is damaged on disk", async () => {
      overwriteObject(git(["rev-parse", `main:${batchPath(2)}`]), (content) => {
        content[content.length - 9] = 65;
      });
      expect(await firstBad()).toEqual({ seq: 5, where: "git" });
    });

    it("a task's record is damaged on disk", async () => {
      const { rows } = await lab.tamper(
        "SELECT e.task_id, l.seq FROM audit_entry e JOIN audit_link l ON l.entry_id = e.id WHERE l.seq = 7",
      );
      overwriteObject(git(["rev-parse", `main:${taskPath(rows[0].task_id)}`]), (content) => {
        content[content.length - 9] = 65;
      });
      expect(await firstBad()).toEqual({ seq: 5, where: "git" });
    });

    it("a commit is damaged on disk", async () => {
      overwriteObject(git(["rev-parse", "main~1"]), (content) => {
        content[content.length - 2] = 65;
      });
      expect(await firstBad()).toEqual({ seq: 5, where: "git" });
    });
  });

  it("refuses a rewrite of both stores that lacks the key", async () => {
    const { lines, hashes } = await rechain(6);
    rewriteGit(2, () => lines.slice(4, 8).join("\n"));
    rewriteGit(3, () => lines.slice(8).join("\n"));
    const commits = git(["rev-list", "--reverse", "main"]).split("\n");
    for (const [at, commit] of commits.entries()) {
      await lab.tamper("UPDATE audit_batch SET commit = $2, last_hash = $3 WHERE id = $1", [
        at + 1,
        commit,
        hashes[at * 4 + 3],
      ]);
    }
    const report = await lab.verify();
    expect(report.firstBad?.where).toBe("git");
    expect(report.firstBad?.problem).toContain("signature");
    const all = await lab.verify({ allSignatures: true });
    expect(all.firstBad?.seq).toBe(5);
  });
});

/** Changes entry `from` in the database and computes all later links anew, as somebody with every right could. */
async function rechain(from: number): Promise<{ lines: string[]; hashes: string[] }> {
  await lab.tamper(`UPDATE audit_entry SET status = 'forged' WHERE id = ${entryAt(from)}`);
  const client = new pg.Client({ connectionString: lab.url });
  await client.connect();
  const stored = await readLinks(client, 0, 100);
  await client.end();
  const entries = stored.map(({ entry }) => entry).filter((entry) => entry !== null);
  const canonical = entries.map(canonicalEntry);
  const links = sealEntries(sha256, chainStart, entries);
  for (const link of links) {
    await lab.tamper("UPDATE audit_link SET prev = $2, hash = $3 WHERE seq = $1", [
      link.seq,
      link.prev,
      link.hash,
    ]);
  }
  return {
    lines: links.map((link, at) => ledgerLine(link, canonical[at] ?? "")),
    hashes: links.map(({ hash }) => hash),
  };
}

/** Changes a loose object in place, leaving its name as it was. */
function overwriteObject(id: string, change: (content: Buffer) => void): void {
  const type = git(["cat-file", "-t", id]);
  const content = execFileSync("git", [`--git-dir=${lab.places.gitDir}`, "cat-file", type, id]);
  change(content);
  const header = Buffer.from(`${type} ${content.length}\0`);
  const file = path.join(lab.places.gitDir, "objects", id.slice(0, 2), id.slice(2));
  expect(createHash("sha1").update(header).update(content).digest("hex")).not.toBe(id);
  chmodSync(file, 0o644);
  const before = readFileSync(file);
  writeFileSync(file, deflateSync(Buffer.concat([header, content])));
  expect(readFileSync(file).equals(before)).toBe(false);
}
