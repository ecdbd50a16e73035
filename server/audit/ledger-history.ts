import { existsSync } from "node:fs";
import path from "node:path";
import { ProgramError } from "#server/platform/run-program.ts";
import type { BatchRow } from "./audit-chain-repository.ts";
import { batchPath, taskPath } from "./domain/batch.ts";
import { batchOfCommit } from "./git-ledger.ts";
import { type LedgerPlaces, ledgerRef, runLedgerGit } from "./ledger-git.ts";
import { LedgerObjects } from "./ledger-objects.ts";

/** A batch whose commit is not the one recorded. */
export interface CommitFault {
  readonly batch: number;
  readonly problem: string;
}

const readAhead = 200;

/** The newest commit of the ledger, null when there is none. */
export async function readTip(places: LedgerPlaces): Promise<string | null> {
  if (!existsSync(path.join(places.gitDir, "HEAD"))) return null;
  try {
    const tip = await runLedgerGit(places, ["rev-parse", "--verify", "--quiet", ledgerRef]);
    return tip.trim();
  } catch (cause) {
    if (cause instanceof ProgramError) return null;
    throw cause;
  }
}

/** True when the commit carries a good signature of one of the allowed signers (9–17 ms). */
export async function isSigned(places: LedgerPlaces, commit: string): Promise<boolean> {
  try {
    await runLedgerGit(places, ["verify-commit", commit]);
    return true;
  } catch (cause) {
    if (cause instanceof ProgramError) return false;
    throw cause;
  }
}

/** Git's side of a verification: the branch as it stands, read without trusting any of it. Close it after use. */
export class LedgerHistory {
  /** Commits of the branch, oldest first: the one at `n` should carry batch `n + 1`. */
  readonly commits: readonly string[];
  readonly #objects: LedgerObjects | null;

  private constructor(commits: readonly string[], objects: LedgerObjects | null) {
    this.commits = commits;
    this.#objects = objects;
  }

  static async open(places: LedgerPlaces, tip: string | null): Promise<LedgerHistory> {
    if (tip === null) return new LedgerHistory([], null);
    let commits: string[] = [];
    try {
      const listed = await runLedgerGit(places, ["rev-list", "--first-parent", "--reverse", tip]);
      commits = listed.trim().split("\n");
    } catch {
      // A damaged commit hides what is behind it: the recorded commits below then tell which one it is.
    }
    return new LedgerHistory(commits, new LedgerObjects(places));
  }

  close(): void {
    this.#objects?.close();
  }

  /** The commit that stands for a batch, whether or not it should: the branch's, else the recorded one. */
  commitOf(row: BatchRow): string | null {
    return this.commits[row.id - 1] ?? (this.commits.length === 0 ? row.commit : null);
  }

  /** The first batch whose recorded commit is not on the branch, in its place and undamaged. */
  async findCommitFault(rows: readonly BatchRow[]): Promise<CommitFault | null> {
    const recorded = rows.filter(({ commit }) => commit !== null);
    for (let at = 0; at < recorded.length; at += readAhead) {
      const some = recorded.slice(at, at + readAhead);
      const problems = await Promise.all(some.map((row) => this.#commitProblem(row)));
      for (const [index, problem] of problems.entries()) {
        if (problem !== null) return { batch: some[index]?.id ?? 0, problem };
      }
    }
    return null;
  }

  /**
   * A batch's file in git, null when it is not there.
   *
   * @throws Error when an object on the way is damaged
   */
  async readBatch(row: BatchRow): Promise<Buffer | null> {
    const commit = this.commitOf(row);
    return commit === null ? null : this.#read(`${commit}:${batchPath(row.id)}`);
  }

  /** The first of these tasks that git does not have as of this batch. @throws Error when its file is damaged */
  async findMissingTask(row: BatchRow, taskIds: readonly string[]): Promise<string | null> {
    const commit = this.commitOf(row);
    const found = await Promise.all(taskIds.map((id) => this.#read(`${commit}:${taskPath(id)}`)));
    const missing = found.indexOf(null);
    return missing === -1 ? null : (taskIds[missing] ?? null);
  }

  async #commitProblem(row: BatchRow): Promise<string | null> {
    const listed = this.commits[row.id - 1];
    if (this.commits.length > 0 && listed === undefined) {
      return "git lacks its commit: the end of the branch was cut off";
    }
    if (listed !== undefined && listed !== row.commit) {
      return "git has another commit in the place of the recorded one";
    }
    try {
      const commit = await this.#read(row.commit ?? "");
      if (commit === null) return "git lacks its commit";
      return batchOfCommit(commit.toString("utf8")) === row.id
        ? null
        : "its commit is of another batch";
    } catch (cause) {
      return `its commit can't be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    }
  }

  async #read(name: string): Promise<Buffer | null> {
    const object = await this.#objects?.read(name);
    return object?.content ?? null;
  }
}
