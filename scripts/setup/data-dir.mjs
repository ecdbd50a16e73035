import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { SetupError } from "./say.mjs";

/** The data directory of this installation, absolute. @param {Record<string, string | undefined>} env */
export function dataDirOf(env) {
  if (env.CHIFFON_DATA_DIR) return path.resolve(env.CHIFFON_DATA_DIR);
  return process.getuid?.() === 0
    ? "/var/lib/chiffon"
    : path.join(homedir(), ".local/share/chiffon");
}

/**
 * Makes the data directory and its secrets folder.
 * @param {string} dataDir
 * @throws SetupError with the fix when it can't be written
 */
export function prepareDataDir(dataDir) {
  try {
    mkdirSync(path.dirname(dataDir), { recursive: true });
    if (!existsSync(dataDir)) mkdirSync(dataDir, { mode: 0o700 });
    mkdirSync(path.join(dataDir, "secrets"), { recursive: true, mode: 0o700 });
    mkdirSync(path.join(dataDir, "logs"), { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const user = process.env.USER ?? String(process.getuid?.());
    throw new SetupError(
      `Can't write to the data directory ${dataDir} (${cause.code}). ` +
        `Run: sudo mkdir -p ${dataDir} && sudo chown -R ${user} ${dataDir}, or set CHIFFON_DATA_DIR to a folder of yours.`,
    );
  }
}
