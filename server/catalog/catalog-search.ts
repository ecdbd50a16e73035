import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Database } from "#server/platform/prisma.ts";
import { catalogVersion, findRemembered, rememberChoice } from "./catalog-repository.ts";
import { buildMatchIndex, type MatchIndex } from "./domain/match-index.ts";
import {
  type MatchResult,
  match,
  namedService,
  phraseKey,
  requestPhrases,
} from "./domain/matcher.ts";
import { namedApp } from "./domain/named-app.ts";
import type { EntryEmbeddings } from "./embedding/entry-embeddings.ts";
import { findEntries, findEntryVersions } from "./entry-repository.ts";

interface Loaded {
  readonly version: string;
  readonly index: MatchIndex;
  readonly entries: CatalogEntry[];
  /** Fingerprint of each entry by id. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

/** Searches the entries of all repositories. Keeps one prepared index per process, as new as the database. */
export class CatalogSearch {
  private readonly db: Database;
  private readonly embeddings: EntryEmbeddings | null;
  private cached: Loaded | null = null;
  private loading: Promise<Loaded> | null = null;

  /** @param embeddings null: matching goes by words alone */
  constructor(db: Database, embeddings: EntryEmbeddings | null = null) {
    this.db = db;
    this.embeddings = embeddings;
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
    const version = await catalogVersion(this.db);
    if (this.cached?.version === version) return this.cached;
    this.loading ??= this.load(version).finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  /** Reads only entries that changed: the others keep their identity, and with it what is prepared of them. */
  private async load(version: string): Promise<Loaded> {
    const before = this.cached;
    const rows = await findEntryVersions(this.db);
    const kept = new Map((before?.entries ?? []).map((entry) => [entry.id, entry]));
    const changed = rows.filter(
      ({ id, version: fingerprint }) => before?.fingerprints.get(id) !== fingerprint,
    );
    const read = await findEntries(
      this.db,
      changed.map(({ id }) => id),
    );
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
    const phrases = requestPhrases(index, text);
    const [remembered, similar] = await Promise.all([
      findRemembered(this.db, phrases),
      this.embeddings?.similarities(phrases),
    ]);
    return match(index, text, {
      memory: (phrase) => remembered.get(phrase) ?? null,
      similarity: (phrase) => similar?.get(phrase) ?? null,
    });
  }

  /** Keeps what a person chose for an intent's text, until that entry changes. */
  async remember(intentText: string, entryId: string): Promise<void> {
    const phrase = phraseKey(intentText);
    if (phrase !== "") await rememberChoice(this.db, phrase, entryId);
  }

  /** The app that a wish is about, for playbooks that act on any; see `named-app.ts`. */
  async findApp(text: string): Promise<string | null> {
    return namedApp(await this.index(), text);
  }

  /** The service of the catalog that a text names, or null. */
  async findService(text: string): Promise<string | null> {
    return namedService(await this.index(), text);
  }
}

const order = (entry: CatalogEntry) => `${entry.path}\0${entry.kind}\0${entry.name}`;

function byPath(a: CatalogEntry, b: CatalogEntry): number {
  return order(a) < order(b) ? -1 : 1;
}
