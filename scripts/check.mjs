// The habit before every commit: format and lint, types, unit + architecture + docs tests, dead code. Side by side,
// because each is quick and the slowest decides; one line a check, its output only when it fails.
import { spawn } from "node:child_process";

const node = (...args) => [process.execPath, args];
const checks = {
  "format + lint": node(
    "node_modules/@biomejs/biome/bin/biome",
    "check",
    "--error-on-warnings",
    ".",
  ),
  // The second time it reads again only what changed.
  types: node(
    ...["node_modules/typescript/bin/tsc", "--noEmit", "-p", ".", "--incremental"],
    ...["--tsBuildInfoFile", "node_modules/.cache/check.tsbuildinfo"],
  ),
  tests: node(
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    "unit",
    "--project",
    "dom",
    "--silent=passed-only",
  ),
  "dead code": node("node_modules/knip/bin/knip.js", "--no-progress", "--cache"),
};

/** Runs one check; resolves with its exit code and everything it printed. */
function run([command, args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: { ...process.env, FORCE_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: 1, output: String(error) }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

const startedAt = performance.now();
const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
const results = await Promise.all(
  Object.entries(checks).map(async ([name, command]) => {
    const result = await run(command);
    process.stdout.write(`${result.code === 0 ? "ok  " : "FAIL"} ${name} (${seconds()} s)\n`);
    return { name, ...result };
  }),
);
const failed = results.filter((result) => result.code !== 0);
for (const { name, output } of failed) process.stdout.write(`\n── ${name} ──\n${output}\n`);
process.stdout.write(
  `${failed.length === 0 ? "check passed" : `check failed: ${failed.map(({ name }) => name).join(", ")}`} in ${seconds()} s\n`,
);
process.exit(failed.length === 0 ? 0 : 1);
