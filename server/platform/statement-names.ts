/** Uses of a statement after which its plan is worth keeping. */
const usesBeforeNamed = 8;
const maxNamed = 120;
const maxCounted = 2_000;
/** What is searched for decides how it is best found: such a plan is of no use to the next. */
const search = /\bI?LIKE\b|@@/i;
/** Postgres' name for a statement that is forgotten as soon as it ran. */
const unnamed = "";

/**
 * Names for the statements that come again and again, so that each connection has Postgres parse and plan them once.
 * What searches texts has none, nor has what is rare: a kept plan takes memory on every connection, and statements that
 * differ by the length of a list are many.
 */
export function statementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  return ({ sql }) => {
    const name = names.get(sql);
    if (name !== undefined) return name;
    if (names.size >= maxNamed || search.test(sql)) return unnamed;
    const count = (uses.get(sql) ?? 0) + 1;
    if (count < usesBeforeNamed) {
      if (uses.size >= maxCounted) uses.clear();
      uses.set(sql, count);
      return unnamed;
    }
    uses.delete(sql);
    const given = `chiffon_${names.size + 1}`;
    names.set(sql, given);
    return given;
  };
}
