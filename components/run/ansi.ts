/** A stretch of a line with one look. Colours are indices 0–15 of the terminal palette, or `r,g,b`. */
export interface AnsiSpan {
  readonly text: string;
  readonly color: string | null;
  readonly background: string | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

type Style = Omit<AnsiSpan, "text">;
const plain: Style = { color: null, background: null, isBold: false, isDim: false };

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: these are the characters to find and to remove
const sequence =
  /\u001b\[([0-9;:]*)m|\u001b\[[0-9;?<=>!]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[PX^_][^\u001b]*(?:\u001b\\)?|\u001b./g;
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const special =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above

/**
 * Reads a line of output. Only colours (SGR) mean anything; every other escape, control character and writing-direction
 * trick is taken out, so that output can look like nothing but output.
 */
export function parseAnsi(line: string): AnsiSpan[] {
  const spans: AnsiSpan[] = [];
  let style = plain;
  let last = 0;
  const push = (raw: string): void => {
    const text = raw.replace(unsafe, "");
    if (text !== "") spans.push({ text, ...style });
  };
  for (const match of line.matchAll(sequence)) {
    push(line.slice(last, match.index));
    last = match.index + match[0].length;
    if (match[1] !== undefined) style = applyCodes(style, match[1]);
  }
  push(line.slice(last));
  return spans;
}

/** The line without any colour: what search, copy and download use. */
export function plainText(line: string): string {
  if (!special.test(line)) return line;
  return line.replace(sequence, "").replace(unsafe, "");
}

function applyCodes(style: Style, list: string): Style {
  const codes = list.split(/[;:]/).map(Number);
  let next = style;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const { color, used } = extendedColor(codes.slice(index + 1));
      next = code === 38 ? { ...next, color } : { ...next, background: color };
      index += used;
    } else {
      next = applyCode(next, code);
    }
  }
  return next;
}

const simpleCodes: Readonly<Record<number, Partial<Style>>> = {
  0: plain,
  1: { isBold: true },
  2: { isDim: true },
  22: { isBold: false, isDim: false },
  39: { color: null },
  49: { background: null },
};

function applyCode(style: Style, code: number): Style {
  const simple = simpleCodes[code];
  if (simple) return { ...style, ...simple };
  if (code >= 30 && code <= 37) return { ...style, color: String(code - 30) };
  if (code >= 90 && code <= 97) return { ...style, color: String(code - 82) };
  if (code >= 40 && code <= 47) return { ...style, background: String(code - 40) };
  if (code >= 100 && code <= 107) return { ...style, background: String(code - 92) };
  return style;
}

function extendedColor(rest: readonly number[]): { color: string | null; used: number } {
  if (rest[0] === 5) return { color: paletteColor(rest[1] ?? 0), used: 2 };
  if (rest[0] !== 2) return { color: null, used: 1 };
  const channels = rest.slice(1, 4).map((value) => Math.max(0, Math.min(255, value || 0)));
  return { color: channels.length === 3 ? channels.join(",") : null, used: 4 };
}

function paletteColor(index: number): string {
  if (index < 16) return String(Math.max(0, index));
  if (index >= 232) {
    const grey = 8 + (Math.min(index, 255) - 232) * 10;
    return `${grey},${grey},${grey}`;
  }
  const cube = index - 16;
  const channel = (value: number): number => (value === 0 ? 0 : 55 + value * 40);
  return [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(channel).join(",");
}
