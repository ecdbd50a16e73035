import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type KeyPair, newKeyPair, publicKeyOf } from "#server/platform/link-keys.ts";

/** The key with which Chiffon signs what it tells agents on other machines: made when it is first needed, kept in a file. */
export class ServerKey {
  readonly #file: string;
  #pair: Promise<KeyPair> | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /** The same for every process of this data directory. */
  pair(): Promise<KeyPair> {
    this.#pair ??= this.#load().catch((error: unknown) => {
      this.#pair = null;
      throw error;
    });
    return this.#pair;
  }

  async #load(): Promise<KeyPair> {
    const kept = await this.#read();
    if (kept !== null) return kept;
    await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    // Whole before it has its name: of two processes that start at once, one makes it and both read it.
    const draft = `${this.#file}.${randomUUID()}`;
    await writeFile(draft, newKeyPair("ed25519").privateKey, { mode: 0o600, flag: "wx" });
    try {
      await link(draft, this.#file).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      });
    } finally {
      await rm(draft, { force: true });
    }
    const made = await this.#read();
    if (made === null) throw new Error(`${this.#file} cannot be kept.`);
    return made;
  }

  async #read(): Promise<KeyPair | null> {
    const privateKey = await readFile(this.#file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    return privateKey === null ? null : { privateKey, publicKey: publicKeyOf(privateKey) };
  }
}
