import type { ScanWarning, ServiceCheck } from "#server/contracts/playbook.ts";
import { type Verb, verbSchema } from "#server/contracts/request.ts";
import { readCheckLine } from "./check-line.ts";

/** What an owner says about a playbook or role in its header comments, `chiffon:key=value`, one a line. */
export interface ChiffonMetadata {
  readonly service: string | null;
  readonly actions: readonly Verb[];
  readonly aliases: readonly string[];
  readonly description: string | null;
  readonly idempotent: boolean | null;
  readonly seconds: number | null;
  readonly checks: readonly ServiceCheck[];
  readonly note: string | null;
  /** Worth an external model although it is simple. */
  readonly highValue: boolean;
}

const linePattern = /^\s*chiffon:([a-z_]+)\s*=\s*(.*?)\s*$/;

/** Reads the metadata of header comments; what it does not know becomes a warning. */
export function readMetadata(
  path: string,
  header: readonly string[],
): { metadata: ChiffonMetadata; warnings: ScanWarning[] } {
  const warnings: ScanWarning[] = [];
  const values = new Map<string, string[]>();
  for (const text of header) {
    const match = linePattern.exec(text);
    if (match === null) continue;
    const key = match[1] ?? "";
    values.set(key, [...(values.get(key) ?? []), match[2] ?? ""]);
  }
  const warn = (message: string): void => void warnings.push({ path, line: null, message });
  for (const key of values.keys()) {
    if (!knownKeys.has(key))
      warn(`chiffon:${key} is not known; it is one of ${[...knownKeys].join(", ")}.`);
  }
  const last = (key: string): string | null => values.get(key)?.at(-1) || null;
  const list = (key: string): string[] =>
    (values.get(key) ?? []).flatMap((value) => splitList(value));
  return {
    metadata: {
      service: last("service"),
      actions: list("action").flatMap((word) => {
        const verb = verbSchema.safeParse(word.toLowerCase());
        if (!verb.success) warn(`chiffon:action=${word} is not known; it is one of ${verbs}.`);
        return verb.success ? [verb.data] : [];
      }),
      aliases: [...list("aliases"), ...list("alias")].slice(0, 50),
      description: last("description"),
      idempotent: flagOf(last("idempotent")),
      seconds: secondsOf(last("seconds")),
      checks: (values.get("check") ?? []).flatMap((value) => readCheck(value, warn)),
      note: last("note"),
      highValue: isHigh(last("value"), warn),
    },
    warnings,
  };
}

const knownKeys: ReadonlySet<string> = new Set([
  "service",
  "action",
  "alias",
  "aliases",
  "description",
  "idempotent",
  "seconds",
  "check",
  "note",
  "value",
]);
const verbs = verbSchema.options.join(", ");

function splitList(value: string): string[] {
  return value
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}

function isHigh(value: string | null, warn: (message: string) => void): boolean {
  if (value !== null && !/^(?:high|normal)$/i.test(value))
    warn(`chiffon:value=${value} is not known; it is high or normal.`);
  return /^high$/i.test(value ?? "");
}

function flagOf(value: string | null): boolean | null {
  if (value === null) return null;
  return /^(true|yes|1|on)$/i.test(value);
}

function secondsOf(value: string | null): number | null {
  const seconds = Number(value ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(86_400, Math.ceil(seconds)) : null;
}

function readCheck(value: string, warn: (message: string) => void): ServiceCheck[] {
  const check = readCheckLine(value);
  if (!("problem" in check)) return [check];
  warn(check.problem);
  return [];
}
