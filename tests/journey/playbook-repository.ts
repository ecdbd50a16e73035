import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ChiffonClient } from "#tests/support/chiffon-client.ts";

/** Files of a tree by path. A function writes something that is no plain file. */
export type TreeFiles = Readonly<Record<string, string | ((file: string) => void)>>;

/** A git repository that a test changes as its owner would: write, commit, force. */
export class PlaybookRepository {
  readonly directory: string;

  constructor(directory: string, files: TreeFiles) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
    this.git("init", "-q", "--initial-branch=main");
    this.commit(files);
  }

  /** Writes files and commits everything. Returns the commit. */
  commit(files: TreeFiles = {}, message = "change"): string {
    for (const [file, content] of Object.entries(files)) this.write(file, content);
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "-m", message);
    return this.git("rev-parse", "HEAD").trim();
  }

  write(file: string, content: string | ((file: string) => void)): void {
    const target = path.join(this.directory, file);
    mkdirSync(path.dirname(target), { recursive: true });
    rmSync(target, { recursive: true, force: true });
    if (typeof content === "string") writeFileSync(target, content);
    else content(target);
  }

  git(...args: string[]): string {
    const identity = [
      ...["-c", "user.name=Owner", "-c", "user.email=owner@localhost"],
      ...["-c", "protocol.file.allow=always"],
    ];
    return execFileSync("git", [...identity, ...args], {
      cwd: this.directory,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
}

/** A file of a tree that points elsewhere. */
export const link = (target: string) => (file: string) => symlinkSync(target, file);

/** A file of a tree that may be executed. */
export const executable = (content: string) => (file: string) => {
  writeFileSync(file, content);
  chmodSync(file, 0o755);
};

/** Inventory of this machine alone, in the group `lab`. */
export const localInventory = `all:
  children:
    lab:
      hosts:
        localhost:
          ansible_connection: local
          ansible_python_interpreter: /usr/bin/python3
`;

/** A repository as the API lists it. */
export interface ListedRepository {
  readonly id: string;
  readonly commit: string | null;
  readonly error: string | null;
  readonly entryCount: number;
  readonly inventoryPath: string | null;
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
}

/** Adds a repository and has it read. */
export async function addRepository(
  admin: ChiffonClient,
  name: string,
  repository: Pick<PlaybookRepository, "directory">,
): Promise<ListedRepository> {
  const body = { name, location: repository.directory };
  const { id } = await admin.call<ListedRepository>("POST", "/api/repositories", body);
  return rescan(admin, id);
}

/** Reads a repository again, as the button does. */
export async function rescan(
  admin: ChiffonClient,
  repositoryId: string,
): Promise<ListedRepository> {
  return admin.call("POST", `/api/repositories/${repositoryId}/scan`, {});
}
