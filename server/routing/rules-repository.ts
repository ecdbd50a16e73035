import type { RoutingRules, RulesProblem } from "#server/contracts/routing.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";

/** There is one row. */
const id = 1;

/** What was last seen of the rules file, and the last rules of it that were sound. */
export async function findRules(db: Db) {
  // Asked for several times with each task that is placed: half the time that Prisma's model takes.
  const [row] = await db.$queryRaw<Prisma.RoutingRulesGetPayload<object>[]>`
    SELECT id, file_hash AS "fileHash", rules, problem, loaded_at AS "loadedAt"
    FROM routing_rules WHERE id = ${id}`;
  return row ?? null;
}

/** The same, locked until the transaction ends, with the row made where there is none. */
export async function lockRules(tx: Tx) {
  await tx.$executeRaw`
    INSERT INTO routing_rules (id, file_hash, rules) VALUES (${id}, '', '{"version":1}') ON CONFLICT (id) DO NOTHING`;
  await tx.$queryRaw`SELECT id FROM routing_rules WHERE id = ${id} FOR UPDATE`;
  return tx.routingRules.findUniqueOrThrow({ where: { id } });
}

/** A sound file: its rules are in force from now on. */
export async function saveRules(tx: Tx, fileHash: string, rules: RoutingRules, at: Date) {
  await tx.routingRules.update({
    where: { id },
    data: { fileHash, rules: asJson(rules), problem: Prisma.DbNull, loadedAt: at },
  });
}

/** A file with a fault: the rules from before stay in force. */
export async function saveProblem(tx: Tx, fileHash: string, problem: RulesProblem) {
  await tx.routingRules.update({ where: { id }, data: { fileHash, problem: asJson(problem) } });
}
