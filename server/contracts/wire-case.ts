/**
 * Names of properties whose value is a record, so that its keys are data (host names, names of facts) and keep their
 * spelling on the wire. The schemas say which these are; a test compares.
 */
export const recordKeys: ReadonlySet<string> = new Set(["answers", "facts", "hosts"]);

/** "planDigest" to "plan_digest". */
export function snake(key: string): string {
  return key.replace(
    /[A-Z]/g,
    (letter, at: number) => `${at > 0 ? "_" : ""}${letter.toLowerCase()}`,
  );
}

/** "plan_digest" to "planDigest". Only an underscore before a letter or digit, and after something, is a joint. */
export function camel(key: string): string {
  return key.replace(/(?<=[^_])_([a-z0-9])/g, (_joint, letter: string) => letter.toUpperCase());
}

/** Looks at the renamed keys of one object, or at a list (without keys), and at how deep it lies; may throw. */
export type CheckKeys = (keys: readonly string[], depth: number) => void;

/** Renames the keys of the objects in a JSON value, at any depth; values and the keys of records stay. */
export function renameKeys(
  json: unknown,
  rename: (key: string) => string,
  check?: CheckKeys,
): unknown {
  const walk = (value: unknown, depth: number, isRecord: boolean): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const members: [string, unknown][] = Array.isArray(value)
      ? []
      : Object.entries(value).map(([key, member]) => [isRecord ? key : rename(key), member]);
    check?.(
      members.map(([key]) => key),
      depth,
    );
    if (Array.isArray(value)) return value.map((item) => walk(item, depth + 1, false));
    return Object.fromEntries(
      members.map(([key, member]) => [
        key,
        walk(member, depth + 1, !isRecord && recordKeys.has(camel(key))),
      ]),
    );
  };
  return walk(json, 0, false);
}
