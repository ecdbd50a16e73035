// Everything that must hold: check, unit, integration, e2e, torture, with a duration per stage. Stops at nothing, so
// that one run shows every fault, and says again at the end what failed; the last line counts.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

const node = process.execPath;
const stages = [
  { name: "check", args: ["--import", "tsx", "scripts/check.mjs", "--all"] },
  {
    name: "integration",
    args: ["node_modules/vitest/vitest.mjs", "run", "--project", "integration"],
  },
  { name: "e2e", args: ["node_modules/@playwright/test/cli.js", "test"] },
  {
    name: "torture",
    args: [
      "--import",
      "tsx",
      "scripts/torture/main.ts",
      "--faults",
      "30",
      "--plans",
      "20",
      "--seed",
      String(Date.now() % 100_000),
      "--json",
    ],
  },
];
/** How Vitest, Playwright and the check name a failed test or step, the error below it, what it waited for, and where. */
const failureLine =
  /^(\s*FAIL |\s*×|\s*\d+\) \[|\s*\w*Error: |\s*(?:Locator|Expected|Received|Timeout): |\s+(?:at|❯) .*\.(?:spec|test)\.ts:\d+|\s*>\s*\d+ \|)/;
const only = process.argv
  .find((argument) => argument.startsWith("--only="))
  ?.slice("--only=".length)
  .split(",");

/** Runs one stage, its output going straight through; keeps the lines that name a failed test, and the last ones. */
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { stdio: ["inherit", "pipe", "pipe"] });
    const failures = new Set();
    let last = [];
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.pipe(to, { end: false });
      createInterface({ input: from }).on("line", (line) => {
        const text = stripVTControlCharacters(line);
        if (failureLine.test(text) && failures.size < 100) failures.add(text.trimEnd());
        last = [...last.slice(-39), text];
      });
    }
    child.on("error", () => resolve({ code: 1, failures, last }));
    child.on("close", (code) => resolve({ code: code ?? 1, failures, last }));
  });
}

const results = [];
for (const stage of stages.filter(({ name }) => only === undefined || only.includes(name))) {
  process.stdout.write(`\n━━ ${stage.name} ━━\n`);
  const startedAt = performance.now();
  const outcome = await run(stage.args);
  results.push({ ...stage, ...outcome, seconds: (performance.now() - startedAt) / 1000 });
}
for (const { name, code, failures, last } of results) {
  if (code === 0) continue;
  // What tells most comes last: a report may show no more than the end.
  process.stdout.write(
    `\n━━ what failed in ${name} ━━\n${[...last, "…", ...failures].join("\n")}\n`,
  );
}
process.stdout.write("\n");
for (const { name, code, seconds } of results) {
  process.stdout.write(
    `${code === 0 ? "ok  " : "FAIL"} ${name.padEnd(12)} ${seconds.toFixed(0).padStart(5)} s\n`,
  );
}
const failed = results.filter(({ code }) => code !== 0).length;
process.stdout.write(`stages: ${results.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
