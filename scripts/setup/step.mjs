import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import path from "node:path";

const SHOWN_LINES = 15;
const MAX_LOG_BYTES = 5_000_000;

/** Where the output of set-up's programs goes. @param {string} root */
export function setupLog(root) {
  return path.join(root, ".chiffon/setup.log");
}

/**
 * Runs one program of set-up: a line with what it does and how long it took; its output goes to the log, whose end is
 * shown when it fails.
 *
 * @param {{
 *   title: string, log: string, command: string, args: string[], cwd?: string,
 *   env?: Record<string, string | undefined>, stdin?: "ignore" | "inherit",
 * }} step
 * @returns {{ ok: boolean, problem: string }} `problem` names the cause, the last lines of output and the log
 */
export function runStep({ title, log, command, args, cwd, env, stdin = "ignore" }) {
  const output = openLog(log);
  const startedAt = performance.now();
  process.stderr.write(`${title}… `);
  writeSync(output, `== ${title}: ${command} ${args.join(" ")}\n`);
  const before = statSync(log).size;
  try {
    const { status, error } = spawnSync(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
      stdio: [stdin, output, output],
    });
    const ok = !error && status === 0;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stderr.write(`${ok ? "" : "failed after "}${seconds} s\n`);
    if (ok) return { ok, problem: "" };
    const lines = [
      ...(error ? [`Can't run ${command}: ${error.message}`] : []),
      ...lastLines(log, before).map((line) => `  ${line}`),
      `All of its output: ${log}`,
    ];
    return { ok, problem: lines.join("\n") };
  } finally {
    closeSync(output);
  }
}

/** Steps of one set-up stand one after the other; what is very long begins anew. */
function openLog(log) {
  mkdirSync(path.dirname(log), { recursive: true });
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(log, size > MAX_LOG_BYTES ? "w" : "a");
}

function lastLines(log, from) {
  const text = readFileSync(log).subarray(from).toString();
  return text.trimEnd().split("\n").filter(Boolean).slice(-SHOWN_LINES);
}
