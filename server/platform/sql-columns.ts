import { Prisma } from "#server/platform/prisma.ts";

/** The schema names columns like their fields, in snake case. */
const columnOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * All columns of a table as the fields of its row, for a statement in SQL.
 *
 * @param fields every field of the row: one that is left out does not compile
 */
export function columnsOf<Row>(
  table: string,
  fields: Readonly<Record<keyof Row & string, true>>,
): Prisma.Sql {
  const columns = Object.keys(fields).map((field) => `${table}.${columnOf(field)} AS "${field}"`);
  return Prisma.raw(columns.join(", "));
}

/**
 * What an UPDATE sets: the columns of these fields, those left undefined not. JSON is given as text. The fields' names are
 * the program's own, never somebody's words.
 */
export function assignments(fields: Readonly<Record<string, unknown>>): Prisma.Sql {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Prisma.join(
    given.map(([field, value]) => Prisma.sql`${Prisma.raw(columnOf(field))} = ${value}`),
  );
}
