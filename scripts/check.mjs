// The habit before every commit: format and lint, types, unit + architecture + docs tests, dead code. Side by side,
// because each is quick and the slowest decides; one line a check, its output only when it fails. Of the tests, those
// that something could have changed for since they were green last; `--all` runs every one.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { chooseTests } from "./check/choose-tests.mjs";
import { hashFiles, keepAsGreen, readLastGreen } from "./check/last-green.mjs";

const node = (...args) => [process.execPath, args];
const files = hashFiles();
const choice = process.argv.includes("--all")
  ? { all: "--all was given" }
  : chooseTests(readLastGreen(), files, (file) => readFileSync(file, "utf8"));
const ran = "node_modules/.cache/check-ran.json";
mkdirSync("node_modules/.cache", { recursive: true });
const checks = {
  "format + lint": node(
    "node_modules/@biomejs/biome/bin/biome",
    "check",
    "--error-on-warnings",
    ".",
  ),
  // By the native compiler, in a tenth of the time; what reads the compiler's own interface (dependency-cruiser, knip,
  // Next) still needs the one before. The second time it reads again only what changed.
  types: node(
    ...["node_modules/typescript-native/bin/tsc", "--noEmit", "-p", ".", "--incremental"],
    ...["--tsBuildInfoFile", "node_modules/.cache/check.tsbuildinfo"],
  ),
  tests: node(
    "node_modules/vitest/vitest.mjs",
    ...("all" in choice ? ["run"] : ["related", "--run", "--passWithNoTests"]),
    ...["--project", "unit", "--project", "dom", "--silent=passed-only"],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${ran}`],
    ...("all" in choice ? [] : choice.changed),
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

/** How many test files ran, and why not the others. */
function testsInWords() {
  if ("all" in choice) return `all test files, since ${choice.all}`;
  const total = [...files.keys()].filter(
    (file) => /\.test\.tsx?$/.test(file) && !file.endsWith(".int.test.ts"),
  ).length;
  const left = total - JSON.parse(readFileSync(ran, "utf8")).testResults.length;
  return `${left} of ${total} test files left out: nothing they use changed since they were green; --all runs them`;
}

const startedAt = performance.now();
const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
const results = await Promise.all(
  Object.entries(checks).map(async ([name, command]) => {
    const result = await run(command);
    const isGreen = result.code === 0;
    if (name === "tests" && isGreen) keepAsGreen(files);
    const more = name === "tests" && isGreen ? `: ${testsInWords()}` : "";
    process.stdout.write(`${isGreen ? "ok  " : "FAIL"} ${name} (${seconds()} s)${more}\n`);
    return { name, ...result };
  }),
);
const failed = results.filter((result) => result.code !== 0);
for (const { name, output } of failed) process.stdout.write(`\n── ${name} ──\n${output}\n`);
process.stdout.write(
  `${failed.length === 0 ? "check passed" : `check failed: ${failed.map(({ name }) => name).join(", ")}`} in ${seconds()} s\n`,
);
process.exit(failed.length === 0 ? 0 : 1);
