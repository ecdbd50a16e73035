import { connect } from "node:net";
import type { CheckResult, PlanTask } from "#server/contracts/plan.ts";
import type { ServiceCheck } from "#server/contracts/playbook.ts";

const attemptTimeoutMs = 3_000;
const pauseMs = 500;

/** Checks of one task that are made at once: those of many hosts must not wait for each other's time limits. */
const atOnce = 16;

/**
 * Runs a task's checks, several at once, until each passes or its time is up. HTTP passes on any answer below 500; TCP on
 * a connection. Bodies are not read. What could not be resolved is not made.
 *
 * @returns the results in the checks' order
 */
export async function runChecks(
  { taskKey, checks }: Pick<PlanTask, "taskKey" | "checks">,
  signal: AbortSignal,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (let from = 0; from < checks.length; from += atOnce) {
    const batch = checks.slice(from, from + atOnce);
    results.push(
      ...(await Promise.all(
        batch.map((check) =>
          check.unresolved === undefined
            ? runCheck(taskKey, check, signal)
            : notMade(taskKey, check.target, check.unresolved),
        ),
      )),
    );
  }
  return results;
}

function notMade(taskKey: string, target: string, why: string): CheckResult {
  return { taskKey, target, ok: false, isUnresolved: true, message: why, durationMs: 0 };
}

async function runCheck(
  taskKey: string,
  check: ServiceCheck,
  signal: AbortSignal,
): Promise<CheckResult> {
  const started = Date.now();
  const deadline = started + check.timeoutSeconds * 1000;
  let message = "not tried";
  while (Date.now() < deadline && !signal.aborted) {
    const attempt =
      check.kind === "http" ? await tryHttp(check.target, signal) : await tryTcp(check.target);
    message = attempt.message;
    if (attempt.ok)
      return { taskKey, target: check.target, ok: true, message, durationMs: Date.now() - started };
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return { taskKey, target: check.target, ok: false, message, durationMs: Date.now() - started };
}

type Attempt = { readonly ok: boolean; readonly message: string };

async function tryHttp(target: string, signal: AbortSignal): Promise<Attempt> {
  try {
    const response = await fetch(target, {
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(attemptTimeoutMs)]),
    });
    await response.body?.cancel();
    return { ok: response.status < 500, message: `answered ${response.status}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      ok: false,
      message: cause instanceof Error ? cause.message.slice(0, 200) : "no answer",
    };
  }
}

function tryTcp(target: string): Promise<Attempt> {
  const [, host, port] = target.match(/^(?:tcp:\/\/)?\[?([^\]/]+?)\]?:(\d{1,5})$/) ?? [];
  if (host === undefined || port === undefined)
    return Promise.resolve({ ok: false, message: "not a host:port" });
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: attemptTimeoutMs });
    const end = (attempt: Attempt) => {
      socket.destroy();
      resolve(attempt);
    };
    socket.once("connect", () => end({ ok: true, message: "connected" }));
    socket.once("timeout", () => end({ ok: false, message: "no answer" }));
    socket.once("error", (error) => end({ ok: false, message: error.message.slice(0, 200) }));
  });
}
