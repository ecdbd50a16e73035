import { createHmac, timingSafeEqual } from "node:crypto";
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { type RunEvent, runEventSchema } from "#server/contracts/runner.ts";
import type { Redactor } from "./redactor.ts";
import { readNonce, runPaths } from "./run-directory.ts";

const newline = 10;
const markLength = 32;

/** Longest event line that is read, in bytes. */
export const eventCapBytes = 1024 * 1024;

/** Reads the callback's signed lines, over the borders of chunks. Lines without a valid mark or order are dropped. */
export class EventLines {
  private readonly key: string;
  private readonly redactor: Redactor;
  private rest: Buffer = Buffer.alloc(0);
  private isOversized = false;
  private offset: number;
  /** Ordinal of the newest event. */
  lastOrdinal: number;
  /** Lines that were oversized, unsigned, malformed or repeated. */
  dropped = 0;
  /** Offset behind the last complete line. */
  nextOffset: number;

  constructor(
    { key, redactor }: { key: string; redactor: Redactor },
    from: { offset: number; lastOrdinal: number },
  ) {
    this.key = key;
    this.redactor = redactor;
    this.offset = from.offset;
    this.nextOffset = from.offset;
    this.lastOrdinal = from.lastOrdinal;
  }

  /** Takes the next bytes and returns the events that are complete. */
  push(chunk: Buffer): RunEvent[] {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    const events: RunEvent[] = [];
    const base = this.offset - this.rest.length;
    let position = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, position)) {
      const event = this.isOversized ? null : this.read(bytes.subarray(position, end));
      if (event) events.push(event);
      else this.dropped += 1;
      this.isOversized = false;
      position = end + 1;
      this.nextOffset = base + position;
    }
    this.offset += chunk.length;
    const rest = bytes.subarray(position);
    if (rest.length > eventCapBytes) this.isOversized = true;
    this.rest = this.isOversized ? Buffer.alloc(0) : Buffer.from(rest);
    return events;
  }

  private read(line: Buffer): RunEvent | null {
    if (line.length > eventCapBytes || line[markLength] !== 32) return null;
    const body = line.subarray(markLength + 1);
    const expected = createHmac("sha256", this.key).update(body).digest("hex").slice(0, markLength);
    if (!timingSafeEqual(line.subarray(0, markLength), Buffer.from(expected))) return null;
    const event = parseEvent(body);
    if (!event || event.n <= this.lastOrdinal) return null;
    this.lastOrdinal = event.n;
    return redactEvent(event, this.redactor);
  }
}

function parseEvent(body: Buffer): RunEvent | null {
  try {
    return runEventSchema.safeParse(JSON.parse(body.toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}

/** Every free text of the event without secrets, and within the schema's bounds after the marks went in. */
function redactEvent(event: RunEvent, redactor: Redactor): RunEvent {
  const clean = (text: string, limit: number) =>
    redactor.redactText(text).replaceAll("\0", "\uFFFD").slice(0, limit);
  switch (event.type) {
    case "play.started":
    case "ansibleTask.started":
      return { ...event, name: clean(event.name, 1000) };
    case "host.result": {
      const ansibleTask = clean(event.ansibleTask, 1000);
      const message = clean(event.message, 5000);
      const diff = event.diff === undefined ? {} : { diff: clean(event.diff, 20_000) };
      return { ...event, ansibleTask, message, ...diff };
    }
    case "warning":
      return { ...event, message: clean(event.message, 5000) };
    case "check.result":
      return { ...event, message: clean(event.message, 1000) };
    case "checks.started":
    case "stats":
      return event;
  }
}

const readChunkBytes = 1024 * 1024;

/** All trustworthy events of a run so far, redacted, without diffs: what its outcome is decided from. */
export function readRunEvents(
  runDir: string,
  redactor: Redactor,
): { events: RunEvent[]; dropped: number } {
  const key = readNonce(runDir);
  const path = runPaths(runDir).events;
  if (key === null || !existsSync(path)) return { events: [], dropped: 0 };
  const lines = new EventLines({ key, redactor }, { offset: 0, lastOrdinal: 0 });
  const events: RunEvent[] = [];
  const file = openSync(path, "r");
  try {
    const chunk = Buffer.alloc(readChunkBytes);
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      for (const event of lines.push(chunk.subarray(0, read))) events.push(withoutDiff(event));
    }
  } finally {
    closeSync(file);
  }
  return { events, dropped: lines.dropped };
}

function withoutDiff(event: RunEvent): RunEvent {
  if (event.type !== "host.result") return event;
  const { diff: _left, ...rest } = event;
  return rest;
}
