import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Reads the secret kept in `file`, making a random one (base64url, 192 bits) the first time.
 * The file is 0600 in a 0700 directory; two processes racing to make it end up with the same secret.
 */
export function readOrCreateSecret(file: string): string {
  if (!existsSync(file)) createSecret(file);
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < 16)
    throw new Error(`${file} holds no usable secret; restore it from a backup`);
  return secret;
}

function createSecret(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, `${randomBytes(24).toString("base64url")}\n`, {
    mode: 0o600,
    flag: "wx",
    flush: true,
  });
  try {
    // link() never replaces: whoever comes second keeps the first one's secret.
    linkSync(draft, file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
  } finally {
    unlinkSync(draft);
  }
}
