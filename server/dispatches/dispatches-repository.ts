import { type Answers, answersSchema } from "#server/contracts/question-key.ts";
import type { Db } from "#server/platform/prisma.ts";

/** A request that a program made for one task. Its answers grow where people answer what was left open. */
export interface StoredDispatch {
  readonly requestId: string;
  readonly personId: string;
  readonly text: string;
  readonly priority: number;
  readonly answers: Answers;
}

/** The request that was made for a task of that id; null where there is none. */
export async function findDispatched(db: Db, taskId: string): Promise<StoredDispatch | null> {
  const [row] = await db.$queryRaw<(Omit<StoredDispatch, "answers"> & { answers: unknown })[]>`
    SELECT id AS "requestId", person_id AS "personId", text, context -> 'answers' AS answers,
      (context #>> '{dispatch,priority}')::int AS priority
    FROM request WHERE context #>> '{dispatch,taskId}' = ${taskId}`;
  return row === undefined ? null : { ...row, answers: answersSchema.parse(row.answers) };
}
