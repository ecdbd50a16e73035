import type { ClientBase } from "pg";
import { sha256 } from "#server/platform/sha256.ts";
import { type BatchRow, readLinks, type StoredLink } from "./audit-chain-repository.ts";
import { canonicalEntry } from "./domain/canonical-entry.ts";
import { type ChainHead, chainStart, findLinkFault, ledgerLine } from "./domain/chain.ts";
import { type ChainFault, type CheckedLink, findBatchFault } from "./domain/compare-batch.ts";
import { finishesTask } from "./domain/task-record.ts";
import type { CommitFault, LedgerHistory } from "./ledger-history.ts";

const pageSize = 1_000;

/** A batch's file in git; null without a problem while it is not committed. */
interface BatchInGit {
  readonly file: Buffer | null;
  readonly problem: string | null;
}

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
  #gitAhead: Promise<BatchInGit> | null = null;
  #taskCheck: Promise<ChainFault | null> = Promise.resolve(null);
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
    const fault = await this.#taskCheck;
    if (fault !== null) return fault;
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

  /** The batch's own fault, unless the record of a task that finished before it is missing in git. */
  async #checkBatch(links: readonly StoredLink[]): Promise<ChainFault | null> {
    const earlier = this.#taskCheck;
    const fault = await this.#findFault(links);
    return (await earlier) ?? fault;
  }

  async #findFault(links: readonly StoredLink[]): Promise<ChainFault | null> {
    const row = this.#rows[this.#nextRow];
    if (row === undefined || row.id !== links[0]?.batch || row.firstSeq !== this.head.seq + 1) {
      const checked = this.#checkLinks(links);
      const broken = findBatchFault(sha256, this.head, checked, null, "commit as recorded");
      return broken ?? this.#missing("its batch is missing or was changed");
    }
    this.#nextRow += 1;
    const reading = this.#gitAhead ?? this.#readGit(row);
    const next = this.#rows[this.#nextRow];
    this.#gitAhead = next === undefined ? null : this.#readGit(next);
    const checked = this.#checkLinks(links);
    const inGit = await reading;
    const fault = this.#compare(row, checked, inGit);
    if (fault !== null) return fault;
    if (inGit.file !== null) this.#taskCheck = this.#findTaskFault(row, links);
    return this.#pass(row, checked);
  }

  #compare(row: BatchRow, checked: readonly CheckedLink[], inGit: BatchInGit): ChainFault | null {
    const replaced = this.#commitFault?.batch === row.id ? this.#commitFault.problem : null;
    if (inGit.file === null || !isSame(inGit.file, checked)) {
      const lines = inGit.file?.toString("utf8").split("\n").slice(0, -1) ?? null;
      const state = replaced === null ? "commit as recorded" : "commit replaced";
      const fault = findBatchFault(sha256, this.head, checked, lines, state);
      if (fault !== null) return fault;
    }
    const problem = inGit.problem ?? replaced;
    return problem === null ? null : { seq: row.firstSeq, where: "git", problem };
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

  /** Never fails: it is asked ahead of its turn. */
  async #readGit(row: BatchRow): Promise<BatchInGit> {
    if (this.#history.commitOf(row) === null) {
      const cut = "git lacks its commit: the end of the branch was cut off";
      return { file: null, problem: row.commit === null ? null : cut };
    }
    try {
      const file = await this.#history.readBatch(row);
      return { file, problem: file === null ? "git lacks the batch" : null };
    } catch (cause) {
      return { file: null, problem: `git can't be read: ${messageOf(cause)}` };
    }
  }

  /** Never fails: it is awaited after the next batch was read. */
  async #findTaskFault(row: BatchRow, links: readonly StoredLink[]): Promise<ChainFault | null> {
    const finished = links.filter(({ entry }) => entry !== null && finishesTask(entry));
    const taskIds = finished.map(({ entry }) => entry?.taskId ?? "");
    try {
      const missing = await this.#history.findMissingTask(row, taskIds);
      if (missing === null) return null;
      const seq = finished[taskIds.indexOf(missing)]?.seq ?? row.firstSeq;
      return { seq, where: "git", problem: `git lacks the record of task ${missing}` };
    } catch (cause) {
      return { seq: row.firstSeq, where: "git", problem: `git can't be read: ${messageOf(cause)}` };
    }
  }

  #missing(problem: string): ChainFault {
    return { seq: this.head.seq + 1, where: "database", problem };
  }
}

/** Compares bytes first: splitting a million lines is only worth it where something differs. */
function isSame(file: Buffer, checked: readonly CheckedLink[]): boolean {
  if (checked.some(({ problem }) => problem !== null)) return false;
  return file.equals(Buffer.from(`${checked.map(({ line }) => line).join("\n")}\n`));
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
