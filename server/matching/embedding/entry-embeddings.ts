import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import { timeLimit } from "#server/lib/time-limit.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { Database } from "#server/platform/prisma.ts";
import { sha256 } from "#server/platform/sha256.ts";
import { findVectors, pruneVectors, saveVectors } from "../embedding-repository.ts";
import { EmbeddingFault, similarityOf, type TextEmbedder } from "./text-embedder.ts";

/** How alike a phrase is to entries, by entry id: 0–1. */
export type Similarities = ReadonlyMap<string, number>;

const batchSize = 32;
const batchTimeoutMs = 60_000;
const phraseTimeoutMs = 800;
const checkTimeoutMs = 2_000;
const retryAfterMs = 60_000;
const keptPhrases = 300;
const leastAlike = 0.2;
const maxText = 1_000;

/**
 * Vectors of the catalog's entries, kept in Postgres by model and text: a text is embedded once. Works in the background
 * and never stands in the way: as long as there are no vectors, or the model does not answer, there are no similarities
 * and matching goes without.
 */
export class EntryEmbeddings {
  private readonly deps: {
    readonly db: Database;
    readonly log: Logger;
    readonly embedder: TextEmbedder;
    readonly catalog: Pick<CatalogService, "neverSent">;
    /** Texts that hold one of these are not embedded outside this process. */
    readonly secrets: () => Promise<readonly string[]>;
  };
  private vectors = new Map<string, { readonly hash: string; readonly vector: Float32Array }>();
  private readonly phrases = new Map<string, Float32Array>();
  private fault: string | null = null;
  private pausedUntil = 0;
  private checkedAt = Number.NEGATIVE_INFINITY;
  private working: Promise<void> = Promise.resolve();
  private newest: readonly CatalogEntry[] = [];
  private readonly stop = new AbortController();

  constructor(deps: EntryEmbeddings["deps"]) {
    this.deps = deps;
  }

  /** Asks the model unless it answered or failed within the last minute. What an owner should know, or null. */
  async check(): Promise<string | null> {
    const now = performance.now();
    if (now >= this.pausedUntil && now - this.checkedAt > retryAfterMs) {
      this.checkedAt = now;
      await this.ask(["ready"], checkTimeoutMs).then(
        () => {
          this.fault = null;
        },
        (error: unknown) => this.pause(error),
      );
    }
    return this.fault === null ? null : `Search by meaning is off: ${this.fault}`;
  }

  /** Brings the vectors in line with the entries, in the background. Resolves when that is done; never throws. */
  update(entries: readonly CatalogEntry[]): Promise<void> {
    this.newest = entries;
    this.working = this.working
      .then(() => this.embedEntries(entries))
      .catch((error: unknown) => this.pause(error));
    return this.working;
  }

  /** Similarities for phrases, for those that could be embedded within 0.8 s. Never throws. */
  async similarities(phrases: readonly string[]): Promise<Map<string, Similarities>> {
    if (this.fault !== null && performance.now() >= this.pausedUntil) void this.update(this.newest);
    if (this.vectors.size === 0) return new Map();
    await this.embedPhrases(phrases).catch((error: unknown) => this.pause(error));
    return new Map(
      phrases.flatMap((phrase) => {
        const vector = this.phrases.get(phrase);
        return vector === undefined ? [] : [[phrase, this.alike(vector)] as const];
      }),
    );
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    this.stop.abort();
    await this.working;
  }

  private alike(phrase: Float32Array): Similarities {
    const found = new Map<string, number>();
    for (const [entryId, { vector }] of this.vectors) {
      const similarity = similarityOf(phrase, vector);
      if (similarity >= leastAlike) found.set(entryId, similarity);
    }
    return found;
  }

  private async embedEntries(entries: readonly CatalogEntry[]): Promise<void> {
    if (entries !== this.newest) return;
    const { db, embedder, catalog } = this.deps;
    const kept = embedder.isInProcess ? new Set<string>() : await catalog.neverSent();
    const hashes = new Map<string, string>();
    const texts = new Map<string, string>();
    for (const entry of entries) {
      if (kept.has(entry.repositoryId)) continue;
      const text = embeddedText(entry);
      const hash = sha256(text);
      hashes.set(entry.id, hash);
      texts.set(hash, text);
    }
    const known = new Map([...this.vectors.values()].map(({ hash, vector }) => [hash, vector]));
    const unknown = [...texts.keys()].filter((hash) => !known.has(hash));
    for (const [hash, vector] of await findVectors(db, embedder.model, unknown)) {
      known.set(hash, vector);
    }
    this.assign(hashes, known);
    const missing = unknown.filter((hash) => !known.has(hash));
    for (let at = 0; at < missing.length; at += batchSize) {
      const batch = missing.slice(at, at + batchSize);
      await this.embedBatch(batch, texts, known);
      this.assign(hashes, known);
    }
    this.fault = null;
    if (missing.length > 0) await pruneVectors(db, embedder.model, [...texts.keys()]);
  }

  private async embedBatch(
    hashes: readonly string[],
    texts: ReadonlyMap<string, string>,
    known: Map<string, Float32Array>,
  ): Promise<void> {
    if (performance.now() < this.pausedUntil) throw new EmbeddingFault(this.fault ?? "paused");
    const sendable = await this.withoutSecrets(hashes.map((hash) => texts.get(hash) ?? ""));
    const chosen = hashes.filter((hash) => sendable.has(texts.get(hash) ?? ""));
    const made = await this.ask(
      chosen.map((hash) => texts.get(hash) ?? ""),
      batchTimeoutMs,
    );
    const vectors = new Map(
      chosen.flatMap((hash, at) => {
        const vector = made[at];
        return vector === undefined ? [] : [[hash, vector] as const];
      }),
    );
    await saveVectors(this.deps.db, this.deps.embedder.model, vectors);
    for (const [hash, vector] of vectors) known.set(hash, vector);
  }

  private assign(
    hashes: ReadonlyMap<string, string>,
    known: ReadonlyMap<string, Float32Array>,
  ): void {
    this.vectors = new Map(
      [...hashes].flatMap(([entryId, hash]) => {
        const vector = known.get(hash);
        return vector === undefined ? [] : [[entryId, { hash, vector }] as const];
      }),
    );
  }

  private async embedPhrases(phrases: readonly string[]): Promise<void> {
    const missing = phrases.filter((phrase) => phrase !== "" && !this.phrases.has(phrase));
    if (missing.length === 0 || performance.now() < this.pausedUntil) return;
    const sendable = [...(await this.withoutSecrets(missing))];
    const made = await this.ask(sendable, phraseTimeoutMs);
    for (const [at, phrase] of sendable.entries()) {
      const vector = made[at];
      if (vector !== undefined) this.phrases.set(phrase, vector);
    }
    for (const phrase of this.phrases.keys()) {
      if (this.phrases.size <= keptPhrases) break;
      this.phrases.delete(phrase);
    }
  }

  private async ask(texts: readonly string[], timeoutMs: number): Promise<Float32Array[]> {
    if (texts.length === 0) return [];
    const signal = AbortSignal.any([this.stop.signal, timeLimit(timeoutMs)]);
    const slow = new Promise<never>((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(new EmbeddingFault("the model is too slow.")));
    });
    return Promise.race([this.deps.embedder.embed(texts, signal), slow]);
  }

  private async withoutSecrets(texts: readonly string[]): Promise<Set<string>> {
    if (this.deps.embedder.isInProcess) return new Set(texts);
    const secrets = await this.deps.secrets();
    return new Set(texts.filter((text) => !secrets.some((secret) => text.includes(secret))));
  }

  private pause(error: unknown): void {
    // What waits while it is paused failed for the same reason.
    if (performance.now() < this.pausedUntil || this.stop.signal.aborted) return;
    const fault = error instanceof EmbeddingFault ? error.message : "it failed; see the log.";
    if (fault !== this.fault) this.deps.log.warn({ err: error }, "entries could not be embedded");
    this.fault = fault;
    this.pausedUntil = performance.now() + retryAfterMs;
  }
}

/** What says most of an entry in few words. */
function embeddedText(entry: CatalogEntry): string {
  const names = [entry.name, entry.service ?? "", ...entry.aliases.slice(0, 10)];
  const text = `${entry.verbs.join(" ")} ${[...new Set(names)].join(", ")}. ${entry.description}\n${entry.searchText}`;
  return text.slice(0, maxText);
}
