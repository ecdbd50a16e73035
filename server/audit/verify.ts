import pg from "pg";
import type { VerifyReport } from "#server/contracts/audit.ts";
import { plural } from "#server/lib/units.ts";
import {
  type BatchRow,
  countChain,
  findLostWaiting,
  findStray,
  readBatches,
} from "./audit-chain-repository.ts";
import { ChainWalk } from "./chain-walk.ts";
import type { ChainFault } from "./domain/compare-batch.ts";
import type { LedgerPlaces } from "./ledger-git.ts";
import { isSigned, LedgerHistory, readTip } from "./ledger-history.ts";

/** What to check beyond the chain and both stores. */
export interface VerifyOptions {
  /** Check every commit's signature instead of the newest, which vouches for those before it. */
  readonly allSignatures?: boolean;
  /** A head hash kept elsewhere: it must still be part of the chain. */
  readonly expectHash?: string;
}

interface Findings {
  readonly faults: ChainFault[];
  readonly notes: string[];
  signaturesChecked: number;
}

/**
 * Proves that the history is whole: every link follows from the one before it, database and git hold the same
 * entries, and the commits are signed. Reads one snapshot, so that it may run beside the application.
 */
export class AuditVerifier {
  readonly #databaseUrl: string;
  readonly #places: LedgerPlaces;

  constructor(deps: { databaseUrl: string } & LedgerPlaces) {
    this.#databaseUrl = deps.databaseUrl;
    this.#places = { gitDir: deps.gitDir, keyFile: deps.keyFile };
  }

  /** Walks the whole chain and names the first entry that does not hold. A million entries cost about 15 s of CPU here. */
  async run(options: VerifyOptions = {}): Promise<VerifyReport> {
    const startedAt = performance.now();
    // What git had before the snapshot must be in the database; what the snapshot calls committed must be in git now.
    const tipBefore = await readTip(this.#places);
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      connectionTimeoutMillis: 5_000,
      application_name: "chiffon-verify",
    });
    client.on("error", () => undefined);
    await client.connect();
    let history: LedgerHistory | null = null;
    try {
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      // Pages come by the chain's order: without this a planner that expects few rows scans every table for each.
      await client.query("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off");
      const rows = await readBatches(client);
      history = await LedgerHistory.open(this.#places, await readTip(this.#places));
      const report = await this.#check({ client, rows, history, tipBefore, options });
      return { ...report, durationMs: Math.round(performance.now() - startedAt) };
    } finally {
      history?.close();
      await client.end();
    }
  }

  async #check(parts: {
    client: pg.Client;
    rows: readonly BatchRow[];
    history: LedgerHistory;
    tipBefore: string | null;
    options: VerifyOptions;
  }): Promise<Omit<VerifyReport, "durationMs">> {
    const { client, rows, history, tipBefore, options } = parts;
    const findings: Findings = { faults: [], notes: [], signaturesChecked: 0 };
    const { entries, sealed, waiting } = await countChain(client);
    const walk = new ChainWalk({
      client,
      rows,
      history,
      commitFault: await history.findCommitFault(rows),
      expectHash: options.expectHash ?? null,
    });
    const fault = await walk.run();
    if (fault !== null) findings.faults.push(fault);
    else await this.#checkEnds(parts, walk, findings);
    await checkStrays(client, walk.head.seq, findings);
    await this.#checkSignatures({ rows, history, all: options.allSignatures === true }, findings);
    if (fault === null && options.expectHash !== undefined && !walk.sawExpected) {
      const problem = "the expected hash is not part of this history: it was rewritten or cut";
      findings.faults.push({ seq: walk.head.seq, where: "both", problem });
    }
    if (waiting > 0)
      findings.notes.push(`${plural(waiting, "entry waits", "entries wait")} to be sealed.`);
    noteUncommitted(rows, findings);
    if (tipBefore === null && rows.length === 0)
      findings.notes.push("Nothing is committed to git yet.");
    const [firstBad = null] = findings.faults.sort((a, b) => a.seq - b.seq);
    return {
      ok: firstBad === null,
      entries,
      sealed,
      unsealed: entries - sealed,
      commits: history.commits.length,
      headHash: walk.head.seq === 0 ? null : walk.head.hash,
      headSeq: walk.head.seq,
      signaturesChecked: findings.signaturesChecked,
      firstBad,
      notes: findings.notes,
    };
  }

  /** Git may be ahead of the snapshot only by what was committed since; anything it had before was taken away here. */
  async #checkEnds(
    parts: { rows: readonly BatchRow[]; history: LedgerHistory; tipBefore: string | null },
    walk: ChainWalk,
    { faults }: Findings,
  ): Promise<void> {
    const { rows, history, tipBefore } = parts;
    if (tipBefore !== null && history.commits.length === 0) {
      const problem = "git's branch can't be read to its beginning";
      faults.push({ seq: walk.head.seq + 1, where: "git", problem });
      return;
    }
    const known = rows.at(-1)?.id ?? 0;
    const had = tipBefore === null ? 0 : history.commits.indexOf(tipBefore) + 1;
    const surplus = history.commits[known];
    if (had <= known || surplus === undefined) return;
    const signed = await isSigned(this.#places, surplus);
    faults.push({
      seq: walk.head.seq + 1,
      where: signed ? "database" : "git",
      problem: signed
        ? "the database lacks entries that git has: its end was cut off"
        : "git has a commit that the database does not know",
    });
  }

  async #checkSignatures(
    { rows, history, all }: { rows: readonly BatchRow[]; history: LedgerHistory; all: boolean },
    findings: Findings,
  ): Promise<void> {
    const first = all ? 0 : Math.max(0, history.commits.length - 1);
    for (let at = first; at < history.commits.length; at++) {
      findings.signaturesChecked += 1;
      if (await isSigned(this.#places, history.commits[at] ?? "")) continue;
      const seq = rows[at]?.firstSeq ?? (rows.at(-1)?.lastSeq ?? 0) + 1;
      const problem = `commit ${history.commits[at]} has no good signature`;
      findings.faults.push({ seq, where: "git", problem });
      return;
    }
  }
}

/** Entries are written together with their place in the waiting list, and leave it with their link. */
async function checkStrays(
  client: pg.Client,
  headSeq: number,
  { faults }: Findings,
): Promise<void> {
  await client.query("SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on");
  const stray = await findStray(client);
  if (stray !== null) {
    const problem = `entry ${stray.entryId} was put in here without being recorded`;
    faults.push({ seq: stray.beforeSeq, where: "database", problem });
  }
  const lost = await findLostWaiting(client);
  if (lost !== null) {
    const problem = `entry ${lost} was deleted before it was sealed`;
    faults.push({ seq: headSeq + 1, where: "database", problem });
  }
}

function noteUncommitted(rows: readonly BatchRow[], { notes }: Findings): void {
  const open = rows.filter(({ commit }) => commit === null);
  if (open.length === 0) return;
  const entries = open.reduce((sum, row) => sum + row.lastSeq - row.firstSeq + 1, 0);
  notes.push(
    `${plural(open.length, "batch waits", "batches wait")} to be committed to git (${plural(entries, "entry", "entries")}).`,
  );
}
