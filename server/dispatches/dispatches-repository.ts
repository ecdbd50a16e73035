import type { Db } from "#server/platform/prisma.ts";

/** The request that was made for a task of that id, and by whom; null where there is none. */
export async function findDispatched(
  db: Db,
  taskId: string,
): Promise<{ requestId: string; personId: string } | null> {
  const [row] = await db.$queryRaw<{ requestId: string; personId: string }[]>`
    SELECT id AS "requestId", person_id AS "personId" FROM request
    WHERE context #>> '{dispatch,taskId}' = ${taskId}`;
  return row ?? null;
}
