import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";
import type { RepositoryPlace } from "./catalog-repository.ts";
import { type GitAccess, runGit } from "./git-process.ts";
import { GitRepository, isSafeBranch, parseLocation } from "./git-reader.ts";
import { syncCopy } from "./inventory-copy.ts";
import { currentBranch, fetchBranch, initBare, listRemote, pushRef } from "./owner-git.ts";
import type { ProgressListener } from "./owner-git-call.ts";
import { RepositoryTokens } from "./repository-tokens.ts";

/** A large repository over a slow line takes as long as it goes on. */
const fetchLimits = { silenceMs: 60_000, totalMs: 30 * 60_000 };
const pushLimits = { silenceMs: 60_000, totalMs: 60_000 };
/** A remote is asked at most this often unless somebody asks for a scan. */
const fetchEveryMs = 60_000;

/** Opens repositories: local paths in place, addresses as bare clones. Keeps one standing reader for each. */
export class RepositoryAccess {
  readonly #clones: string;
  readonly #keyFile: string;
  readonly #knownHosts: string;
  readonly #tokens: RepositoryTokens;
  readonly #ownPlaces: readonly string[];
  readonly #open = new Map<string, GitRepository>();
  readonly #fetchedAt = new Map<string, number>();
  readonly #stop = new AbortController();

  constructor(places: {
    clones: string;
    keyFile: string;
    knownHosts: string;
    tokens: string;
    /** Of Chiffon: never copied. */
    ownPlaces: readonly string[];
  }) {
    this.#ownPlaces = places.ownPlaces;
    this.#clones = places.clones;
    this.#keyFile = places.keyFile;
    this.#knownHosts = places.knownHosts;
    this.#tokens = new RepositoryTokens(places.tokens);
  }

  /** Keeps an access token for an address. @throws repository_unreadable where none could be used */
  keepToken(locationText: string, token: string): Promise<string> {
    const location = parseLocation(locationText);
    if (location.kind === "url" && /^https:/i.test(location.url)) return this.#tokens.keep(token);
    throw new AppError("repository_unreadable", {
      message: "A token opens https addresses only; ssh addresses are opened by Chiffon's SSH key.",
    });
  }

  /** Deletes an access token. */
  forgetToken(credential: string | null): Promise<void> {
    return this.#tokens.forget(credential);
  }

  /**
   * Finds out whether a location can be read and which branch is meant. Touches the network for addresses.
   *
   * @returns the location as stored and the branch
   * @throws repository_unreadable with what to do about it
   */
  async inspect(
    locationText: string,
    branch: string | undefined,
    credential: string | null = null,
  ): Promise<{ location: string; branch: string }> {
    if (branch !== undefined && branch !== "" && !isSafeBranch(branch)) {
      throw new AppError("repository_unreadable", { message: `"${branch}" is no branch name.` });
    }
    const wanted = branch === undefined || branch === "" ? null : branch;
    const location = parseLocation(locationText);
    if (location.kind === "url") {
      const reach = await this.#reach(location.url, credential);
      return { location: location.url, branch: await remoteBranch(location.url, wanted, reach) };
    }
    await assertGitFolder(location.path);
    const chosen = wanted ?? (await currentBranch(location.path));
    const repository = new GitRepository(location.path, chosen);
    try {
      await repository.resolveHead();
    } finally {
      repository.close();
    }
    return { location: location.path, branch: chosen };
  }

  /** The repository ready for reading. Does not touch the network once a clone is there. */
  async open(repository: RepositoryPlace, onProgress?: ProgressListener): Promise<GitRepository> {
    const known = this.#open.get(repository.id);
    if (known !== undefined) return known;
    const location = parseLocation(repository.location);
    const directory =
      location.kind === "path"
        ? location.path
        : await this.#clone(repository, location.url, onProgress);
    const opened = new GitRepository(directory, repository.branch);
    this.#open.set(repository.id, opened);
    return opened;
  }

  /**
   * Brings a clone up to date with its remote and a copy with its original; nothing to do for a person's own folder.
   *
   * @param evenIfRecent asks even if the remote was asked within the last minute
   */
  async refresh(
    repository: RepositoryPlace,
    options: { evenIfRecent: boolean; onProgress?: ProgressListener },
  ): Promise<void> {
    if (repository.copiedFrom !== null) await this.copy(repository.copiedFrom, repository.location);
    const location = parseLocation(repository.location);
    if (location.kind === "path") return;
    const last = this.#fetchedAt.get(repository.id) ?? Number.NEGATIVE_INFINITY;
    if (!options.evenIfRecent && performance.now() - last < fetchEveryMs) return;
    this.#fetchedAt.set(repository.id, performance.now());
    const { directory } = await this.open(repository);
    await this.#fetch(directory, repository, location.url, options.onProgress);
  }

  /**
   * Pushes one refspec to a repository's address; never forces.
   *
   * @throws repository_unreadable with what git or the other side said
   */
  async push(repository: RepositoryPlace, git: GitRepository, what: string): Promise<void> {
    const location = parseLocation(repository.location);
    if (location.kind === "path") return;
    const { url } = location;
    const reach = await this.#reach(url, repository.credential);
    await pushRef(git.directory, { url, refspec: what }, { reach, limits: pushLimits });
  }

  /** Makes the copy at a location equal to its original. @throws repository_unreadable */
  copy(original: string, location: string): Promise<void> {
    return syncCopy(original, location, this.#ownPlaces);
  }

  /** Forgets a repository and deletes its clone or copy; an owner's local path is never touched. */
  async forget(repository: RepositoryPlace): Promise<void> {
    this.#open.get(repository.id)?.close();
    this.#open.delete(repository.id);
    this.#fetchedAt.delete(repository.id);
    if (parseLocation(repository.location).kind === "url") {
      await rm(this.#cloneDirectory(repository.id), { recursive: true, force: true });
    }
    if (repository.kind === "copy" || repository.kind === "listed")
      await rm(repository.location, { recursive: true, force: true });
    await this.#tokens.forget(repository.credential);
  }

  /** Ends fetches that are under way, and those to come. */
  interrupt(): void {
    this.#stop.abort();
  }

  /** Ends every standing reader. */
  close(): void {
    this.interrupt();
    for (const repository of this.#open.values()) repository.close();
    this.#open.clear();
  }

  #cloneDirectory(repositoryId: string): string {
    return path.join(this.#clones, `${repositoryId}.git`);
  }

  async #clone(
    repository: RepositoryPlace,
    url: string,
    onProgress?: ProgressListener,
  ): Promise<string> {
    const target = this.#cloneDirectory(repository.id);
    if (await isFolder(target)) return target;
    await mkdir(this.#clones, { recursive: true, mode: 0o700 });
    const work = await mkdtemp(path.join(this.#clones, ".cloning-"));
    try {
      await initBare(work, repository.branch);
      await this.#fetch(work, repository, url, onProgress);
      await rename(work, target);
      this.#fetchedAt.set(repository.id, performance.now());
    } catch (error) {
      await rm(work, { recursive: true, force: true });
      if (!(await isFolder(target))) throw error;
    }
    return target;
  }

  async #fetch(
    directory: string,
    { branch, credential }: RepositoryPlace,
    url: string,
    onProgress: ProgressListener | undefined,
  ): Promise<void> {
    await fetchBranch(
      directory,
      { url, branch },
      {
        reach: await this.#reach(url, credential),
        limits: fetchLimits,
        signal: this.#stop.signal,
        onProgress,
      },
    );
  }

  /** How git may reach an address: Chiffon's SSH key, and the token kept for it. */
  async #reach(url: string, credential: string | null): Promise<GitAccess> {
    return {
      sshCommand: this.#sshCommand(),
      env: await this.#tokens.environment(credential, url),
    };
  }

  /** ssh with Chiffon's key; a remote's key is accepted once and kept beside the clones, apart from managed hosts. */
  #sshCommand(): string {
    const knownHosts = `${this.#knownHosts}.git`;
    const options = [
      "-F /dev/null",
      "-o BatchMode=yes",
      "-o StrictHostKeyChecking=accept-new",
      "-o ConnectTimeout=10",
      "-o IdentitiesOnly=yes",
      `-o UserKnownHostsFile=${quote(knownHosts)}`,
      `-i ${quote(this.#keyFile)}`,
    ];
    return `ssh ${options.join(" ")}`;
  }
}

async function remoteBranch(url: string, wanted: string | null, reach: GitAccess): Promise<string> {
  const text = await listRemote(url, wanted === null ? "HEAD" : `refs/heads/${wanted}`, reach);
  if (wanted !== null) {
    if (text.trim() !== "") return wanted;
    throw new AppError("repository_unreadable", {
      message: `There is no branch "${wanted}" at that address.`,
    });
  }
  const head = /^ref: refs\/heads\/(\S+)\s+HEAD$/m.exec(text)?.[1];
  if (head !== undefined && isSafeBranch(head)) return head;
  throw new AppError("repository_unreadable", {
    message: "That address names no default branch; name one.",
  });
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

async function isFolder(directory: string): Promise<boolean> {
  return stat(directory).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function assertGitFolder(directory: string): Promise<void> {
  if (!(await isFolder(directory))) {
    throw new AppError("repository_unreadable", {
      message: `${directory} is no folder that Chiffon can read on this machine.`,
    });
  }
  const top = await runGit(directory, ["rev-parse", "--git-dir"]).catch(() => null);
  if (top === null) {
    throw new AppError("repository_unreadable", {
      message: `${directory} is no git repository. Run there: git init && git add . && git commit -m "Start"`,
      details: { offer: "git_init" },
    });
  }
}
