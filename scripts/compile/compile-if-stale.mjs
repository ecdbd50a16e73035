// Node built-ins only: `npm start` asks this before anything of the product can run.
import { execFile } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { tryProcessLock } from "../setup/process-lock.mjs";
import { SetupError } from "../setup/say.mjs";
import { hashSources } from "../setup/source-hash.mjs";

const FOLDER = ".chiffon/compiled";
const SOURCES = ["server", "workers", "scripts", "ansible", "package-lock.json"];
const COMPILER = fileURLToPath(new URL("compile.mjs", import.meta.url));
const TIMEOUT_MS = 120_000;
const KEPT = 3;

/**
 * Gives the folder, within a checkout, of the product's processes as plain JavaScript; compiles them where that was not
 * done of these sources (about a second). What runs keeps the folder that it started from, so that an update under it
 * changes nothing before its restart; the three newest are kept. One at a time for a checkout: a second caller waits
 * and then finds it done. The compiler runs in a process of its own and leaves nothing in this one's memory.
 *
 * @param {string} root
 * @returns {Promise<string>}
 * @throws {SetupError} with what the compiler said
 */
export async function compileIfStale(root) {
  if (existsSync(path.join(root, folderOf(root)))) return folderOf(root);
  const release = await lock(root);
  try {
    const folder = folderOf(root);
    if (!existsSync(path.join(root, folder))) await compile(root, folder);
    return folder;
  } finally {
    release();
  }
}

function folderOf(root) {
  return `${FOLDER}/${hashSources(root, SOURCES).slice(0, 16)}`;
}

async function compile(root, folder) {
  try {
    await promisify(execFile)(process.execPath, [COMPILER, root, folder], {
      cwd: root,
      timeout: TIMEOUT_MS,
    });
  } catch (error) {
    throw new SetupError(`Chiffon does not compile:\n${error.stderr || error.message}`);
  }
  removeOld(path.join(root, FOLDER));
}

function removeOld(directory) {
  const folders = readdirSync(directory)
    .map((name) => path.join(directory, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of folders.slice(KEPT)) rmSync(old, { recursive: true, force: true });
}

async function lock(root) {
  for (;;) {
    const { release } = tryProcessLock(path.join(root, ".chiffon/compile.lock"));
    if (release) return release;
    await delay(100);
  }
}
