import type { HostCheckResult, RunEvent } from "#server/contracts/runner.ts";

/** What a run told of its checks on hosts. */
export interface ToldChecks {
  /** When the playbook itself had ended well, in milliseconds of the wall clock. */
  readonly beganAtMs: number;
  readonly results: HostCheckResult[];
}

/** The checks of a run, or null where it came to none. */
export function checksIn(events: readonly RunEvent[]): ToldChecks | null {
  const began = events.find((event) => event.type === "checks.started");
  if (began === undefined) return null;
  const results = events.flatMap((event) => {
    if (event.type !== "check.result" || event.n < began.n) return [];
    const { key, host, ok, isMade, message, durationMs } = event;
    return [{ key, host, ok, isMade, message, durationMs }];
  });
  return { beganAtMs: Date.parse(began.at), results };
}
