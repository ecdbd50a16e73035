import type { AuditFacts } from "#server/contracts/audit.ts";

/** Longest free text of an entry, in UTF-16 code units. */
export const maxPayloadLength = 20_000;
const maxFactLength = 500;

/**
 * Text as Postgres can store it: NUL and lone surrogates, which would make it refuse the whole entry, become U+FFFD.
 * An attacker's odd message must not be able to keep itself out of the history.
 */
export function storableText(text: string, maxLength: number): string {
  // The cut may split a pair, so it comes first.
  const cut = text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
  return cut.replace(
    /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    "\uFFFD",
  );
}

/** Facts as Postgres can store them: storable text of at most 500 characters, finite numbers. */
export function storableFacts(facts: AuditFacts): AuditFacts {
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [storableText(key, maxFactLength), storableFact(value)]),
  );
}

function storableFact(value: AuditFacts[string]): AuditFacts[string] {
  if (typeof value === "string") return storableText(value, maxFactLength);
  if (typeof value === "number" && !Number.isFinite(value)) return null;
  return value;
}
