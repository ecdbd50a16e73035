import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** RFC 4648 base32: no letter case to get wrong, no 0/O or 1/I to confuse. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const LENGTH = 24;

/**
 * Returns the one-time token that opens the set-up page, or null once set-up is done (`setup-done` exists).
 * The same token until then; 120 random bits, in a file only its owner can read.
 */
export function prepareSetupToken(dataDir: string): string | null {
  const file = path.join(dataDir, "setup-token");
  if (existsSync(path.join(dataDir, "setup-done"))) {
    rmSync(file, { force: true });
    return null;
  }
  if (!existsSync(file)) {
    const token = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join(
      "",
    );
    writeFileSync(file, `${token}\n`, { mode: 0o600, flag: "wx" });
  }
  return readFileSync(file, "utf8").trim();
}
