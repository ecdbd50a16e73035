import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { AppError } from "#server/lib/app-error.ts";
import { baseName, leftOutReason, pathKind } from "./domain/repository-paths.ts";
import type { CatalogScan, TreeFile } from "./domain/scan-types.ts";
import { maxYamlBytes } from "./domain/yaml-file.ts";
import type { GitRepository } from "./git-reader.ts";
import type { ScanAnswer, ScanOrder } from "./scan-worker.ts";

const parseLimitMs = 2_000;
const scanLimitMs = 120_000;
const idleMs = 120_000;
const maxTooSlow = 20;
/** Threads do not inherit the TypeScript loader, so each registers it for itself; found from here, not from the cwd. */
const tsxFolder = path.dirname(createRequire(import.meta.url).resolve("tsx/package.json"));
const loader = pathToFileURL(path.join(tsxFolder, "dist/esm/api/index.mjs")).href;
const bootstrap = `import(${JSON.stringify(loader)}).then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL("./scan-worker.ts", import.meta.url).href)});
});`;

/**
 * Parses repositories in a thread of its own, so that hostile YAML can stop neither the server nor the scan: a file
 * that takes longer than two seconds is left out and named. The thread keeps what it parsed by blob, so scanning a
 * changed repository again only parses what changed; it ends after two idle minutes.
 */
export class ScanThread {
  #worker: Worker | null = null;
  #progress = new Int32Array(new SharedArrayBuffer(4));
  #idle: NodeJS.Timeout | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  /** Scans one tree of a repository. One at a time; further calls wait. */
  scan(repository: GitRepository, repositoryName: string, treeId: string): Promise<CatalogScan> {
    const next = this.#queue.then(() => this.#scan(repository, repositoryName, treeId));
    this.#queue = next.catch(() => undefined);
    return next;
  }

  /** Ends the thread; a later scan starts a new one. */
  async close(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  async #scan(
    repository: GitRepository,
    repositoryName: string,
    treeId: string,
  ): Promise<CatalogScan> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    const files = await repository.listTree(treeId);
    const tooSlow = new Set<string>();
    for (;;) {
      const order = orderFor(files, repositoryName, tooSlow);
      const outcome = await this.#attempt(repository, order);
      if ("scan" in outcome) {
        this.#idle = setTimeout(() => void this.close(), idleMs).unref();
        return outcome.scan;
      }
      const path = files[outcome.stuckAt - 1]?.path;
      if (path === undefined || tooSlow.size >= maxTooSlow) {
        throw new AppError("repository_unreadable", {
          message: "Its YAML takes too long to read.",
        });
      }
      tooSlow.add(path);
    }
  }

  /** One run of the thread; on a file that takes too long the thread is ended and its position returned. */
  async #attempt(
    repository: GitRepository,
    order: Extract<ScanOrder, { kind: "scan" }>,
  ): Promise<{ scan: CatalogScan } | { stuckAt: number }> {
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
        (stuckAt) => settle(() => void this.close().then(() => resolve({ stuckAt }))),
        () => fail("Reading it takes too long."),
      );
      worker.on("error", (error) => fail("Its content could not be read.", error));
      worker.on("exit", () => fail("The reading thread ended."));
      worker.on("message", (message: ScanAnswer) => {
        if (message.kind === "done") settle(() => resolve({ scan: message.scan }));
        else if (message.kind === "failed")
          fail(`Its content could not be read: ${message.message}`);
        else {
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

  #watch(onStuck: (position: number) => void, onTimeout: () => void): NodeJS.Timeout {
    const startedAt = performance.now();
    let at = 0;
    let since = startedAt;
    return setInterval(() => {
      const position = Atomics.load(this.#progress, 0);
      const now = performance.now();
      if (position !== at) {
        at = position;
        since = now;
      }
      if (at > 0 && now - since > parseLimitMs) onStuck(at);
      else if (now - startedAt > scanLimitMs) onTimeout();
    }, 200);
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const shared = new SharedArrayBuffer(4);
    this.#progress = new Int32Array(shared);
    this.#worker = new Worker(bootstrap, {
      eval: true,
      workerData: shared,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 1024, stackSizeMb: 8 },
      env: {},
    });
    return this.#worker;
  }
}

function orderFor(
  files: readonly TreeFile[],
  repositoryName: string,
  tooSlow: ReadonlySet<string>,
): Extract<ScanOrder, { kind: "scan" }> {
  const skipped: { path: string; reason: string }[] = [];
  const readable: string[] = [];
  for (const file of files) {
    if (!isWanted(file)) continue;
    if (tooSlow.has(file.path))
      skipped.push({ path: file.path, reason: "Takes longer than 2 s to read." });
    else if (file.size > maxYamlBytes)
      skipped.push({ path: file.path, reason: "Larger than 1 MB." });
    else readable.push(file.path);
  }
  return { kind: "scan", repositoryName, files, readable, skipped };
}

/** Files whose content tells something: YAML, settings, inventories, pages and links. */
function isWanted(file: TreeFile): boolean {
  if (file.kind === "symlink") return true;
  if (file.kind !== "file" && file.kind !== "executable") return false;
  if (leftOutReason(file.path) !== null) return false;
  const kind = pathKind(file.path);
  if (kind === "markdown") return /(?:^|\/)(?:docs\/|README\.md$)/.test(file.path);
  if (kind !== "other") return !/(?:^|\/)roles\/[^/]+\/(?:templates|files)\//.test(file.path);
  return (
    /^(?:hosts|inventory)$/.test(baseName(file.path)) ||
    /(?:^|\/)(?:inventor(?:y|ies)|group_vars|host_vars)\//.test(file.path)
  );
}

async function readTexts(
  repository: GitRepository,
  blobs: readonly string[],
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const [blob, content] of repository.readBlobs(blobs)) {
    if (content !== null) texts.set(blob, content.toString("utf8"));
  }
  return texts;
}
