import type { z } from "zod";
import { renameKeys } from "#server/contracts/wire-case.ts";
import { AppError } from "#server/lib/app-error.ts";
import { refuseHostileKeys } from "./hostile-keys.ts";
import { assertStorableText } from "./storable-text.ts";

/**
 * What a caller gave, by its schema.
 *
 * @throws invalid_input naming the field
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    assertStorableText(parsed.data, schema);
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  const message = issue?.message ?? "is not valid";
  throw new AppError("invalid_input", {
    message: field === "" ? `The input is not valid: ${message}` : `${field}: ${message}`,
    details: { field },
  });
}

/**
 * {@link parseInput} for JSON as it came.
 *
 * @param rename how a name on the wire becomes one of ours
 * @throws invalid_input
 */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  rename: (name: string) => string,
): z.output<Schema> {
  return parseInput(schema, renameKeys(json, rename, refuseHostileKeys));
}
