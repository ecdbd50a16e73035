import { z } from "zod";
import { AppError } from "#server/lib/app-error.ts";

/** NUL and halves of surrogate pairs: no person types them, and Postgres refuses the whole statement over one. */
const unstorable = /\0|\p{Cs}/u;

/**
 * Refuses text that cannot be stored, anywhere in a parsed body or query. A member that its schema leaves unknown is
 * passed over: the service that takes it has its own words for what is wrong with it.
 *
 * @throws invalid_input naming the field
 */
export function assertStorableText(value: unknown, schema: z.ZodType): void {
  const checkedElsewhere =
    schema instanceof z.ZodObject
      ? Object.entries(schema.shape).flatMap(([name, member]) =>
          member instanceof z.ZodUnknown ? [name] : [],
        )
      : [];
  for (const [name, member] of entriesOf(value)) {
    if (!checkedElsewhere.includes(name) && isUnstorable(member)) {
      const message = `${name}: contains characters that cannot be stored`;
      throw new AppError("invalid_input", { message, details: { field: name } });
    }
  }
}

function isUnstorable(value: unknown): boolean {
  if (typeof value === "string") return unstorable.test(value);
  return entriesOf(value).some(([name, member]) => unstorable.test(name) || isUnstorable(member));
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
