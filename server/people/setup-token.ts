import { timingSafeEqual } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { sha256 } from "#server/platform/sha256.ts";

/** Where the one-time token of the first start lies, and the mark that it was used. */
export interface SetupFiles {
  readonly setupToken: string;
  readonly setupDone: string;
}

/** Whether `given` is the token that the first start wrote. No file means no token fits. */
export async function isSetupToken(files: SetupFiles, given: string): Promise<boolean> {
  const written = (await readFile(files.setupToken, "utf8").catch(() => "")).trim();
  if (written === "") return false;
  // Digests have equal length, which the comparison needs, and hide how much matched.
  return timingSafeEqual(Buffer.from(sha256(written)), Buffer.from(sha256(given.trim())));
}

/** Removes the token and leaves the mark. Safe to repeat: a start after a crash in between does it again. */
export async function closeSetup(files: SetupFiles, at: Date): Promise<void> {
  await mkdir(path.dirname(files.setupDone), { recursive: true });
  await writeFile(files.setupDone, `${at.toISOString()}\n`, { mode: 0o600 });
  await rm(files.setupToken, { force: true });
}
