import { Prisma } from "#server/platform/generated/prisma/client.ts";

/**
 * What a change leaves behind beside its own rows (history, jobs, news): nobody reads it before the commit, so all of a
 * transaction goes to the database in one statement at its end.
 */
export interface CommitWriter<Item> {
  /** Common table expressions that write the items in the order given. Their names are this writer's alone. */
  readonly write: (items: readonly Item[]) => Prisma.Sql;
  /** The last of these expressions: what it selects is read, so that its notifications go out. */
  readonly last: string;
  /** What to throw instead when the database refused; null where it refused something else. */
  readonly refusal?: (cause: unknown) => Error | null;
}

interface Waiting {
  readonly writer: CommitWriter<never>;
  readonly items: unknown[];
}

/** What Prisma's pool and its transactions have in common, as far as writing goes. */
type Executor = Pick<Prisma.TransactionClient, "$executeRaw">;

const waiting = new WeakMap<Executor, Map<string, Waiting>>();

/** Begins to collect for a transaction; who does must call {@link writeCollected} as its last statement. */
export function collectWrites(tx: Executor): void {
  waiting.set(tx, new Map());
}

/** Has `items` written when the transaction commits; at once outside of one that collects. */
export async function writeAtCommit<Item>(
  tx: Executor,
  writer: CommitWriter<Item>,
  items: readonly Item[],
): Promise<void> {
  if (items.length === 0) return;
  const collected = waiting.get(tx);
  if (collected === undefined) return write(tx, [{ writer, items: [...items] }]);
  const known = collected.get(writer.last);
  if (known === undefined) collected.set(writer.last, { writer, items: [...items] });
  else known.items.push(...items);
}

/** Writes now what was collected: before a statement that must find it. @throws what the database or a writer says */
export async function writeCollected(tx: Executor): Promise<void> {
  const collected = [...(waiting.get(tx)?.values() ?? [])];
  waiting.get(tx)?.clear();
  if (collected.length > 0) await write(tx, collected);
}

async function write(tx: Executor, collected: readonly Waiting[]): Promise<void> {
  const parts = collected.map(({ writer, items }) => writer.write(items as never[]));
  const counts = collected.map(({ writer }) => Prisma.raw(`(SELECT count(*) FROM ${writer.last})`));
  try {
    await tx.$executeRaw`WITH ${Prisma.join(parts)} SELECT ${Prisma.join(counts)}`;
  } catch (error) {
    for (const { writer } of collected) {
      const refusal = writer.refusal?.(error) ?? null;
      if (refusal !== null) throw refusal;
    }
    throw error;
  }
}
