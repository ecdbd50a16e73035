/** Keys whose plain-object value is a map: its own keys are names of things, not field names. */
const mapKeys = new Set(["hosts", "facts", "details"]);

const toSnake = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const toCamel = (key: string): string =>
  key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function convert(value: unknown, rename: (key: string) => string, keepKeys: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(item, rename, false));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = keepKeys ? key : rename(key);
      return [name, convert(inner, rename, !keepKeys && mapKeys.has(name))];
    }),
  );
}

/** Renames every key to snake_case, as `/api/v1` speaks; keys of maps (host names, facts) stay as they are. */
export function snakeKeys(value: unknown): unknown {
  return convert(value, toSnake, false);
}

/** Renames every key to camelCase; keys of maps (host names, facts) stay as they are. */
export function camelKeys(value: unknown): unknown {
  return convert(value, toCamel, false);
}
