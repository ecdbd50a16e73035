import pg from "pg";
import { Prisma } from "#server/platform/generated/prisma/client.ts";
import type { statementNames } from "#server/platform/statement-names.ts";

type Query = TemplateStringsArray | Prisma.Sql;
export type NameOf = ReturnType<typeof statementNames>;
/** What sends a statement to the database. */
export type Send = (query: Prisma.Sql) => Promise<pg.QueryResult>;

/**
 * Prisma's `$queryRaw` and `$executeRaw` by the driver: through Prisma's engine a statement takes six times the processor
 * time. What comes out is the same, but for errors, which are the driver's own.
 */
export function directly(send: Send): Readonly<Record<PropertyKey, unknown>> {
  return {
    $queryRaw: async (query: Query, ...values: unknown[]) =>
      (await send(toSql(query, values))).rows,
    $executeRaw: async (query: Query, ...values: unknown[]) =>
      (await send(toSql(query, values))).rowCount ?? 0,
  };
}

function toSql(query: Query, values: readonly unknown[]): Prisma.Sql {
  return "raw" in query ? Prisma.sql(query, ...values) : query;
}

/** The statement as the driver takes it, with the name under which a connection keeps its plan. */
export function toConfig(query: Prisma.Sql, nameOf: NameOf): pg.QueryConfig {
  const { text, values } = query;
  return { name: nameOf({ sql: text }), text, values, types: { getTypeParser } };
}

const { builtins } = pg.types;
/** Arrays of texts and of eight-byte integers, which the driver's list of names lacks. */
const textArray = 1009 as number;
const int8Array = 1016;
const parseTexts: (text: string) => string[] = pg.types.getTypeParser(textArray);
/** What Prisma gives for these; all else is the driver's. */
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, BigInt],
  [int8Array, (text) => parseTexts(text).map(BigInt)],
  [builtins.NUMERIC, (text) => new Prisma.Decimal(text)],
]);

function getTypeParser(type: number): (text: string) => unknown {
  return parsers.get(type) ?? pg.types.getTypeParser(type);
}
