import { type Automaton, buildAutomaton } from "./secret-automaton.ts";

/** A stretch of the stream, from `start` up to but not including `end`, that holds a secret. */
export interface SecretSpan {
  readonly start: number;
  end: number;
}

/** Finds secrets in a stream of bytes, over the borders of its chunks. */
export interface SecretScanner {
  /** Scans the next chunk; offsets count from the scanner's start. */
  push(chunk: Uint8Array): void;
  /** No span found later begins before this offset. */
  readonly settled: number;
  /** Merged spans in order, growing as the scan proceeds; the owner removes those it has used. */
  readonly spans: SecretSpan[];
}

/** Knows some secrets and the ways they are commonly written. */
export interface Redactor {
  redactText(text: string): string;
  createScanner(startOffset: number): SecretScanner;
}

/** What stands in a secret's place. */
export const redactionMark = "[redacted]";

/** Shorter texts would match everywhere and by that give themselves away. */
const shortestSecret = 4;
const shortestLine = 6;
const shortestCore = 6;
/** From here on, in characters, only the likely writings are looked for: each costs memory. */
const longSecret = 512;
const pieceLength = 64;

/**
 * Knows each secret as it is, as quoted text of several languages and URL text, in hexadecimal and in base64 at any
 * alignment; of a multi-line secret also each line. Secrets under four characters are left alone.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const automaton = buildAutomaton(patternsFor(secrets));
  return {
    redactText: (text) => (automaton ? redactWhole(automaton, text) : text),
    createScanner: (startOffset) => new AutomatonScanner(automaton, startOffset),
  };
}

/** Makes redactors and keeps the newest: what knows the same secrets as the last need not be made again. */
export function keepRedactor(): (secrets: readonly string[]) => Redactor {
  let kept: { readonly secrets: readonly string[]; readonly redactor: Redactor } | null = null;
  return (secrets) => {
    const isSame =
      kept?.secrets.length === secrets.length &&
      kept.secrets.every((one, at) => one === secrets[at]);
    if (kept === null || !isSame)
      kept = { secrets: [...secrets], redactor: createRedactor(secrets) };
    return kept.redactor;
  };
}

/** All byte patterns to look for, without duplicates. */
function patternsFor(secrets: readonly string[]): Buffer[] {
  const texts = new Set<string>();
  for (const secret of secrets) {
    if (secret.trim().length < shortestSecret) continue;
    for (const text of writings(secret)) texts.add(text);
  }
  return [...texts].map((text) => Buffer.from(text, "utf8"));
}

function writings(secret: string): string[] {
  const trimmed = secret.trim();
  const lines = trimmed
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.length >= shortestLine);
  const own = trimmed.includes("\n") ? lines : [];
  const plain = [
    secret,
    trimmed,
    ...own,
    ...quotedWritings(trimmed),
    ...own.flatMap(quotedWritings),
  ];
  const contents = [trimmed, `${trimmed}\n`].map((text) => Buffer.from(text));
  const base64 = contents.flatMap(base64Writings);
  if (trimmed.length > longSecret)
    return inPieces([...plain, ...own.flatMap(urlWritings), ...base64]);
  const hex = Buffer.from(trimmed).toString("hex");
  const lineWritings = own.flatMap((line) => [
    ...urlWritings(line),
    ...base64Writings(Buffer.from(line)),
  ]);
  return inPieces([
    ...[...plain, ...urlWritings(trimmed), ...base64, ...lineWritings],
    ...[hex, hex.toUpperCase()],
  ]);
}

/** As text stands inside quotes: of JSON (once and within JSON, with and without ASCII only), Python, YAML, a shell, HTML. */
function quotedWritings(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const ascii = json.replace(/[\u007f-\uffff]/g, unicodeCode);
  const python = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  return [
    ...[json, ascii].flatMap((form) => [form, JSON.stringify(form).slice(1, -1)]),
    ...[python, python.replaceAll("'", "\\'"), text.replaceAll("'", "''")],
    ...[text.replaceAll("'", "'\\''"), text.replaceAll("'", `'"'"'`)],
    ...[htmlText(text), htmlText(text).replaceAll('"', "&quot;").replaceAll("'", "&#39;")],
    htmlText(text).replaceAll('"', "&#34;").replaceAll("'", "&#x27;"),
  ];
}

const unicodeCode = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

function htmlText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function urlWritings(text: string): string[] {
  const url = encodeURIComponent(text);
  const strict = url.replace(/[!'()*]/g, hexCode);
  return [url, strict].flatMap((form) => [
    form,
    form.replaceAll("%20", "+"),
    form.replaceAll("%2F", "/"),
    form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  ]);
}

const hexCode = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

/** Long texts as neighbouring pieces: side by side they cover the same bytes. */
function inPieces(texts: readonly string[]): string[] {
  return texts.filter((text) => text.length >= shortestSecret).flatMap(splitLong);
}

function splitLong(text: string): string[] {
  if (text.length <= longSecret) return [text];
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from += pieceLength) {
    // A remainder too short to be looked for alone stays with the piece before it.
    const isLast = text.length - from - pieceLength < shortestCore;
    pieces.push(isLast ? text.slice(from) : text.slice(from, from + pieceLength));
    if (isLast) break;
  }
  return pieces;
}

/** The characters that any base64 text containing the bytes must hold, per alignment, alphabet and line width. */
function base64Writings(content: Buffer): string[] {
  const cores = [0, 1, 2].flatMap((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), content]).toString("base64");
    const from = Math.ceil((shift * 8) / 6);
    const to = Math.floor(((shift + content.length) * 8) / 6);
    return [shifted.slice(from, to)];
  });
  const whole = content.toString("base64");
  const wrapped = [64, 76].flatMap((width) =>
    whole.length > width ? (whole.match(new RegExp(`.{1,${width}}`, "g")) ?? []) : [],
  );
  const all = [whole, ...cores, ...wrapped].filter((text) => text.length >= shortestCore);
  return all.flatMap((text) => [text, text.replaceAll("+", "-").replaceAll("/", "_")]);
}

class AutomatonScanner implements SecretScanner {
  readonly spans: SecretSpan[] = [];
  settled: number;
  private readonly automaton: Automaton | null;
  private state = 0;
  private offset: number;

  constructor(automaton: Automaton | null, startOffset: number) {
    this.automaton = automaton;
    this.offset = startOffset;
    this.settled = startOffset;
  }

  push(chunk: Uint8Array): void {
    if (this.automaton) this.scan(this.automaton, chunk);
    this.offset += chunk.length;
    this.settled = this.offset - (this.automaton?.depth[this.state] ?? 0);
  }

  private scan({ classes, width, next, match }: Automaton, chunk: Uint8Array): void {
    let state = this.state;
    for (let index = 0; index < chunk.length; index++) {
      state = next[state * width + (classes[chunk[index] as number] as number)] as number;
      const length = match[state] as number;
      if (length > 0) this.mark(this.offset + index + 1, length);
    }
    this.state = state;
  }

  private mark(end: number, length: number): void {
    let start = end - length;
    let last = this.spans.at(-1);
    while (last && last.end >= start) {
      start = Math.min(start, last.start);
      this.spans.pop();
      last = this.spans.at(-1);
    }
    this.spans.push({ start, end });
  }
}

function redactWhole(automaton: Automaton, text: string): string {
  const bytes = Buffer.from(text, "utf8");
  const scanner = new AutomatonScanner(automaton, 0);
  scanner.push(bytes);
  return scanner.spans.length === 0 ? text : maskSpans(bytes, 0, scanner.spans);
}

/** The bytes as text, with a mark in place of every span that touches them. `offset` is where they begin. */
export function maskSpans(bytes: Buffer, offset: number, spans: readonly SecretSpan[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const { start, end } of spans) {
    const from = Math.max(start - offset, position);
    const to = Math.min(end - offset, bytes.length);
    if (from >= bytes.length || to <= position) continue;
    parts.push(bytes.toString("utf8", position, from), redactionMark);
    position = to;
  }
  parts.push(bytes.toString("utf8", position));
  return parts.join("");
}
