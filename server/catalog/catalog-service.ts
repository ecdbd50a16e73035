import type { z } from "zod";
import type { AuditService } from "#server/audit/audit-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { Host, HostTest, testHostBodySchema } from "#server/contracts/host.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type {
  addRepositoryBodySchema,
  BlobRef,
  CatalogEntry,
  changeRepositoryBodySchema,
  Repository,
} from "#server/contracts/playbook.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { lastSeq } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { Database } from "#server/platform/prisma.ts";
import { findRepositories, findRepository } from "./catalog-repository.ts";
import { CatalogScanner } from "./catalog-scanner.ts";
import { CatalogSearch } from "./catalog-search.ts";
import type { MatchResult } from "./domain/matcher.ts";
import type { EntryEmbeddings } from "./embedding/entry-embeddings.ts";
import { type EmbeddingSettings, openEmbeddings } from "./embedding/open-embeddings.ts";
import type { HeadChange } from "./head-change.ts";
import { hasHomelab, homelabBranch, makeHomelab } from "./homelab.ts";
import { HostAccess } from "./host-access.ts";
import { findHosts } from "./host-repository.ts";
import { type PlanFacts, PlanSources } from "./plan-sources.ts";
import { Repositories, toRepositoryView } from "./repositories.ts";
import { RepositoryAccess } from "./repository-access.ts";
import { ensureSshKey } from "./ssh-access.ts";
import { TreeStore } from "./tree-store.ts";

export type { HeadChange, PlanFacts };

/** Places below the data directory that the catalog uses. */
export interface CatalogPaths {
  readonly homelab: string;
  readonly apps: string;
  readonly clones: string;
  readonly trees: string;
  readonly sshKey: string;
  readonly knownHosts: string;
  readonly tokens: string;
}

const treeDays = 14;
const homelabName = "Homelab";

/** What can be run, where it comes from and on which hosts: repositories, their entries, inventories and host access. */
export class CatalogService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly paths: CatalogPaths;
    readonly examplesDir: string;
    /** Absent: matching goes by words alone. */
    readonly embedding?: EmbeddingSettings;
  };
  private readonly access: RepositoryAccess;
  private readonly repositories: Repositories;
  private readonly trees: TreeStore;
  private readonly scanner: CatalogScanner;
  private readonly hosts: HostAccess;
  private readonly search: CatalogSearch;
  private readonly embeddings: EntryEmbeddings | null;
  private readonly sources: PlanSources;

  constructor(deps: CatalogService["deps"]) {
    this.deps = deps;
    const { paths } = deps;
    this.access = new RepositoryAccess({
      clones: paths.clones,
      keyFile: paths.sshKey,
      knownHosts: paths.knownHosts,
      tokens: paths.tokens,
    });
    const ownPlaces = [paths.clones, paths.trees, paths.tokens, paths.sshKey, paths.knownHosts];
    this.repositories = new Repositories({ ...deps, access: this.access, ownPlaces });
    this.trees = new TreeStore(paths.trees);
    this.scanner = new CatalogScanner({ ...deps, access: this.access, trees: this.trees });
    this.embeddings = openEmbeddings(deps);
    this.search = new CatalogSearch(deps.db, this.embeddings);
    this.sources = new PlanSources({ db: deps.db, access: this.access, trees: this.trees });
    this.hosts = new HostAccess({ ...deps, keyFile: paths.sshKey, knownHosts: paths.knownHosts });
  }

  /** Every repository, with the `seq` of the fleet topic to follow changes from. */
  async listRepositories(): Promise<{ repositories: Repository[]; seq: number }> {
    const seq = await lastSeq(this.deps.db, "fleet");
    const repositories = await findRepositories(this.deps.db);
    return { repositories: repositories.map(toRepositoryView), seq };
  }

  /**
   * Adds a repository and has it scanned by the orchestrator.
   *
   * @throws repository_unreadable, name_taken
   */
  async addRepository(
    principal: Principal,
    body: z.infer<typeof addRepositoryBodySchema>,
  ): Promise<Repository> {
    const repositoryId = await this.repositories.add(actorOf(principal), body);
    return toRepositoryView(await this.repositories.get(repositoryId));
  }

  /** Changes what may be done with a repository's content. @throws not_found */
  async changeRepository(
    principal: Principal,
    repositoryId: string,
    body: z.infer<typeof changeRepositoryBodySchema>,
  ): Promise<Repository> {
    await this.repositories.change(actorOf(principal), repositoryId, body);
    return toRepositoryView(await this.repositories.get(repositoryId));
  }

  /** Removes a repository with its entries. @throws not_found, repository_in_use */
  async removeRepository(principal: Principal, repositoryId: string): Promise<void> {
    await this.repositories.remove(actorOf(principal), repositoryId);
    await this.hosts.writeKnownHosts();
  }

  /** Reads a repository again because a person asks: its remote is asked now. @throws not_found, repository_unreadable */
  async scanRepository(principal: Principal, repositoryId: string): Promise<Repository> {
    const repository = await this.repositories.get(repositoryId);
    await this.scanner.scan(repository, { actor: actorOf(principal), asked: true });
    const after = await this.repositories.get(repositoryId);
    if (after.error !== null) {
      throw new AppError("repository_unreadable", { message: after.error });
    }
    return toRepositoryView(after);
  }

  /**
   * Reads a repository if its branch moved since the last scan; a repository that is gone is passed over. What cannot
   * be read is stored with the repository instead of thrown: the last good entries stay.
   */
  async scan(repositoryId: string): Promise<void> {
    const repository = await findRepository(this.deps.db, { id: repositoryId });
    if (repository !== null)
      await this.scanner.scan(repository, { actor: systemActor, asked: false });
  }

  /** Entries by path, or those that match a search text, best first. File lists are left empty. */
  listPlaybooks(text?: string): Promise<CatalogEntry[]> {
    return this.search.listPlaybooks(text);
  }

  /** One entry with its files. @throws not_found */
  entry(entryId: string): Promise<CatalogEntry> {
    return this.sources.entry(entryId);
  }

  /** What a request asks for, wish by wish, with the entries that may serve it. */
  match(text: string): Promise<MatchResult> {
    return this.search.match(text);
  }

  /** Keeps what a person chose for a wish's text, until that entry changes. */
  remember(intentText: string, entryId: string): Promise<void> {
    return this.search.remember(intentText, entryId);
  }

  /** The app that a wish is about, by the catalog's name for it or as typed; null where it names none. */
  findApp(text: string): Promise<string | null> {
    return this.search.findApp(text);
  }

  /** The service of the catalog that a text names, or null. */
  findService(text: string): Promise<string | null> {
    return this.search.findService(text);
  }

  /** Facts for a plan, from the last scan. @throws not_found, inventory_unusable, repository_unreadable */
  planFacts(entryId: string): Promise<PlanFacts> {
    return this.sources.planFacts(entryId);
  }

  /**
   * Compares the branch as it is now with the files that a plan was made from. On the way from approval to run: equal
   * heads cost one database read and one ask to a standing process.
   *
   * @throws repository_unreadable
   */
  headChange(
    repositoryId: string,
    plannedCommit: string,
    files: readonly BlobRef[],
    options: { dynamicIncludes?: boolean } = {},
  ): Promise<HeadChange> {
    return this.sources.headChange(repositoryId, plannedCommit, files, options);
  }

  /** Where a tree lies, extracted now if its copy is gone and the repository is named. */
  treePath(treeId: string, repositoryId?: string): Promise<string> {
    return this.sources.treePath(treeId, repositoryId);
  }

  /** Every host of every inventory with what its last test said. */
  async listHosts(): Promise<Host[]> {
    const [repositories, tested] = await Promise.all([
      findRepositories(this.deps.db),
      findHosts(this.deps.db),
    ]);
    const known = new Map(tested.map((host) => [`${host.repositoryId}/${host.name}`, host]));
    return repositories.flatMap((repository) =>
      repository.scan.hosts.map((host) => {
        const record = known.get(`${repository.id}/${host.name}`);
        return {
          ...host,
          repositoryId: repository.id,
          repositoryName: repository.name,
          reachable: record?.reachable ?? null,
          checkedAt: record?.checkedAt ?? null,
          problem: record?.problem ?? null,
          keyFingerprints: [...(record?.fingerprints ?? [])],
        };
      }),
    );
  }

  /** Tests the connection to a host, pinning its keys the first time. @throws not_found, host_not_found */
  async testHost(
    principal: Principal,
    body: z.infer<typeof testHostBodySchema>,
  ): Promise<HostTest> {
    const repository = await this.repositories.get(body.repositoryId);
    const host = repository.scan.hosts.find((each) => each.name === body.host);
    if (host === undefined) throw new AppError("host_not_found");
    await ensureSshKey(this.deps.paths.sshKey);
    return this.hosts.test(actorOf(principal), repository.id, host, {
      repin: body.repin ?? false,
      remoteUser: repository.scan.remoteUser,
    });
  }

  /** The known_hosts file that runs use, written from the pins in the database. */
  async knownHostsFile(): Promise<string> {
    return this.hosts.writeKnownHosts();
  }

  /** First start: makes the SSH key, the example homelab and its entries. Safe to call at every start. */
  async seedHomelab(): Promise<void> {
    const { paths, examplesDir, db } = this.deps;
    await ensureSshKey(paths.sshKey);
    // The row comes before the folder: a crash in between is made good at the next start, while a homelab that its
    // owner removed from Chiffon (the folder stays) is not added again.
    if (!(await hasHomelab(paths.homelab))) {
      if ((await findRepository(db, { location: paths.homelab })) === null) {
        await this.repositories.insert(systemActor, {
          name: homelabName,
          location: paths.homelab,
          branch: homelabBranch,
          builtin: true,
          neverSend: false,
          credential: null,
        });
      }
      await makeHomelab({ examplesDir, target: paths.homelab, appsDir: paths.apps });
    }
    const repository = await findRepository(db, { location: paths.homelab });
    if (repository !== null) await this.scan(repository.id);
    await this.pruneTrees();
  }

  private async pruneTrees(): Promise<void> {
    const repositories = await findRepositories(this.deps.db);
    const keep = new Set(repositories.flatMap((repository) => repository.treeId ?? []));
    await this.trees.prune(keep, treeDays, this.deps.clock.now());
  }

  /** What is off in the catalog and how to switch it on, for the settings page. */
  async notices(): Promise<string[]> {
    const notice = (await this.embeddings?.check()) ?? null;
    return notice === null ? [] : [notice];
  }

  /** Ends standing processes and the scanning thread. */
  async close(): Promise<void> {
    this.access.close();
    await Promise.all([this.scanner.close(), this.embeddings?.close()]);
  }
}
