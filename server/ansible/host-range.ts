const maxExpanded = 5_000;

/**
 * Expands Ansible's host ranges: `web[01:03]` gives web01, web02, web03; `db[a:c]` letters; `[0:10:2]` a step.
 * A range that is not valid stays as text. At most 5,000 names come out.
 */
export function expandHostRange(pattern: string): string[] {
  const match = /\[([0-9]+|[A-Za-z]):([0-9]+|[A-Za-z])(?::(\d+))?\]/.exec(pattern);
  if (match === null) return [pattern];
  const [whole, from = "", to = "", stepText] = match;
  const values = rangeValues(from, to, Math.max(1, Number(stepText ?? 1)));
  if (values === null) return [pattern];
  const before = pattern.slice(0, match.index);
  const after = pattern.slice(match.index + whole.length);
  const expanded: string[] = [];
  for (const value of values) {
    for (const rest of expandHostRange(after)) {
      expanded.push(`${before}${value}${rest}`);
      if (expanded.length >= maxExpanded) return expanded;
    }
  }
  return expanded;
}

function rangeValues(from: string, to: string, step: number): string[] | null {
  if (/^\d+$/.test(from) && /^\d+$/.test(to)) {
    const width = from.startsWith("0") ? from.length : 0;
    return steps(Number(from), Number(to), step, (value) => String(value).padStart(width, "0"));
  }
  if (/^[A-Za-z]$/.test(from) && /^[A-Za-z]$/.test(to)) {
    return steps(from.charCodeAt(0), to.charCodeAt(0), step, (value) => String.fromCharCode(value));
  }
  return null;
}

function steps(
  from: number,
  to: number,
  step: number,
  print: (value: number) => string,
): string[] | null {
  if (to < from) return null;
  const values: string[] = [];
  for (let value = from; value <= to && values.length < maxExpanded; value += step) {
    values.push(print(value));
  }
  return values;
}
