import { type Db, Prisma } from "#server/platform/prisma.ts";

/** Entries that people chose for these phrases before; void once the entry changed. */
export async function findRemembered(
  db: Db,
  phrases: readonly string[],
): Promise<Map<string, string>> {
  if (phrases.length === 0) return new Map();
  const rows = await db.$queryRaw<{ phrase: string; entry_id: string }[]>`
    SELECT memory.phrase, memory.entry_id FROM match_memory AS memory
    JOIN catalog_entry AS entry ON entry.id = memory.entry_id AND entry.blob = memory.blob
    WHERE memory.phrase IN (${Prisma.join([...phrases])})`;
  return new Map(rows.map((row) => [row.phrase, row.entry_id]));
}

/** Remembers what a person chose for a phrase; the newest choice counts. */
export async function rememberChoice(tx: Db, phrase: string, entryId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO match_memory (phrase, entry_id, blob)
    SELECT ${phrase}, id, blob FROM catalog_entry WHERE id = ${entryId}::uuid
    ON CONFLICT (phrase) DO UPDATE SET entry_id = excluded.entry_id, blob = excluded.blob, at = now()`;
}
