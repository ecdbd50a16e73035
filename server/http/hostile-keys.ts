import { AppError } from "#server/lib/app-error.ts";

/** Deeper than any of our schemas; a body beyond it is an attack or a mistake. */
const maxDepth = 40;
/** Keys that reach into an object's prototype when somebody merges them carelessly. */
const forbiddenKeys = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Checks the keys of one object of a body, as `renameKeys` shows them.
 *
 * @throws invalid_input when two keys are one, when a key names a prototype, or when it lies too deep
 */
export function refuseHostileKeys(keys: readonly string[], depth: number): void {
  if (depth >= maxDepth) throw invalid("The body nests too deeply.");
  const seen = new Set<string>();
  for (const key of keys) {
    if (forbiddenKeys.has(key)) throw invalid(`The key ${key} is not allowed.`);
    if (seen.has(key)) throw invalid(`The key ${key} is there twice.`);
    seen.add(key);
  }
}

function invalid(message: string): AppError {
  return new AppError("invalid_input", { message });
}
