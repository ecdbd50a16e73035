import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { tryProcessLock } from "#scripts/setup/process-lock.mjs";
import { SetupError } from "#scripts/setup/say.mjs";
import { hashSources } from "#scripts/setup/source-hash.mjs";
import { timedLine } from "./announce.ts";

/** What ends up in the browser or in a route handler. */
export const SOURCES = [
  "app",
  "components",
  "server",
  "public",
  "prisma/schema.prisma",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];
const STAMP = ".next/chiffon-build";
const LAST_LINES = 40;

/**
 * Builds the user interface where its sources changed since the last finished build; returns whether it had to.
 * One build at a time for a checkout: a second caller waits and then finds it done.
 *
 * @throws SetupError with the end of the build's output
 */
export async function buildIfStale(root: string, log: (line: string) => void): Promise<boolean> {
  if (readStamp(root) === hashSources(root, SOURCES)) return false;
  const release = await lockBuild(root);
  try {
    const sources = hashSources(root, SOURCES);
    if (readStamp(root) === sources) return false;
    log("building the user interface (10–30 s, only after changes)…");
    rmSync(path.join(root, STAMP), { force: true });
    const startedAt = performance.now();
    await runNextBuild(root);
    log(timedLine("user interface built", startedAt));
    writeFileSync(path.join(root, STAMP), sources);
    return true;
  } finally {
    release();
  }
}

function readStamp(root: string): string | null {
  const file = path.join(root, STAMP);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

async function lockBuild(root: string): Promise<() => void> {
  for (;;) {
    const { release } = tryProcessLock(path.join(root, ".chiffon/build.lock"));
    if (release) return release;
    await delay(250);
  }
}

async function runNextBuild(root: string): Promise<void> {
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const keep = (chunk: Buffer) => {
    lines.push(...chunk.toString().split("\n"));
    lines.splice(0, lines.length - LAST_LINES);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new SetupError(`The user interface does not build:\n${lines.join("\n")}`);
}
