import type { Worker } from "node:worker_threads";
import type { TreeFile } from "#server/ansible/tree.ts";
import { AppError } from "#server/lib/app-error.ts";
import { startThread } from "#server/platform/thread.ts";
import type { CatalogScan } from "./domain/scan-types.ts";
import type { FileChange, ScanAnswer, ScanOrder, ScanOutcome } from "./scan-messages.ts";

/** What a scan reads: a git repository, or one with what is installed for it laid over it. */
export interface ScanSource {
  /** Names the source among others. */
  readonly directory: string;
  listTree(version: string): Promise<TreeFile[]>;
  treeChanges(from: string, to: string): Promise<FileChange[]>;
  /** Contents in any order; null for one that is not there. */
  readBlobs(blobs: readonly string[]): AsyncGenerator<[string, Buffer | null]>;
}

type Order = Extract<ScanOrder, { kind: "scan" }>;
type Done = Extract<ScanAnswer, { kind: "done" }>;

const parseLimitMs = 2_000;
const scanLimitMs = 120_000;
const idleMs = 60_000;
const maxTooSlow = 20;
const nothingKnown: ReadonlyMap<string, string> = new Map();

/**
 * Parses repositories in a thread of its own, so that hostile YAML can stop neither the server nor the scan: a file
 * that takes longer than two seconds is left out and named. The thread keeps what it read and built of a repository,
 * so that a scan after a commit does only what the commit calls for; it ends after an idle minute.
 */
export class ScanThread {
  #worker: Worker | null = null;
  #progress = new Int32Array(new SharedArrayBuffer(4));
  #idle: NodeJS.Timeout | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** The tree that the thread holds of each repository. */
  #held = new Map<string, string>();
  /** Blobs by the number under which the thread says that it is parsing them; counted alike on both sides. */
  #numbered: string[] = [];
  readonly #isNumbered = new Set<string>();
  readonly #tooSlow = new Set<string>();

  /** Scans one tree of a repository whole. One at a time; further calls wait. */
  async scan(repository: ScanSource, repositoryName: string, treeId: string): Promise<CatalogScan> {
    const outcome = await this.scanNews(repository, repositoryName, treeId);
    const { entries, changedFiles: _changedFiles, ...rest } = outcome;
    return { ...rest, entries: entries.flatMap(({ entry }) => entry ?? []) };
  }

  /**
   * Scans one tree of a repository for one who knows its entries of before: only the others are sent.
   *
   * @param known fingerprints by entry key
   */
  scanNews(
    repository: ScanSource,
    repositoryName: string,
    treeId: string,
    known: ReadonlyMap<string, string> = nothingKnown,
  ): Promise<ScanOutcome> {
    const next = this.#queue.then(() => this.#scan(repository, repositoryName, treeId, known));
    this.#queue = next.catch(() => undefined);
    return next;
  }

  /** Ends the thread; a later scan starts a new one. */
  async close(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    this.#held.clear();
    await worker?.terminate();
  }

  async #scan(
    repository: ScanSource,
    repositoryName: string,
    treeId: string,
    known: ReadonlyMap<string, string>,
  ): Promise<ScanOutcome> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    const key = `${repository.directory}\0${repositoryName}`;
    for (let attempt = 0; attempt <= maxTooSlow; attempt++) {
      const order = {
        kind: "scan",
        key,
        repositoryName,
        ...(await this.#changesOf(repository, key, treeId)),
        tooSlow: [...this.#tooSlow],
        known,
      } as const;
      this.#held.delete(key);
      const answer = await this.#attempt(repository, order);
      if (answer.kind === "done") {
        this.#remember(key, treeId, answer.kept);
        return { ...answer.outcome, changedFiles: order.incremental ? order.changes.length : null };
      }
      this.#tooSlow.add(answer.blob);
    }
    throw new AppError("repository_unreadable", { message: "Its YAML takes too long to read." });
  }

  #remember(key: string, treeId: string, kept: readonly string[]): void {
    this.#held.set(key, treeId);
    for (const name of this.#held.keys()) if (!kept.includes(name)) this.#held.delete(name);
    this.#idle = setTimeout(() => void this.close(), idleMs).unref();
  }

  /** What the thread has to be told about a tree: the difference to the one it holds, else all files. */
  async #changesOf(
    repository: ScanSource,
    key: string,
    treeId: string,
  ): Promise<Pick<Order, "incremental" | "changes">> {
    const held = this.#worker === null ? undefined : this.#held.get(key);
    // After a rewritten history the old tree may be missing.
    const changes =
      held === undefined ? null : await repository.treeChanges(held, treeId).catch(() => null);
    if (changes !== null) return { incremental: true, changes };
    const files = await repository.listTree(treeId);
    return { incremental: false, changes: files.map((file): FileChange => [file.path, file]) };
  }

  /** One run of the thread; on a file that takes too long the thread is ended and the file's blob returned. */
  async #attempt(
    repository: ScanSource,
    order: Order,
  ): Promise<Done | { kind: "stuck"; blob: string }> {
    const worker = this.#start();
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearInterval(watch);
        // One by one: Node keeps listeners of its own on the worker.
        for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
        worker.unref();
        act();
      };
      const fail = (message: string, cause?: unknown): void =>
        settle(() => {
          void this.close();
          reject(new AppError("repository_unreadable", { message, cause }));
        });
      const watch = this.#watch(
        (blob) => settle(() => void this.close().then(() => resolve({ kind: "stuck", blob }))),
        () => fail("Reading it takes too long."),
      );
      worker.on("error", (error) => fail("Its content could not be read.", error));
      worker.on("exit", () => fail("The reading thread ended."));
      worker.on("message", (message: ScanAnswer) => {
        if (message.kind === "done") settle(() => resolve(message));
        else if (message.kind === "failed")
          fail(`Its content could not be read: ${message.message}`);
        else {
          this.#number(message.blobs);
          readTexts(repository, message.blobs).then(
            (texts) => worker.postMessage({ kind: "texts", texts } satisfies ScanOrder),
            (error: unknown) => fail("Git could not read its files.", error),
          );
        }
      });
      worker.ref();
      worker.postMessage(order);
    });
  }

  #number(blobs: readonly string[]): void {
    for (const blob of blobs) {
      if (this.#isNumbered.has(blob)) continue;
      this.#isNumbered.add(blob);
      this.#numbered.push(blob);
    }
  }

  #watch(onStuck: (blob: string) => void, onTimeout: () => void): NodeJS.Timeout {
    const startedAt = performance.now();
    let at = 0;
    let since = startedAt;
    return setInterval(() => {
      const number = Atomics.load(this.#progress, 0);
      const now = performance.now();
      if (number !== at) {
        at = number;
        since = now;
      }
      const blob = at === 0 ? undefined : this.#numbered[at - 1];
      if (blob !== undefined && now - since > parseLimitMs) onStuck(blob);
      else if (now - startedAt > scanLimitMs) onTimeout();
    }, 200);
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const shared = new SharedArrayBuffer(4);
    this.#progress = new Int32Array(shared);
    this.#numbered = [];
    this.#isNumbered.clear();
    this.#worker = startThread(new URL("./scan-worker.ts", import.meta.url), {
      workerData: shared,
      resourceLimits: { maxOldGenerationSizeMb: 1024, stackSizeMb: 8 },
    });
    return this.#worker;
  }
}

async function readTexts(
  repository: ScanSource,
  blobs: readonly string[],
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const [blob, content] of repository.readBlobs(blobs)) {
    if (content !== null) texts.set(blob, content.toString("utf8"));
  }
  return texts;
}
