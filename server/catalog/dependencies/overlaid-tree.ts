import type { TreeFile } from "#server/ansible/tree.ts";
import type { GitRepository } from "../git-reader.ts";
import type { FileChange } from "../scan-messages.ts";
import type { ScanSource } from "../scan-thread.ts";
import { type DependencyStore, type InstalledFiles, isReserved } from "./dependency-store.ts";

const nothingInstalled: InstalledFiles = { files: [], places: new Map() };

/** Names a tree together with what is installed for it. */
export function overlaidVersion(treeId: string, lock: string | null): string {
  return lock === null ? treeId : `${treeId}+${lock}`;
}

/**
 * A repository's tree with installed roles and collections laid over it under their reserved folder, for the scan. A
 * version is a tree id, or a tree id and the hash of a lock; see {@link overlaidVersion}.
 */
export class OverlaidTree implements ScanSource {
  readonly directory: string;
  private readonly repository: GitRepository;
  private readonly store: DependencyStore;
  private places: ReadonlyMap<string, string> = new Map();

  constructor(repository: GitRepository, store: DependencyStore) {
    this.repository = repository;
    this.store = store;
    this.directory = repository.directory;
  }

  async listTree(version: string): Promise<TreeFile[]> {
    const { treeId, lock } = split(version);
    const own = (await this.repository.listTree(treeId)).filter((file) => !isReserved(file));
    return [...own, ...(await this.installed(lock)).files];
  }

  async treeChanges(from: string, to: string): Promise<FileChange[]> {
    const [before, after] = [split(from), split(to)];
    const changes = await this.repository.treeChanges(before.treeId, after.treeId);
    const own = changes.filter(([path]) => !isReserved({ path }));
    const next = await this.installed(after.lock);
    if (before.lock === after.lock) return own;
    const old = before.lock === null ? nothingInstalled : await this.store.files(before.lock);
    const kept = new Set(next.files.map(({ path }) => path));
    const gone = old.files.filter(({ path }) => !kept.has(path));
    return [
      ...own,
      ...gone.map(({ path }): FileChange => [path, null]),
      ...next.files.map((file): FileChange => [file.path, file]),
    ];
  }

  async *readBlobs(blobs: readonly string[]): AsyncGenerator<[string, Buffer | null]> {
    const inGit: string[] = [];
    for (const blob of blobs) {
      const place = this.places.get(blob);
      if (place === undefined) inGit.push(blob);
      else yield [blob, await this.store.read(place).catch(() => null)];
    }
    yield* this.repository.readBlobs(inGit);
  }

  private async installed(lock: string | null): Promise<InstalledFiles> {
    const found = lock === null ? nothingInstalled : await this.store.files(lock);
    this.places = found.places;
    return found;
  }
}

function split(version: string): { treeId: string; lock: string | null } {
  const [treeId = "", lock] = version.split("+");
  return { treeId, lock: lock ?? null };
}
