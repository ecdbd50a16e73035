import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { Database } from "#server/platform/prisma.ts";
import { buildMatchIndex, type MatchIndex } from "./domain/match-index.ts";
import {
  askAt,
  type MatchResult,
  match,
  namedService,
  namesEntry,
  readRequest,
} from "./domain/matcher.ts";
import { namedApp } from "./domain/named-app.ts";
import { phraseKey } from "./domain/prepare-entry.ts";
import type { EntryEmbeddings } from "./embedding/entry-embeddings.ts";
import { type EmbeddingSettings, openEmbeddings } from "./embedding/open-embeddings.ts";
import { findRemembered, rememberChoice } from "./match-memory-repository.ts";

interface Loaded {
  readonly version: string;
  readonly index: MatchIndex;
  readonly entries: CatalogEntry[];
  /** Fingerprint of each entry by id. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

export { askAt };

/** Finds what serves a request among the entries of all repositories. Keeps one prepared index per process. */
export class MatchingService {
  private readonly deps: {
    readonly db: Database;
    readonly log: Logger;
    readonly catalog: CatalogService;
    /** Absent: matching goes by words alone. */
    readonly embedding?: EmbeddingSettings;
  };
  private readonly embeddings: EntryEmbeddings | null;
  private cached: Loaded | null = null;
  private loading: Promise<Loaded> | null = null;

  constructor(deps: MatchingService["deps"]) {
    this.deps = deps;
    this.embeddings = openEmbeddings(deps);
  }

  /** Entries by path, or those that match a search text, best first. File lists are left empty. */
  async listPlaybooks(text?: string): Promise<CatalogEntry[]> {
    const { index, entries } = await this.current();
    if (text === undefined || text.trim() === "") return entries;
    const wanted = text.toLowerCase();
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const found = match(index, text).intents.flatMap((intent) =>
      intent.candidates.flatMap((candidate) => byId.get(candidate.entryId) ?? []),
    );
    const literal = entries.filter((entry) =>
      [entry.name, entry.path, entry.service ?? "", entry.description, ...entry.aliases].some(
        (part) => part.toLowerCase().includes(wanted),
      ),
    );
    return [...new Set([...literal, ...found])].slice(0, 200);
  }

  /** The prepared index over all entries; rebuilt when any repository's commit changed, checked by one short read. */
  async index(): Promise<MatchIndex> {
    return (await this.current()).index;
  }

  private async current(): Promise<Loaded> {
    const version = await this.deps.catalog.version();
    if (this.cached?.version === version) return this.cached;
    this.loading ??= this.load(version).finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  /** Reads only entries that changed: the others keep their identity, and with it what is prepared of them. */
  private async load(version: string): Promise<Loaded> {
    const before = this.cached;
    const rows = await this.deps.catalog.entryVersions();
    const kept = new Map((before?.entries ?? []).map((entry) => [entry.id, entry]));
    const changed = rows.filter(
      ({ id, version: fingerprint }) => before?.fingerprints.get(id) !== fingerprint,
    );
    const read = await this.deps.catalog.entries(changed.map(({ id }) => id));
    const byId = new Map([...kept, ...read.map((entry) => [entry.id, entry] as const)]);
    const entries = rows.flatMap(({ id }) => byId.get(id) ?? []).sort(byPath);
    this.cached = {
      version,
      entries,
      index: buildMatchIndex(entries),
      fingerprints: new Map(rows.map((row) => [row.id, row.version])),
    };
    void this.embeddings?.update(entries);
    return this.cached;
  }

  /** What a request asks for, intent by intent, with the entries that may serve it. */
  async match(text: string): Promise<MatchResult> {
    const index = await this.index();
    const utterance = readRequest(index, text);
    const phrases = utterance.clauses.map((clause) => phraseKey(clause.text));
    const [remembered, similar] = await Promise.all([
      findRemembered(this.deps.db, phrases),
      this.embeddings?.similarities(phrases),
    ]);
    return match(index, utterance, {
      memory: (phrase) => remembered.get(phrase) ?? null,
      similarity: (phrase) => similar?.get(phrase) ?? null,
    });
  }

  /** Keeps what a person chose for an intent's text, until that entry changes. */
  async remember(intentText: string, entryId: string): Promise<void> {
    const phrase = phraseKey(intentText);
    if (phrase !== "") await rememberChoice(this.deps.db, phrase, entryId);
  }

  /** The app that an intent is about, for playbooks that act on any; see `named-app.ts`. */
  async findApp(text: string): Promise<string | null> {
    return namedApp(await this.index(), text);
  }

  /** True for a text that is the name of an entry, word for word. */
  async isEntryName(text: string): Promise<boolean> {
    return namesEntry(await this.index(), text);
  }

  /** The service of the catalog that a text names, or null. */
  async findService(text: string): Promise<string | null> {
    return namedService(await this.index(), text);
  }

  /** What is off in matching and how to switch it on, for the settings page. */
  async notices(): Promise<string[]> {
    const notice = (await this.embeddings?.check()) ?? null;
    return notice === null ? [] : [notice];
  }

  /** Ends what is being embedded. */
  async close(): Promise<void> {
    await this.embeddings?.close();
  }
}

const order = (entry: CatalogEntry) => `${entry.path}\0${entry.kind}\0${entry.name}`;

function byPath(a: CatalogEntry, b: CatalogEntry): number {
  return order(a) < order(b) ? -1 : 1;
}
