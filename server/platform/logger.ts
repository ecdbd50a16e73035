import pino, { type Logger } from "pino";
import { currentTraceId } from "./trace.ts";

export type { Logger };

const redactedPaths = [
  "password",
  "token",
  "cookie",
  "authorization",
  "*.password",
  "*.token",
  "req.headers.cookie",
  "req.headers.authorization",
];

/**
 * A structured logger on standard output or in a file, one JSON object a line.
 * Messages are static; ids and figures go into fields, the trace's of itself. Credentials are redacted by field name.
 */
export function createLogger(process: string, level = "info", file?: string): Logger {
  return pino(
    {
      level,
      base: { process },
      redact: { paths: redactedPaths, censor: "[redacted]" },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: traceOf,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination(file === undefined ? 1 : { dest: file, mkdir: true, sync: true }),
  );
}

/** Lines of one trace are found by its id, whichever process wrote them. */
function traceOf(): object {
  const traceId = currentTraceId();
  return traceId === null ? {} : { traceId };
}
