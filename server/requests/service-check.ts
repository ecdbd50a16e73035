import { connect } from "node:net";
import type { CheckResult, PlanTask } from "#server/contracts/plan.ts";
import type { ServiceCheck } from "#server/contracts/playbook.ts";

const attemptTimeoutMs = 3_000;
const pauseMs = 500;

/**
 * Runs a task's checks one after the other until each passes or its time is up. HTTP passes on any answer below 500;
 * TCP on a connection. Bodies are not read.
 */
export async function runChecks(task: PlanTask, signal: AbortSignal): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of task.checks) results.push(await runCheck(task.taskKey, check, signal));
  return results;
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
