import { CatFile } from "#server/platform/git/cat-file.ts";
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

/**
 * Reads objects through one `git cat-file --batch`, answered in the order asked, so that callers may ask ahead. Once
 * git has died every further read says why. Close it after use.
 */
export class LedgerObjects {
  readonly #catFile: CatFile;
  #ended: Error | null = null;

  constructor(places: LedgerPlaces) {
    this.#catFile = new CatFile(ledgerGit(places), "--batch");
  }

  /**
   * The object of this id or name (`COMMIT:path`), null when there is none.
   *
   * @throws Error when the object is damaged: its content does not give its id, or git can't read it
   */
  async read(name: string): Promise<LedgerObject | null> {
    if (this.#ended !== null) throw this.#ended;
    const object = await this.#catFile.ask(name).catch((cause: Error) => {
      this.#ended ??= cause;
      throw cause;
    });
    if (object === null) return null;
    const { objectId: id, type, content } = object;
    if (objectId(type, content) !== id) throw new Error(`git object ${id} is damaged`);
    return { id, type, content };
  }

  /** The entries of a tree, none when there is no such tree. @throws Error when it is damaged */
  async readTree(name: string): Promise<TreeEntry[]> {
    const tree = await this.read(name);
    return tree === null ? [] : parseTree(tree.content);
  }

  close(): void {
    this.#ended ??= new Error("closed");
    this.#catFile.close();
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
