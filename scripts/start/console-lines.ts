/** One line of a process's output, and whether the person at the terminal should see it. */
export interface ConsoleLine {
  isForConsole: boolean;
  text: string;
}

const SHOWN_LEVELS = new Set(["warn", "error", "fatal"]);
/** What surrounds the one telling line of a crash: stack frames, source excerpts, Node's signature. */
const CRASH_DETAIL = /^\s|^$|^node:|^file:|^\}|^Node\.js v/;

/**
 * Decides what of a process's output reaches the console: warnings and errors of its structured log, and whatever it
 * writes to stderr that is no structured log at all (the message of a crash, not its stack). All of it goes to its file.
 */
export function readOutputLine(stream: "stdout" | "stderr", line: string): ConsoleLine {
  const entry = parseLogEntry(line);
  if (!entry) return { isForConsole: stream === "stderr" && !CRASH_DETAIL.test(line), text: line };
  return { isForConsole: SHOWN_LEVELS.has(entry.level), text: summarise(entry) };
}

interface LogEntry {
  level: string;
  msg: string;
  reason: string | null;
}

function parseLogEntry(line: string): LogEntry | null {
  if (!line.startsWith("{")) return null;
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== "object" || entry === null || !("level" in entry)) return null;
    const msg = "msg" in entry ? String(entry.msg) : "";
    return {
      level: String(entry.level),
      msg,
      reason: "err" in entry ? messageOf(entry.err) : null,
    };
  } catch {
    return null;
  }
}

function messageOf(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("message" in error)) return null;
  return String(error.message);
}

function summarise({ level, msg, reason }: LogEntry): string {
  return `${level}: ${msg}${reason ? ` (${reason})` : ""}`;
}
