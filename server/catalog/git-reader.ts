import { stat } from "node:fs/promises";
import path from "node:path";
import type { TreeFile } from "#server/ansible/tree.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { GitObject } from "#server/platform/git/cat-file.ts";
import { ObjectReader, runGit } from "./git-process.ts";
import { changedFiles } from "./owner-git.ts";
import type { FileChange } from "./scan-messages.ts";

/** A commit and the tree it stands for. */
export interface Head {
  readonly commit: string;
  readonly treeId: string;
}

/** A commit as a line of a history. */
export interface CommitLine {
  readonly commit: string;
  readonly subject: string;
  readonly author: string;
  readonly at: string;
}

/** A path that differs between two commits. */
export interface ChangedPath {
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
}

const branchPattern = /^(?!.*(?:\.\.|@\{|\/\/|\.lock(?:\/|$)|\/\.))[A-Za-z0-9_][\w./+@#=-]{0,198}$/;
const hostPattern = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})$|^\[[0-9a-fA-F:]+\]$/;
const maxPipelined = 64;
const longestWords = 300;
/** The end of the year 9999, the last that an instant can be written with. */
const latestSeconds = 253_402_300_799;

/** True for a branch name git accepts and no command could take for an option. */
export function isSafeBranch(branch: string): boolean {
  return branchPattern.test(branch) && !branch.endsWith("/") && !branch.endsWith(".");
}

/** What a person typed as the place of a repository, checked. */
export type Location =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "url"; readonly url: string };

/**
 * Tells a local path from an https or ssh address (also `user@host:path`).
 *
 * @throws repository_unreadable for other schemes, option-like text, control characters or credentials in the address
 */
export function parseLocation(text: string): Location {
  if (text.startsWith("/") && !holdsControls(text)) {
    return { kind: "path", path: text.replace(/\/+$/, "") || "/" };
  }
  const fault = addressFault(text);
  if (fault !== null) throw new AppError("repository_unreadable", { message: fault });
  return { kind: "url", url: text };
}

function holdsControls(text: string): boolean {
  return [...text].some((char) => char < " " || char === "\u007f");
}

function addressFault(text: string): string | null {
  if (holdsControls(text)) return "The address holds control characters.";
  if (text.startsWith("-")) return "The address starts with a dash.";
  const scp = /^[A-Za-z_][\w.-]*@([^:/\s]+):(?!\/\/)[^\s-]\S*$/.exec(text);
  const scheme = /^(?:https|ssh):\/\//i.test(text) && URL.canParse(text);
  if (scp === null && !scheme) return "Give an absolute path, or an https:// or ssh:// address.";
  const url = scp === null ? new URL(text) : null;
  if (!hostPattern.test(url?.hostname ?? scp?.[1] ?? ""))
    return "The host name in the address is not valid.";
  if (url !== null && (url.password !== "" || url.username.startsWith("-"))) {
    return "Leave passwords out of the address; use a deploy key.";
  }
  return null;
}

/**
 * A git repository that is only read: an owner's work tree in place, or Chiffon's bare clone. Nothing of it is ever
 * executed: no hooks, filters, file-system monitors, prompts or replacement objects.
 */
export class GitRepository {
  readonly directory: string;
  readonly branch: string;
  #objects: ObjectReader;
  #refs: ObjectReader;
  #stamp: string | null = null;
  #isBare: boolean | null = null;

  constructor(directory: string, branch: string) {
    if (!isSafeBranch(branch)) {
      throw new AppError("repository_unreadable", { message: `"${branch}" is no branch name.` });
    }
    this.directory = directory;
    this.branch = branch;
    this.#objects = new ObjectReader(directory, "--batch");
    this.#refs = new ObjectReader(directory, "--batch-check");
  }

  /**
   * The commit the branch points at now; under 2 ms once the standing process is up.
   *
   * @throws repository_unreadable when the branch or the repository is missing
   */
  async resolveHead(): Promise<string> {
    await this.#noticeChange();
    const object = await this.#refs.ask(`refs/heads/${this.branch}^{commit}`);
    if (object?.type !== "commit") {
      throw new AppError("repository_unreadable", {
        message: `Branch "${this.branch}" has no commit in ${this.directory}.`,
      });
    }
    return object.objectId;
  }

  /**
   * Starts the standing processes anew where they would miss something. Git takes packed refs for unchanged when size,
   * inode and the second of the change are the same: nanoseconds tell. And a process that was started in a folder stays
   * with it when another takes its place, as where an owner deletes a repository and clones it again.
   */
  async #noticeChange(): Promise<void> {
    const look = (name: string) =>
      stat(path.join(this.directory, name), { bigint: true }).catch(() => null);
    const packed = await Promise.all([".git/packed-refs", "packed-refs"].map(look));
    const folders = await Promise.all([".", ".git"].map(look));
    const stamp = [
      ...packed.map((file) => `${file?.ino} ${file?.size} ${file?.ctimeNs}`),
      ...folders.map((folder) => `${folder?.dev} ${folder?.ino} ${folder?.birthtimeNs}`),
    ].join();
    const before = this.#stamp;
    this.#stamp = stamp;
    if (before === null || before === stamp) return;
    this.#refs.finish();
    this.#refs = new ObjectReader(this.directory, "--batch-check");
    this.#objects.finish();
    this.#objects = new ObjectReader(this.directory, "--batch");
  }

  /** The branch's commit with its tree id. @throws repository_unreadable */
  async head(): Promise<Head> {
    const commit = await this.resolveHead();
    return { commit, treeId: await this.treeOf(commit) };
  }

  /** The tree id of a commit. @throws repository_unreadable */
  async treeOf(commit: string): Promise<string> {
    const object = await this.#refs.ask(`${fullId(commit)}^{tree}`);
    if (object?.type !== "tree") {
      throw new AppError("repository_unreadable", { message: `Commit ${commit} is not there.` });
    }
    return object.objectId;
  }

  /** Every file of a commit or tree, with mode, blob id and size in bytes. Odd paths are left to the caller. */
  async listTree(treeish: string): Promise<TreeFile[]> {
    const output = await runGit(this.directory, [
      "ls-tree",
      "-r",
      "-z",
      "-l",
      "--full-tree",
      fullId(treeish),
    ]);
    return output
      .toString("utf8")
      .split("\0")
      .flatMap((line) => parseTreeLine(line) ?? []);
  }

  /**
   * What differs between two trees, as the files of the second: null for one that is missing. Costs follow the
   * difference, not the tree.
   */
  async treeChanges(from: string, to: string): Promise<FileChange[]> {
    const fields = await this.#diffTree(from, to);
    const changes: Promise<FileChange>[] = [];
    for (let index = 0; index + 1 < fields.length; index += 2) {
      changes.push(this.#changeOf(fields[index] ?? "", fields[index + 1] ?? ""));
    }
    return Promise.all(changes);
  }

  /** What git says of each path that differs: its facts, then the path, in turn. */
  async #diffTree(from: string, to: string, ...options: string[]): Promise<string[]> {
    const fixed = ["diff-tree", "-r", "-z", "--no-renames", "--no-ext-diff"];
    const output = await runGit(this.directory, [...fixed, ...options, fullId(from), fullId(to)]);
    return output.toString("utf8").split("\0");
  }

  async #changeOf(raw: string, path: string): Promise<FileChange> {
    const [, mode = "", , blob = ""] = raw.split(" ");
    if (/^0+$/.test(mode)) return [path, null];
    const kind = kinds[mode] ?? "other";
    const size = kind === "submodule" ? 0 : ((await this.#refs.ask(fullId(blob)))?.size ?? 0);
    return [path, { path, kind, blob, size }];
  }

  /** The content of a blob, or null when it is not there. */
  async readBlob(blob: string): Promise<Buffer | null> {
    const object = await this.#objects.ask(fullId(blob));
    return object?.type === "blob" ? object.content : null;
  }

  /** Reads blobs through the standing process, at most 64 asked ahead, in the order given. */
  async *readBlobs(blobs: readonly string[]): AsyncGenerator<[string, Buffer | null]> {
    const asked: Promise<GitObject | null>[] = [];
    const ask = (index: number): void => {
      const blob = blobs[index];
      if (blob === undefined) return;
      const answer = this.#objects.ask(fullId(blob));
      answer.catch(() => undefined);
      asked[index] = answer;
    };
    for (let index = 0; index < Math.min(maxPipelined, blobs.length); index++) ask(index);
    for (const [index, blob] of blobs.entries()) {
      const object = await asked[index];
      delete asked[index];
      ask(index + maxPipelined);
      yield [blob, object?.type === "blob" ? object.content : null];
    }
  }

  /**
   * Blob ids of the given paths at a commit; null where the path is not there. One ask per path to the standing
   * process, pipelined.
   */
  async blobsAt(commit: string, paths: readonly string[]): Promise<Map<string, string | null>> {
    const base = fullId(commit);
    const answers = await Promise.all(paths.map((path) => this.#refs.ask(`${base}:${path}`)));
    return new Map(
      paths.map((path, index) => {
        const object = answers[index];
        return [path, object?.type === "blob" ? object.objectId : null];
      }),
    );
  }

  /** Paths that differ between two commits; renames count as removed and added. */
  async changedPaths(from: string, to: string): Promise<ChangedPath[]> {
    const fields = await this.#diffTree(from, to, "--name-status");
    const changes: ChangedPath[] = [];
    for (let index = 0; index + 1 < fields.length; index += 2) {
      const letter = fields[index];
      const change = letter === "A" ? "added" : letter === "D" ? "removed" : "changed";
      changes.push({ path: fields[index + 1] ?? "", change });
    }
    return changes;
  }

  /**
   * Commits after one and up to another that touched any of the paths, newest first. Costs follow the history between
   * them.
   *
   * @throws repository_unreadable where a commit is not there any more
   */
  async commitsBetween(
    from: string,
    to: string,
    { paths, limit }: { readonly paths: readonly string[]; readonly limit: number },
  ): Promise<CommitLine[]> {
    const output = await runGit(this.directory, [
      ...["--literal-pathspecs", "log", "--no-show-signature", "--no-mailmap", "--no-ext-diff"],
      ...[`--max-count=${limit}`, "-z", "--format=%H%x1f%ct%x1f%an%x1f%s"],
      ...[`${fullId(from)}..${fullId(to)}`, "--", ...paths],
    ]);
    return output
      .toString("utf8")
      .split("\0")
      .filter((line) => line !== "")
      .map(toCommitLine);
  }

  /** Files of a work tree that differ from the branch and so are not used; empty for a bare clone. */
  async uncommitted(limit = 20): Promise<{ count: number; paths: string[] }> {
    this.#isBare ??= await this.#askBare();
    if (this.#isBare) return { count: 0, paths: [] };
    const paths = await changedFiles(this.directory);
    return { count: paths.length, paths: paths.slice(0, limit) };
  }

  async #askBare(): Promise<boolean> {
    const said = await runGit(this.directory, ["rev-parse", "--is-bare-repository"]);
    return said.toString("utf8").trim() === "true";
  }

  /** Ends the standing processes. */
  close(): void {
    this.#objects.close();
    this.#refs.close();
  }
}

function fullId(id: string): string {
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(id)) {
    throw new AppError("repository_unreadable", { message: "Expected a full object id." });
  }
  return id;
}

const kinds: Readonly<Record<string, TreeFile["kind"]>> = {
  "100644": "file",
  "100664": "file",
  "100755": "executable",
  "120000": "symlink",
  "160000": "submodule",
};

function parseTreeLine(line: string): TreeFile | null {
  const match = /^(\d{6}) \w+ ([0-9a-f]+)\s+(\d+|-)\t(.+)$/s.exec(line);
  if (match === null) return null;
  const [, mode = "", blob = "", size, path = ""] = match;
  return { path, kind: kinds[mode] ?? "other", blob, size: size === "-" ? 0 : Number(size) };
}

function toCommitLine(line: string): CommitLine {
  const [commit = "", seconds = "", author = "", subject = ""] = line.split("\x1f");
  // Whoever makes a commit writes its date and words as they like.
  const at = new Date(Math.min(Number(seconds) || 0, latestSeconds) * 1_000).toISOString();
  return { commit, at, author: words(author), subject: words(subject) };
}

/** At most 300 characters, none of them halved. */
function words(text: string): string {
  return text.slice(0, longestWords).replace(/[\ud800-\udbff]$/, "");
}
