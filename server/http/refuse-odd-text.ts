import { z } from "zod";
import { AppError } from "#server/lib/app-error.ts";

/** NUL and halves of surrogate pairs: no person types them, and Postgres refuses the whole statement over one. */
const odd = /\0|\p{Cs}/u;

/**
 * Refuses text that cannot be stored, anywhere in a parsed body or query. A member that its schema leaves unknown is
 * passed over: the service that takes it has its own words for what is wrong with it.
 *
 * @throws invalid_input naming the field
 */
export function refuseOddText(value: unknown, schema: z.ZodType): void {
  const checkedElsewhere =
    schema instanceof z.ZodObject
      ? Object.entries(schema.shape).flatMap(([name, member]) =>
          member instanceof z.ZodUnknown ? [name] : [],
        )
      : [];
  for (const [name, member] of entriesOf(value)) {
    if (!checkedElsewhere.includes(name) && holdsOddText(member)) {
      const message = `${name}: holds characters that are no text`;
      throw new AppError("invalid_input", { message, details: { field: name } });
    }
  }
}

function holdsOddText(value: unknown): boolean {
  if (typeof value === "string") return odd.test(value);
  return entriesOf(value).some(([name, member]) => odd.test(name) || holdsOddText(member));
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
