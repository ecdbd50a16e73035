import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

const record = "node_modules/.cache/check-tests.json";

/**
 * The hash of each file that Git tracks or would: contents, not commits, so that a change that is taken back counts as one.
 *
 * @returns {Map<string, string>} by path in the repository
 */
export function hashFiles() {
  const listed = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  const files = listed.split("\0").filter((file) => file !== "" && isFile(file));
  return new Map(files.map((file) => [file, hashOf(file)]));
}

function isFile(file) {
  return existsSync(file) && statSync(file).isFile();
}

function hashOf(file) {
  return createHash("sha256").update(readFileSync(file)).digest("base64url");
}

/** What else decides how tests end: another Node starts anew. */
const surroundings = `${process.version} ${process.platform}`;

/** What was there when all tests were green last; null when nothing can be said. */
export function readLastGreen() {
  try {
    const { in: where, files } = JSON.parse(readFileSync(record, "utf8"));
    return where === surroundings ? new Map(files) : null;
  } catch {
    return null; // None yet, or half written: then all tests run.
  }
}

/** @param {Map<string, string>} files taken before the tests started, so that what changed meanwhile runs again */
export function keepAsGreen(files) {
  mkdirSync(path.dirname(record), { recursive: true });
  writeFileSync(`${record}.new`, JSON.stringify({ in: surroundings, files: [...files] }));
  renameSync(`${record}.new`, record);
}
