import { connect } from "node:net";
import type { CheckResult, PlanTask } from "#server/contracts/plan.ts";
import type { ServiceCheck } from "#server/contracts/playbook.ts";
import type { HostCheckResult } from "#server/contracts/runner.ts";
import { hostChecksOf, isCheckOf } from "#server/lib/host-checks.ts";
import { timeLimit } from "#server/lib/time-limit.ts";

const attemptTimeoutMs = 3_000;
const pauseMs = 500;

/** Checks of one task that are made at once: those of many hosts must not wait for each other's time limits. */
const atOnce = 16;

/** Of a body, this much is read. */
const maxBodyBytes = 256 * 1024;

/**
 * Makes a task's checks, several at once, until each passes or its time is up. Without a status of its own HTTP passes on
 * any answer below 500; no redirect is followed. TCP passes on a connection. What is made on a host was made by the run,
 * whose results are taken. What could not be resolved is not made.
 *
 * @param onHosts what the task's run told of the checks on its hosts
 * @returns the results in the checks' order
 */
export async function runChecks(
  { taskKey, checks }: Pick<PlanTask, "taskKey" | "checks">,
  signal: AbortSignal,
  onHosts: readonly HostCheckResult[] = [],
): Promise<CheckResult[]> {
  const told = resultsOf(checks, onHosts);
  const results: CheckResult[] = [];
  for (let from = 0; from < checks.length; from += atOnce) {
    const batch = checks.slice(from, from + atOnce);
    const attempts = batch.map((check) =>
      check.host === undefined || check.unresolved !== undefined
        ? runCheck(check, signal)
        : (told.get(check) ?? neverMade),
    );
    for (const [index, made] of (await Promise.all(attempts)).entries()) {
      const { kind, target, host } = batch[index] as ServiceCheck; // as many as attempts
      results.push({ taskKey, target, kind, ...(host === undefined ? {} : { host }), ...made });
    }
  }
  return results;
}

type Made = Pick<CheckResult, "ok" | "isUnresolved" | "message" | "durationMs">;

const neverMade: Made = notMade("the run ended before it");

function notMade(message: string): Made {
  return { ok: false, isUnresolved: true, message, durationMs: 0 };
}

/** Finds for each check on a host what the run told of it. */
function resultsOf(
  checks: readonly ServiceCheck[],
  told: readonly HostCheckResult[],
): ReadonlyMap<ServiceCheck, Made> {
  const groups = hostChecksOf(checks);
  const found = new Map<ServiceCheck, Made>();
  for (const check of checks) {
    const key = groups.find((group) => isCheckOf(group, check))?.key;
    const result = told.find((one) => one.key === key && one.host === check.host);
    if (result === undefined) continue;
    const { ok, isMade, message, durationMs } = result;
    found.set(
      check,
      isMade ? { ok, message, durationMs } : notMade(message || "it gave no reason"),
    );
  }
  return found;
}

async function runCheck(check: ServiceCheck, signal: AbortSignal): Promise<Made> {
  if (check.unresolved !== undefined) return notMade(check.unresolved);
  const started = Date.now();
  const deadline = started + check.timeoutSeconds * 1000;
  let message = "not tried";
  while (Date.now() < deadline && !signal.aborted) {
    const attempt =
      check.kind === "http" ? await tryHttp(check, signal) : await tryTcp(check.target);
    message = attempt.message;
    if (attempt.ok) return { ok: true, message, durationMs: Date.now() - started };
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return { ok: false, message, durationMs: Date.now() - started };
}

type Attempt = { readonly ok: boolean; readonly message: string };

async function tryHttp(
  { target, status = { from: 0, to: 499 }, bodyText }: ServiceCheck,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    const response = await fetch(target, {
      redirect: "manual",
      signal: AbortSignal.any([signal, timeLimit(attemptTimeoutMs)]),
    });
    const message = `answered ${response.status}`;
    const isExpected = response.status >= status.from && response.status <= status.to;
    if (bodyText === undefined || !isExpected) {
      await response.body?.cancel();
      return { ok: isExpected, message };
    }
    return (await readStart(response)).includes(bodyText)
      ? { ok: true, message: `${message} with the text` }
      : { ok: false, message: `${message} without the text “${bodyText}”` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      ok: false,
      message: cause instanceof Error ? cause.message.slice(0, 200) : "no answer",
    };
  }
}

/** The start of a body as text. */
async function readStart({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = body?.getReader();
  while (reader !== undefined && bytes < maxBodyBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    bytes += value.length;
  }
  await reader?.cancel();
  return Buffer.concat(parts).subarray(0, maxBodyBytes).toString("utf8");
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
