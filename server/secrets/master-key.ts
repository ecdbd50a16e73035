import { hash, randomBytes, randomUUID } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";

const header = "chiffon-secrets-key-v1";
const linePattern = new RegExp(`^${header} ([A-Za-z0-9+/]{43}=)$`);

/** A key with the name that what it encrypted carries. */
export interface NamedKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/**
 * The keys of the secrets store: a file of its own, readable by Chiffon alone, kept apart from what backups take. One key
 * a line; the last encrypts, all decrypt, so that a restored file and a newer one can be put together. Read at every use:
 * a file that is put back works at once.
 */
export class MasterKey {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  /** Every key of the file by its id; none where there is no file. @throws secret_unreadable when it holds no keys */
  async all(): Promise<ReadonlyMap<string, NamedKey>> {
    const text = await this.read();
    if (text === null) return new Map();
    const keys = text.split("\n").flatMap((line) => {
      const encoded = linePattern.exec(line.trim())?.[1];
      return encoded === undefined ? [] : [namedKey(Buffer.from(encoded, "base64"))];
    });
    if (keys.length === 0) {
      throw new AppError("secret_unreadable", {
        message: `${this.file} is not a key file of Chiffon. Put the right file back.`,
      });
    }
    return new Map(keys.map((key) => [key.id, key]));
  }

  /** The key that new values are encrypted with; made when there is none yet. @throws secret_unreadable */
  async forWriting(): Promise<NamedKey> {
    const keys = await this.all();
    const newest = [...keys.values()].at(-1);
    if (newest !== undefined) return newest;
    await this.create();
    const made = [...(await this.all()).values()].at(-1);
    if (made === undefined) throw new Error("the key file vanished right after it was made");
    return made;
  }

  private async read(): Promise<string | null> {
    try {
      const text = await readFile(this.file, "utf8");
      // Copied back from somewhere, it may have come with other rights.
      if (((await stat(this.file)).mode & 0o077) !== 0) await chmod(this.file, 0o600);
      return text;
    } catch (cause) {
      if (isMissing(cause)) return null;
      throw new AppError("secret_unreadable", {
        message: `${this.file}, the key file of the secrets, cannot be read by Chiffon.`,
        cause,
      });
    }
  }

  /** Whole or not at all, and never over a file that another process made meanwhile. */
  private async create(): Promise<void> {
    const draft = `${this.file}.${randomUUID()}`;
    await mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
    await writeFile(draft, `${header} ${randomBytes(32).toString("base64")}\n`, { mode: 0o600 });
    try {
      await link(draft, this.file);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    } finally {
      await rm(draft, { force: true });
    }
  }
}

function namedKey(bytes: Buffer): NamedKey {
  return { id: hash("sha256", bytes, "hex").slice(0, 16), bytes: Uint8Array.from(bytes) };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
