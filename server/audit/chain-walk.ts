import type { ClientBase } from "pg";
import { sha256 } from "#server/platform/sha256.ts";
import { type BatchRow, readLinks, type StoredLink } from "./audit-chain-repository.ts";
import { canonicalEntry } from "./domain/canonical-entry.ts";
import { type ChainHead, chainStart, findLinkFault, ledgerLine } from "./domain/chain.ts";
import { type ChainFault, type CheckedLink, findBatchFault } from "./domain/compare-batch.ts";
import { finishesTask } from "./domain/task-record.ts";
import type { CommitFault, LedgerHistory } from "./ledger-history.ts";

const pageSize = 4_000;

/** Walks the chain once from its first link, batch by batch, with git beside it, and stops at the first fault. */
export class ChainWalk {
  /** The last link that held. */
  head: ChainHead = chainStart;
  /** Whether the expected hash was met. */
  sawExpected = false;
  readonly #client: ClientBase;
  readonly #rows: readonly BatchRow[];
  readonly #history: LedgerHistory;
  readonly #commitFault: CommitFault | null;
  readonly #expectHash: string | null;
  /** Entry → seq of free text that is gone and not yet accounted for by an entry that says so. */
  readonly #erased = new Map<string, number>();
  /** Rows are in order of id, and ids count from 1, unless somebody removed one. */
  #nextRow = 0;

  constructor(parts: {
    client: ClientBase;
    rows: readonly BatchRow[];
    history: LedgerHistory;
    commitFault: CommitFault | null;
    expectHash: string | null;
  }) {
    this.#client = parts.client;
    this.#rows = parts.rows;
    this.#history = parts.history;
    this.#commitFault = parts.commitFault;
    this.#expectHash = parts.expectHash;
  }

  /** The first fault of the chain, of git's copy of it, or of the free text; null when all of it holds. */
  async run(): Promise<ChainFault | null> {
    for await (const links of this.#batches()) {
      const fault = await this.#checkBatch(links);
      if (fault !== null) return fault;
    }
    const unfinished = this.#rows[this.#nextRow];
    if (unfinished !== undefined) {
      return this.#missing(`the links of batch ${unfinished.id} are gone: the end was cut off`);
    }
    for (const seq of this.#erased.values()) {
      return {
        seq,
        where: "database",
        problem: "its free text is gone and no entry says who erased it",
      };
    }
    return null;
  }

  /** Links of one batch at a time; the next page is on its way while one is checked. */
  async *#batches(): AsyncGenerator<StoredLink[]> {
    let batch: StoredLink[] = [];
    let page = readLinks(this.#client, 0, pageSize);
    for (;;) {
      const links = await page;
      const last = links.at(-1);
      if (last !== undefined) page = readLinks(this.#client, last.seq, pageSize);
      // Unread when the walk stops early.
      page.catch(() => undefined);
      for (const link of links) {
        if (batch[0] !== undefined && batch[0].batch !== link.batch) {
          yield batch;
          batch = [];
        }
        batch.push(link);
      }
      if (last === undefined) break;
    }
    if (batch.length > 0) yield batch;
  }

  async #checkBatch(links: readonly StoredLink[]): Promise<ChainFault | null> {
    const row = this.#rows[this.#nextRow];
    const checked = this.#checkLinks(links);
    if (row === undefined || row.id !== links[0]?.batch || row.firstSeq !== this.head.seq + 1) {
      const broken = findBatchFault(sha256, this.head, checked, null, "commit as recorded");
      return broken ?? this.#missing("its batch is missing or was changed");
    }
    this.#nextRow += 1;
    const replaced = this.#commitFault?.batch === row.id;
    const inGit = await this.#readGit(row);
    if ("problem" in inGit) {
      const broken = findBatchFault(sha256, this.head, checked, null, "commit as recorded");
      return broken ?? { seq: row.firstSeq, where: "git", problem: inGit.problem };
    }
    const fault = findBatchFault(
      sha256,
      this.head,
      checked,
      inGit.lines,
      replaced ? "commit replaced" : "commit as recorded",
    );
    if (fault !== null) return fault;
    if (replaced && this.#commitFault !== null) {
      return { seq: row.firstSeq, where: "git", problem: this.#commitFault.problem };
    }
    return (await this.#findTaskFault(row, links, inGit.lines)) ?? this.#pass(row, checked);
  }

  /** A batch that holds moves the head on, if it ends where and how its row says. */
  #pass(row: BatchRow, checked: readonly CheckedLink[]): ChainFault | null {
    const last = checked.at(-1);
    if (last !== undefined) this.head = { seq: last.seq, hash: last.hash };
    if (this.head.seq < row.lastSeq) return this.#missing("the link is missing");
    if (this.head.seq > row.lastSeq || this.head.hash !== row.lastHash) {
      const problem = `the record of batch ${row.id} was changed`;
      return { seq: this.head.seq, where: "database", problem };
    }
    return null;
  }

  #checkLinks(links: readonly StoredLink[]): CheckedLink[] {
    let before = this.head;
    return links.map((link) => {
      const canonical = link.entry === null ? null : canonicalEntry(link.entry);
      const problem = findLinkFault(sha256, before, link, canonical) ?? this.#checkText(link);
      before = link;
      if (link.hash === this.#expectHash) this.sawExpected = true;
      return {
        seq: link.seq,
        hash: link.hash,
        line: ledgerLine(link, canonical ?? "null"),
        problem,
      };
    });
  }

  /** Free text must give the hash that its entry states, or be gone with an entry that says so. */
  #checkText({ seq, entry, payload }: StoredLink): string | null {
    if (entry === null) return null;
    const { entryId } = entry.facts;
    if (entry.type === "payload.erased" && typeof entryId === "string")
      this.#erased.delete(entryId);
    if (entry.payloadHash === null) return null;
    if (payload === null) this.#erased.set(entry.id, seq);
    else if (sha256(`${payload.salt}${payload.text}`) !== entry.payloadHash) {
      return "its free text was changed";
    }
    return null;
  }

  async #readGit(row: BatchRow): Promise<{ lines: string[] | null } | { problem: string }> {
    if (row.commit === null && this.#history.commitOf(row) === null) return { lines: null };
    if (this.#history.commitOf(row) === null) {
      return { problem: "git lacks its commit: the end of the branch was cut off" };
    }
    try {
      const lines = await this.#history.readBatch(row);
      return lines === null ? { problem: "git lacks the batch" } : { lines };
    } catch (cause) {
      return { problem: `git can't be read: ${cause instanceof Error ? cause.message : cause}` };
    }
  }

  async #findTaskFault(
    row: BatchRow,
    links: readonly StoredLink[],
    lines: readonly string[] | null,
  ): Promise<ChainFault | null> {
    const finished = links.filter(({ entry }) => entry !== null && finishesTask(entry));
    if (lines === null || finished.length === 0) return null;
    const taskIds = finished.map(({ entry }) => entry?.taskId ?? "");
    try {
      const missing = await this.#history.findMissingTask(row, taskIds);
      if (missing === null) return null;
      const seq = finished[taskIds.indexOf(missing)]?.seq ?? row.firstSeq;
      return { seq, where: "git", problem: `git lacks the record of task ${missing}` };
    } catch (cause) {
      const problem = `git can't be read: ${cause instanceof Error ? cause.message : cause}`;
      return { seq: row.firstSeq, where: "git", problem };
    }
  }

  #missing(problem: string): ChainFault {
    return { seq: this.head.seq + 1, where: "database", problem };
  }
}
