import { existsSync } from "node:fs";
import { mkdir, readdir, rm, stat, unlink } from "node:fs/promises";
import path from "node:path";
import { gitEnvironment } from "#server/platform/git/git-environment.ts";
import type { Logger } from "#server/platform/logger.ts";
import { runProgram } from "#server/platform/run-program.ts";
import { type LedgerPlaces, ledgerRef, ledgerSigner, runLedgerGit } from "./ledger-git.ts";
import { prepareLedgerKey } from "./ledger-key.ts";
import { LedgerObjects } from "./ledger-objects.ts";
import { writeTree } from "./ledger-tree.ts";

/** A batch as it goes into git. */
export interface LedgerBatch {
  readonly id: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  /** Becomes the commit's date, so that the same batch always gives the same commit. */
  readonly createdAt: Date;
  /** Path → content: the batch file and the record of each task that finished in it. */
  readonly files: ReadonlyMap<string, string>;
}

/** The newest commit and the batch it carries. */
export interface LedgerHead {
  readonly commit: string;
  readonly batch: number;
}

/** Parts that tests turn. */
export interface LedgerOptions extends LedgerPlaces {
  readonly log: Logger;
  /** Push-only copy elsewhere; null for none. */
  readonly remote?: string | null;
  /** A git lock this old belongs to a process that is gone: ours live for milliseconds. Default 5 s. */
  readonly staleLockMs?: number;
  /** Objects are packed after this many commits. Default 500. */
  readonly repackEvery?: number;
}

/**
 * The audit's bare repository: one commit per batch, signed, on one branch. Only the sealer's leader writes to it, one
 * call at a time. Everything that goes into a commit is fixed by the batch, so writing one again after a crash gives
 * the same commit id.
 */
export class GitLedger {
  readonly #options: LedgerOptions;
  #objects: LedgerObjects | null = null;
  #head: LedgerHead | null = null;
  #sinceRepack = 0;

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Makes repository and key at the first start, clears what a killed process left behind, reads the head. */
  async open(): Promise<void> {
    const { gitDir } = this.#options;
    await prepareLedgerKey(this.#options);
    if (!existsSync(path.join(gitDir, "HEAD"))) {
      await mkdir(path.dirname(gitDir), { recursive: true });
      const init = ["init", "-q", "--bare", "--initial-branch=main", gitDir];
      await runProgram("git", init, { env: gitEnvironment });
      for (const setting of ["core.fsync=all", "gc.auto=0", "gpg.format=ssh"]) {
        const [name = "", value = ""] = setting.split("=");
        await runLedgerGit(this.#options, ["config", name, value]);
      }
    }
    await this.#clearLeftovers();
    this.#head = await this.#readHead();
  }

  /** The newest commit, null before the first. Known after `open`. */
  head(): LedgerHead | null {
    return this.#head;
  }

  /**
   * Commits the batch after the head's, or finds the commit of one that is already there.
   *
   * @returns the commit's id
   * @throws Error when git fails, when batches before this one are missing, or when git holds another content under
   *   this number; nothing is lost: the same call may be made again
   */
  async commit(batch: LedgerBatch): Promise<string> {
    try {
      await this.#clearStaleLocks();
      this.#head ??= await this.#readHead();
      const done = await this.#find(batch);
      if (done !== null) return done;
      const commit = await this.#write(batch, this.#head);
      this.#head = { commit, batch: batch.id };
    } catch (cause) {
      // What failed half way may have moved the branch: look again before the next attempt.
      this.#head = null;
      this.#closeObjects();
      throw cause;
    }
    await this.#repackSometimes();
    return this.#head.commit;
  }

  /** Sends the branch to the remote, never forcing. @throws Error when the remote can't be reached or has moved on */
  async push(): Promise<void> {
    const { remote } = this.#options;
    if (remote === null || remote === undefined || this.#head === null) return;
    if (remote.startsWith("-")) throw new Error("the audit's remote is not an address");
    const push = ["push", "--quiet", "--no-verify", "--", remote, `${ledgerRef}:${ledgerRef}`];
    await runLedgerGit(this.#options, push, { env: { GIT_ALLOW_PROTOCOL: "https:ssh:file" } });
  }

  /** Ends the helper process; a later call starts it again. */
  close(): void {
    this.#closeObjects();
  }

  /** The commit of a batch that git already holds. @throws Error when it holds something else, or has a gap */
  async #find(batch: LedgerBatch): Promise<string | null> {
    const last = this.#head?.batch ?? 0;
    if (batch.id === last + 1) return null;
    if (this.#head === null || batch.id > last) {
      throw new Error(
        `git ends at batch ${last}, so batch ${batch.id} can't follow: its tail was cut`,
      );
    }
    const name = `${this.#head.commit}~${last - batch.id}`;
    for (const [file, content] of batch.files) {
      const stored = await this.#reader().read(`${name}:${file}`);
      if (stored?.content.equals(Buffer.from(content)) !== true) {
        throw new Error(`git holds another content of batch ${batch.id} (${file})`);
      }
    }
    return (await runLedgerGit(this.#options, ["rev-parse", "--verify", name])).trim();
  }

  async #write(batch: LedgerBatch, head: LedgerHead | null): Promise<string> {
    const tree = await writeTree(this.#options, this.#reader(), head?.commit ?? null, batch.files);
    const seconds = Math.floor(batch.createdAt.getTime() / 1000);
    const who = { name: "Chiffon audit", email: ledgerSigner, date: `${seconds} +0000` };
    const parents = head === null ? [] : ["-p", head.commit];
    const signed = await runLedgerGit(
      this.#options,
      ["commit-tree", `-S${this.#options.keyFile}`, ...parents, "-F", "-", tree],
      {
        input: commitMessage(batch),
        env: {
          GIT_AUTHOR_NAME: who.name,
          GIT_AUTHOR_EMAIL: who.email,
          GIT_AUTHOR_DATE: who.date,
          GIT_COMMITTER_NAME: who.name,
          GIT_COMMITTER_EMAIL: who.email,
          GIT_COMMITTER_DATE: who.date,
        },
      },
    );
    const commit = signed.trim();
    const nothing = "0".repeat(commit.length);
    await runLedgerGit(this.#options, ["update-ref", ledgerRef, commit, head?.commit ?? nothing]);
    return commit;
  }

  async #readHead(): Promise<LedgerHead | null> {
    const object = await this.#reader().read(ledgerRef);
    if (object === null) return null;
    const batch = batchOfCommit(object.content.toString("utf8"));
    if (batch === null) throw new Error(`the newest commit ${object.id} is not one of the audit's`);
    return { commit: object.id, batch };
  }

  #reader(): LedgerObjects {
    this.#objects ??= new LedgerObjects(this.#options);
    return this.#objects;
  }

  #closeObjects(): void {
    this.#objects?.close();
    this.#objects = null;
  }

  async #clearLeftovers(): Promise<void> {
    await this.#clearStaleLocks();
    const { gitDir } = this.#options;
    for (const name of await readdir(gitDir)) {
      if (name.startsWith("chiffon-")) {
        await rm(path.join(gitDir, name), { recursive: true, force: true });
      }
    }
  }

  /** Only the leader writes here, so an old lock has no owner: it would block every commit for ever. */
  async #clearStaleLocks(): Promise<void> {
    const { gitDir, log, staleLockMs = 5_000 } = this.#options;
    for (const name of ["HEAD", "config", "packed-refs", ledgerRef, "objects/maintenance"]) {
      const lock = path.join(gitDir, `${name}.lock`);
      const found = await stat(lock).catch(() => null);
      if (found === null || Date.now() - found.mtimeMs < staleLockMs) continue;
      await unlink(lock);
      log.warn({ lock: name }, "removed a git lock that its owner had left");
    }
  }

  /** Trouble here only costs space, so it is logged and tried again later. */
  async #repackSometimes(): Promise<void> {
    const { repackEvery = 500, log } = this.#options;
    this.#sinceRepack += 1;
    if (this.#sinceRepack < repackEvery) return;
    this.#sinceRepack = 0;
    try {
      await runLedgerGit(this.#options, ["repack", "-d", "-q", "--geometric=2"], {
        timeoutMs: 600_000,
      });
      await runLedgerGit(this.#options, ["prune-packed", "-q"]);
    } catch (cause) {
      log.warn({ err: cause }, "the audit's repository could not be packed");
    }
  }
}

/** The batch number in a commit of ours, null for any other commit. */
export function batchOfCommit(commit: string): number | null {
  const found = /^Batch: (\d+)$/m.exec(commit);
  return found === null ? null : Number(found[1]);
}

function commitMessage({ id, firstSeq, lastSeq, lastHash }: LedgerBatch): string {
  return `Entries ${firstSeq}–${lastSeq}\n\nBatch: ${id}\nHead: ${lastHash}\n`;
}
