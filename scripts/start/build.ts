import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { tryProcessLock } from "#scripts/setup/process-lock.mjs";
import { SetupError } from "#scripts/setup/say.mjs";
import { timedLine } from "./announce.ts";

/** What ends up in the browser or in a route handler. */
const SOURCES = [
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
  if (readStamp(root) === hashSources(root)) return false;
  const release = await lockBuild(root);
  try {
    const sources = hashSources(root);
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

/** A hash over names and contents of everything a build reads. Tests don't count. */
export function hashSources(root: string): string {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const file of listFiles(path.join(root, source))) {
      hash.update(`${path.relative(root, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

function listFiles(at: string): string[] {
  if (!existsSync(at)) return [];
  if (!statSync(at).isDirectory()) return [at];
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
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
