// The target of every npm script: does the missing set-up, then runs the command. Node built-ins only, since it runs
// before anything is installed; and no npm pre-scripts, whose output would spoil commands that print JSON.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { compileIfStale } from "./compile/compile-if-stale.mjs";
import { dataDirOf, prepareDataDir } from "./setup/data-dir.mjs";
import { installNodePackages, nodePackagesAreStale } from "./setup/node-packages.mjs";
import { tryProcessLock } from "./setup/process-lock.mjs";
import { explain, SetupError, say } from "./setup/say.mjs";
import { installSystemPackages } from "./setup/system-packages.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const typescript = (file, ...args) => ["--import", "tsx", file, ...args];

/**
 * What each name runs with this Node. `needs`: which system packages must be there first.
 * `start` stays in this process, so that one Ctrl-C is one signal.
 * @type {Record<string, {
 *   node?: string[], needs?: "run" | "tests", env?: Record<string, string>, inProcess?: boolean, args?: string[]
 * }>}
 */
const TARGETS = {
  start: { inProcess: true, needs: "run", env: { NODE_ENV: "production" } },
  dev: { inProcess: true, needs: "run", args: ["--dev"] },
  build: {
    node: ["node_modules/next/dist/bin/next", "build"],
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  },
  unit: {
    node: ["node_modules/vitest/vitest.mjs", "run", "--project", "unit", "--project", "dom"],
  },
  integration: {
    node: ["node_modules/vitest/vitest.mjs", "run", "--project", "integration"],
    needs: "tests",
  },
  e2e: { node: ["node_modules/@playwright/test/cli.js", "test"], needs: "tests" },
  check: { node: typescript("scripts/check.mjs") },
  test: { node: typescript("scripts/test.mjs"), needs: "tests" },
  torture: { node: typescript("scripts/torture/main.ts"), needs: "tests" },
  bench: { node: typescript("scripts/bench/main.ts"), needs: "tests" },
  verify: { node: typescript("scripts/verify.ts") },
  admin: { node: typescript("scripts/admin.ts") },
  match: { node: typescript("scripts/match.ts") },
  eval: { node: typescript("scripts/eval.ts") },
  train: { node: typescript("scripts/train.ts") },
  scan: { node: typescript("scripts/scan.ts") },
  suggest: { node: typescript("scripts/suggest.ts"), needs: "run" },
  scaffold: { node: typescript("scripts/scaffold.ts"), needs: "run" },
  route: { node: typescript("scripts/route.ts") },
  mcp: { node: typescript("scripts/mcp.ts") },
  "migrate:author": { node: typescript("scripts/migrate-author.mjs") },
  format: { node: ["node_modules/@biomejs/biome/bin/biome", "check", "--write", "."] },
  docs: { node: typescript("scripts/docs.ts") },
  setup: { needs: "tests" },
};

async function main([name, ...args]) {
  const target = Object.hasOwn(TARGETS, name ?? "") ? TARGETS[name] : null;
  if (!target) {
    say(`Usage: npm run NAME, one of: ${Object.keys(TARGETS).join(", ")}`);
    return 2;
  }
  assertNodeVersion();
  process.chdir(ROOT);
  // Settings may live in a file; what the shell sets wins.
  if (existsSync(".env")) process.loadEnvFile(".env");
  await setUp(target);
  Object.assign(process.env, target.env);
  if (target.inProcess) return startInProcess([...(target.args ?? []), ...args]);
  return target.node ? runNode([...target.node, ...args]) : 0;
}

function assertNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(
    `Node ${process.versions.node} is too old: 20.19 or newer is needed (22 or 24 advised). See https://nodejs.org`,
  );
}

async function setUp({ needs }) {
  if (nodePackagesAreStale(ROOT)) {
    const release = await lockSetUp();
    try {
      installNodePackages(ROOT);
    } finally {
      release();
    }
  }
  if (!needs) return;
  const dataDir = dataDirOf(process.env);
  if (needs === "run") prepareDataDir(dataDir);
  await installSystemPackages({ root: ROOT, dataDir, withTests: needs === "tests" });
}

/** One set-up at a time: two npm processes in one node_modules would ruin it. */
async function lockSetUp() {
  const file = path.join(ROOT, ".chiffon/setup.lock");
  let hasToldWhy = false;
  for (;;) {
    const { release, heldBy } = tryProcessLock(file);
    if (release) return release;
    if (!hasToldWhy) say(`Waiting for the set-up that process ${heldBy} is doing…`);
    hasToldWhy = true;
    await delay(200);
  }
}

/** As little in memory as can be: only development brings the TypeScript compiler along. */
async function startInProcess(args) {
  if (args.includes("--dev")) {
    const { register } = await import("tsx/esm/api");
    register();
    const { main: start } = await import("./start.mjs");
    return start(args);
  }
  const compiledIn = await compileIfStale(ROOT);
  const { main: start } = await import(path.join(ROOT, compiledIn, "start.js"));
  return start(args, compiledIn);
}

/** Runs Node directly, so that signals reach the command and its exit code reaches the caller. */
function runNode(args) {
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  // On a terminal Ctrl-C already reaches every process of the group; forwarding it would make it two.
  const isOnTerminal = process.stdin.isTTY || process.stderr.isTTY;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (signal !== "SIGINT" || !isOnTerminal) child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    say(explain(error));
    process.exit(1);
  },
);
