const maxText = 2_000;
const token =
  /\s*([a-z_]\w*)=(?:"([^"\\]*)"|'([^'\\]*)'|((?:\{\{[^{}"'\\]*\}\}|[\w./:@+,-])+))(?=\s|$)/y;

/**
 * The arguments behind a module's name (`name={{ item }} state=present`), in order; null where there is anything but
 * plain pairs, or a name twice.
 */
export function freeArguments(text: string): [name: string, value: string][] | null {
  if (text.length > maxText) return null;
  const whole = text.trimEnd();
  const pairs: [string, string][] = [];
  token.lastIndex = 0;
  while (token.lastIndex < whole.length) {
    const [, name = "", double, single, bare] = token.exec(whole) ?? [];
    const value = double ?? single ?? bare;
    if (value === undefined) return null;
    pairs.push([name, value]);
  }
  const names = new Set(pairs.map(([name]) => name));
  return pairs.length > 0 && names.size === pairs.length ? pairs : null;
}
