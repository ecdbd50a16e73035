import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Database } from "#server/platform/prisma.ts";
import {
  catalogVersion,
  findEntries,
  findRemembered,
  rememberChoice,
} from "./catalog-repository.ts";
import { buildMatchIndex, type MatchIndex } from "./domain/match-index.ts";
import {
  type MatchResult,
  match,
  namedService,
  phraseKey,
  requestPhrases,
} from "./domain/matcher.ts";

interface Loaded {
  readonly version: string;
  readonly index: MatchIndex;
  readonly entries: CatalogEntry[];
}

/** Searches the entries of all repositories. Keeps one prepared index per process, as new as the database. */
export class CatalogSearch {
  private readonly db: Database;
  private cached: Loaded | null = null;
  private loading: Promise<Loaded> | null = null;

  constructor(db: Database) {
    this.db = db;
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

  private async load(version: string): Promise<Loaded> {
    const entries = await findEntries(this.db);
    this.cached = { version, entries, index: buildMatchIndex(entries) };
    return this.cached;
  }

  /** What a request asks for, intent by intent, with the entries that may serve it. */
  async match(text: string): Promise<MatchResult> {
    const index = await this.index();
    const remembered = await findRemembered(this.db, requestPhrases(index, text));
    return match(index, text, { memory: (phrase) => remembered.get(phrase) ?? null });
  }

  /** Keeps what a person chose for an intent's text, until that entry changes. */
  async remember(intentText: string, entryId: string): Promise<void> {
    const phrase = phraseKey(intentText);
    if (phrase !== "") await rememberChoice(this.db, phrase, entryId);
  }

  /** The service of the catalog that a text names, or null. */
  async findService(text: string): Promise<string | null> {
    return namedService(await this.index(), text);
  }
}
