// Node built-ins only: `npm start` asks this before anything of the product can run.
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { tryProcessLock } from "../setup/process-lock.mjs";
import { SetupError } from "../setup/say.mjs";
import { hashSources } from "../setup/source-hash.mjs";

/** Where the product's processes lie as plain JavaScript, within a checkout. */
export const COMPILED_DIR = ".chiffon/compiled";
const STAMP = `${COMPILED_DIR}/stamp`;
const SOURCES = ["server", "workers", "scripts", "package-lock.json"];
const COMPILER = fileURLToPath(new URL("compile.mjs", import.meta.url));
const TIMEOUT_MS = 120_000;

/**
 * Compiles the product's processes where their sources changed since the last time (about a second). One at a time for
 * a checkout: a second caller waits and then finds it done. The compiler runs in a process of its own and leaves
 * nothing in this one's memory.
 *
 * @param {string} root
 * @throws {SetupError} with what the compiler said
 */
export async function compileIfStale(root) {
  if (readStamp(root) === hashSources(root, SOURCES)) return;
  const release = await lock(root);
  try {
    const sources = hashSources(root, SOURCES);
    if (readStamp(root) === sources) return;
    await promisify(execFile)(process.execPath, [COMPILER, root, COMPILED_DIR, sources], {
      cwd: root,
      timeout: TIMEOUT_MS,
    });
  } catch (error) {
    throw new SetupError(`Chiffon does not compile:\n${error.stderr || error.message}`);
  } finally {
    release();
  }
}

function readStamp(root) {
  const file = path.join(root, STAMP);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

async function lock(root) {
  for (;;) {
    const { release } = tryProcessLock(path.join(root, ".chiffon/compile.lock"));
    if (release) return release;
    await delay(100);
  }
}
