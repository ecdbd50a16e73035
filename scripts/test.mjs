// Everything that must hold: check, unit, integration, e2e, torture, with a duration per stage. Stops at nothing, so
// that one run shows every fault; the last line counts.
import { spawn } from "node:child_process";

const node = process.execPath;
const stages = [
  { name: "check", args: ["--import", "tsx", "scripts/check.mjs"] },
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
      "60",
      "--plans",
      "40",
      "--seed",
      String(Date.now() % 100_000),
      "--json",
    ],
  },
];
const only = process.argv
  .find((argument) => argument.startsWith("--only="))
  ?.slice("--only=".length)
  .split(",");

/** Runs one stage with its output going straight through. */
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { stdio: "inherit" });
    child.on("error", () => resolve(1));
    child.on("close", (code) => resolve(code ?? 1));
  });
}

const results = [];
for (const stage of stages.filter(({ name }) => only === undefined || only.includes(name))) {
  process.stdout.write(`\n━━ ${stage.name} ━━\n`);
  const startedAt = performance.now();
  const code = await run(stage.args);
  results.push({ ...stage, code, seconds: (performance.now() - startedAt) / 1000 });
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
