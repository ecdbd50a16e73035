import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/**
 * A hash over names and contents of everything in `sources` (files and folders within `root`). Tests don't count.
 *
 * @param {string} root
 * @param {readonly string[]} sources
 * @returns {string} 64 hex digits
 */
export function hashSources(root, sources) {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of listFiles(path.join(root, source))) {
      hash.update(`${path.relative(root, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

function listFiles(at) {
  if (!existsSync(at)) return [];
  if (!statSync(at).isDirectory()) return [at];
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
