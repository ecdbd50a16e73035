import { z } from "zod";
import { AppError } from "#server/lib/app-error.ts";

/**
 * The query string as an object for its schema: repeated names become a list where the schema has one, and are
 * refused where it has not.
 *
 * @param rename how a name on the wire becomes one of ours
 * @throws invalid_input
 */
export function readQuery(
  search: URLSearchParams,
  schema: z.ZodType,
  rename: (name: string) => string,
): Record<string, string | string[]> {
  const lists = listNames(schema);
  const query = new Map<string, string | string[]>();
  for (const [wireName, value] of search) {
    const name = rename(wireName);
    const before = query.get(name);
    if (lists.has(name)) query.set(name, [...(Array.isArray(before) ? before : []), value]);
    else if (before === undefined) query.set(name, value);
    else throw new AppError("invalid_input", { message: `${wireName} is given twice.` });
  }
  // An empty filter field of a form means "no filter".
  return Object.fromEntries([...query].filter(([, value]) => value !== ""));
}

function listNames(schema: z.ZodType): ReadonlySet<string> {
  if (!(schema instanceof z.ZodObject)) return new Set();
  const names = Object.entries(schema.shape)
    .filter(([, member]) => isList(member as z.core.$ZodType))
    .map(([name]) => name);
  return new Set(names);
}

function isList(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return isList(schema.unwrap());
  return schema instanceof z.ZodArray;
}
