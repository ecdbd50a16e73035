import type { Database } from "./prisma.ts";

/** One call as its key stands for it. */
export interface KeyedCall {
  readonly personId: string;
  readonly key: string;
  /** SHA-256 of everything that makes the call what it is. */
  readonly callHash: string;
}

/** Where a call with a key stands. */
export type KeyState =
  /** Nobody made it before: it is now the caller's to make, and to finish or to give back. */
  | { readonly kind: "first" }
  | { readonly kind: "answered"; readonly status: number; readonly body: string }
  | { readonly kind: "in_progress" }
  | { readonly kind: "other_call" };

interface Row {
  callHash: string;
  status: number | null;
  body: string | null;
}

/** Answers of one person that are kept. */
const kept = 1_000;

/**
 * Answers by idempotency key, kept for a day and at most 1,000 a person. A call that its process did not live to finish
 * may be made again two minutes later.
 */
export class RememberedAnswers {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Takes the call for oneself unless it was made already. Of many at once, exactly one is the first. */
  async begin({ personId, key, callHash }: KeyedCall): Promise<KeyState> {
    const taken = await this.#db.$executeRaw`
      INSERT INTO remembered_answer (person_id, key, call_hash) VALUES (${personId}::uuid, ${key}, ${callHash})
      ON CONFLICT (person_id, key) DO UPDATE SET call_hash = excluded.call_hash, status = NULL, body = NULL, created_at = now()
      WHERE remembered_answer.created_at < now() - interval '1 day'
        OR (remembered_answer.status IS NULL AND remembered_answer.created_at < now() - interval '2 minutes')`;
    if (taken === 1) return { kind: "first" };
    const [row] = await this.#db.$queryRaw<Row[]>`
      SELECT call_hash AS "callHash", status, body FROM remembered_answer
      WHERE person_id = ${personId}::uuid AND key = ${key}`;
    // Given back between the two statements: whoever asks again finds it free.
    if (row === undefined) return { kind: "in_progress" };
    if (row.callHash !== callHash) return { kind: "other_call" };
    return row.status === null || row.body === null
      ? { kind: "in_progress" }
      : { kind: "answered", status: row.status, body: row.body };
  }

  /** Remembers the answer, and forgets the person's oldest. */
  async finish(
    { personId, key, callHash }: KeyedCall,
    answer: { status: number; body: string },
  ): Promise<void> {
    await this.#db.$executeRaw`
      UPDATE remembered_answer SET status = ${answer.status}, body = ${answer.body}
      WHERE person_id = ${personId}::uuid AND key = ${key} AND call_hash = ${callHash}`;
    await this.#db.$executeRaw`
      DELETE FROM remembered_answer WHERE person_id = ${personId}::uuid AND (
        created_at < now() - interval '1 day' OR created_at < (
          SELECT created_at FROM remembered_answer WHERE person_id = ${personId}::uuid
          ORDER BY created_at DESC OFFSET ${kept} LIMIT 1))`;
  }

  /** Gives the key of a call back that failed: nothing came of it, so it may be made again. */
  async giveBack({ personId, key, callHash }: KeyedCall): Promise<void> {
    await this.#db.$executeRaw`
      DELETE FROM remembered_answer
      WHERE person_id = ${personId}::uuid AND key = ${key} AND call_hash = ${callHash} AND status IS NULL`;
  }
}
