import type { Db } from "#server/platform/prisma.ts";

/** Stored vectors of texts by their hash. */
export async function findVectors(
  db: Db,
  model: string,
  hashes: readonly string[],
): Promise<Map<string, Float32Array>> {
  const rows = await db.textEmbedding.findMany({
    where: { model, textHash: { in: [...hashes] } },
    select: { textHash: true, vector: true },
  });
  return new Map(rows.map((row) => [row.textHash, Float32Array.from(row.vector)]));
}

/** Stores vectors; one that is there already stays. */
export async function saveVectors(
  db: Db,
  model: string,
  vectors: ReadonlyMap<string, Float32Array>,
): Promise<void> {
  await db.textEmbedding.createMany({
    data: [...vectors].map(([textHash, vector]) => ({ model, textHash, vector: [...vector] })),
    skipDuplicates: true,
  });
}

/** Deletes vectors older than a month that no entry needs any more. */
export async function pruneVectors(
  db: Db,
  model: string,
  needed: readonly string[],
): Promise<number> {
  return db.$executeRaw`
    DELETE FROM text_embedding WHERE model = ${model} AND created_at < now() - interval '30 days'
      AND NOT (text_hash = ANY(${[...needed]}::text[]))`;
}
