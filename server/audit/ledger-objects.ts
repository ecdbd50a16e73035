import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { type LedgerPlaces, ledgerGit, objectId } from "./ledger-git.ts";

/** An object of the ledger as stored; its content was checked against its id. */
export interface LedgerObject {
  readonly id: string;
  readonly type: string;
  readonly content: Buffer;
}

/** One entry of a git tree. */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

interface Waiting {
  readonly resolve: (object: LedgerObject | null) => void;
  readonly reject: (cause: Error) => void;
}

/**
 * Reads objects through one `git cat-file --batch`, answered in the order asked, so that callers may ask ahead.
 * Close it after use.
 */
export class LedgerObjects {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #buffered = 0;
  #needed = 1;
  #ended: Error | null = null;

  constructor(places: LedgerPlaces) {
    const git = ledgerGit(places);
    this.#child = spawn("git", [...git.args, "cat-file", "--batch"], { env: git.env, cwd: "/" });
    let said = "";
    this.#child.stderr.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-500);
    });
    this.#child.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#child.stdin.on("error", () => undefined);
    this.#child.on("error", (cause) => this.#end(cause));
    this.#child.on("close", () => this.#end(new Error(said.trim() || "git cat-file ended")));
  }

  /**
   * The object of this id or name (`COMMIT:path`), null when there is none.
   *
   * @throws Error when the object is damaged: its content does not give its id, or git can't read it
   */
  read(name: string): Promise<LedgerObject | null> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const answer = new Promise<LedgerObject | null>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    this.#child.stdin.write(`${name}\n`);
    return answer;
  }

  /** The entries of a tree, none when there is no such tree. @throws Error when it is damaged */
  async readTree(name: string): Promise<TreeEntry[]> {
    const tree = await this.read(name);
    return tree === null ? [] : parseTree(tree.content);
  }

  close(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }

  #end(cause: Error): void {
    this.#ended ??= cause;
    for (const { reject } of this.#waiting.splice(0)) reject(cause);
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    if (this.#buffered < this.#needed) return;
    let buffer = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    for (;;) {
      const used = this.#answerFrom(buffer);
      if (used === 0) break;
      buffer = buffer.subarray(used);
    }
    this.#chunks = [buffer];
    this.#buffered = buffer.length;
  }

  /** Answers the oldest question if `buffer` holds its whole answer; returns the bytes used, 0 when it must wait. */
  #answerFrom(buffer: Buffer): number {
    this.#needed = buffer.length + 1;
    const end = buffer.indexOf(10);
    if (end < 0) return 0;
    const header = buffer.toString("utf8", 0, end);
    const found = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(header);
    if (found === null) {
      const question = this.#waiting.shift();
      if (header.endsWith(" missing")) question?.resolve(null);
      else question?.reject(new Error(`git says: ${header}`));
      return end + 1;
    }
    const [, id = "", type = "", size] = found;
    const next = end + 1 + Number(size) + 1;
    if (buffer.length < next) {
      this.#needed = next;
      return 0;
    }
    const content = buffer.subarray(end + 1, next - 1);
    const question = this.#waiting.shift();
    if (objectId(type, content) === id) question?.resolve({ id, type, content });
    else question?.reject(new Error(`git object ${id} is damaged`));
    return next;
  }
}

/** Reads the entries of a tree object's content. */
export function parseTree(content: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at);
    const zero = content.indexOf(0, space);
    if (space < 0 || zero < 0) throw new Error("a git tree is damaged");
    entries.push({
      mode: content.toString("utf8", at, space),
      name: content.toString("utf8", space + 1, zero),
      id: content.toString("hex", zero + 1, zero + 21),
    });
    at = zero + 21;
  }
  return entries;
}

/** A tree object's content: entries in git's order, in which a folder sorts as if its name ended in "/". */
export function serialiseTree(entries: readonly TreeEntry[]): Buffer {
  const key = ({ mode, name }: TreeEntry) => (mode === treeMode ? `${name}/` : name);
  const sorted = [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return Buffer.concat(
    sorted.flatMap(({ mode, name, id }) => [
      Buffer.from(`${mode} ${name}\0`),
      Buffer.from(id, "hex"),
    ]),
  );
}

/** Git's mode of a folder and of a plain file. */
export const treeMode = "40000";
export const fileMode = "100644";
