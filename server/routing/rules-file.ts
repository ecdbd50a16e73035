import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { maxRulesLength } from "./domain/parse-rules.ts";

const names = ["routing.yml", "routing.yaml", "routing.json"];
/** UTF-8 takes at most four bytes a character; one more character shows that there are too many. */
const maxBytes = (maxRulesLength + 1) * 4;

/** A rules file as it was found. */
export interface FoundRules {
  readonly content: string;
  /** Milliseconds since the epoch; 0 where there is no file. */
  readonly changedAtMs: number;
}

/** The file of routing rules on this machine. */
export class RulesFile {
  readonly #place: string;
  readonly #isFixed: boolean;

  /** @param place a file, or the folder in which `routing.yml`, `.yaml` or `.json` is looked for */
  constructor(place: { readonly file: string } | { readonly folder: string }) {
    this.#isFixed = "file" in place;
    this.#place = "file" in place ? place.file : place.folder;
  }

  /** Where it is, or would be. */
  get path(): string {
    if (this.#isFixed) return this.#place;
    const found = names.find((name) => existsSync(path.join(this.#place, name)));
    return path.join(this.#place, found ?? "routing.yml");
  }

  /** What it holds, cut where it is too long; empty where there is none. @throws when it can't be read */
  async read(): Promise<FoundRules> {
    const file = this.path;
    const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (found === null) return { content: "", changedAtMs: 0 };
    if (!found.isFile()) throw new Error("is no plain file");
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(found.size, maxBytes)));
      const content = buffer.toString("utf8", 0, bytesRead);
      return { content, changedAtMs: found.mtimeMs };
    } finally {
      await handle.close();
    }
  }

  /** Puts the content beside the file; `keep` makes it the file, `drop` forgets it. */
  async prepare(
    content: string,
  ): Promise<{ readonly keep: () => Promise<void>; readonly drop: () => Promise<void> }> {
    const file = this.path;
    await mkdir(path.dirname(file), { recursive: true });
    const draft = `${file}.${randomUUID()}.tmp`;
    await writeFile(draft, content, { mode: 0o600, flag: "wx" });
    return { keep: () => rename(draft, file), drop: () => rm(draft, { force: true }) };
  }
}
