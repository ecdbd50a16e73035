import type { z } from "zod";
import type {
  chooseInventoryBodySchema,
  Doctor,
  DynamicInventory,
  InventoryOption,
  refreshInventoryBodySchema,
} from "#server/contracts/doctor.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { Secret } from "#server/contracts/secret.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Database } from "#server/platform/prisma.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import { findRepositories, findRepository, type StoredRepository } from "./catalog-repository.ts";
import type { CatalogService } from "./catalog-service.ts";
import type { DependenciesService } from "./dependencies-service.ts";
import { type DoctorHoldings, examine } from "./domain/doctor.ts";
import { sampleHosts } from "./domain/sample-hosts.ts";
import { isForInventory } from "./dynamic-inventories.ts";
import { findEntryGroups, type StoredEntryGroup } from "./entry-repository.ts";
import {
  isOffered,
  labelled,
  type OfferedInventory,
  offeredElsewhere,
} from "./inventory-choice.ts";

const maxRefused = 50;

/** Says of each repository what it needs before all of it can run, and takes what a person chooses. */
export class DoctorService {
  private readonly deps: {
    readonly db: Database;
    readonly catalog: Pick<CatalogService, "chooseInventory" | "listInventory">;
    readonly dependencies: Pick<DependenciesService, "machineContent">;
    readonly secrets: Pick<SecretsService, "list">;
  };

  constructor(deps: DoctorService["deps"]) {
    this.deps = deps;
  }

  /** The findings for every repository, from what the last scans stored: four reads, however many there are. */
  async view(): Promise<{ doctors: Doctor[] }> {
    const { db, dependencies, secrets } = this.deps;
    const [repositories, groups, machine, stored] = await Promise.all([
      findRepositories(db),
      findEntryGroups(db),
      dependencies.machineContent(),
      secrets.list(),
    ]);
    const byRepository = new Map<string, StoredEntryGroup[]>();
    for (const group of groups) {
      const { repositoryId } = group;
      byRepository.set(repositoryId, [...(byRepository.get(repositoryId) ?? []), group]);
    }
    const kept = keptNames(repositories);
    const doctors = repositories.map((repository) => {
      const offered = offeredElsewhere(repositories, repository.id);
      const [only] = offered;
      const holdings = {
        ...{ machine, elsewhere: offered.map(asOption) },
        usualElsewhere: offered.length === 1 && only?.isShared === true ? only.ref : null,
        ...givenTo(repository.id, stored),
      };
      return {
        ...doctorOf(repository, byRepository.get(repository.id) ?? [], holdings),
        dynamic: dynamicOf(repository, repositories, stored),
        samples: sampleHosts(repository.scan.inventories, kept),
      };
    });
    return { doctors };
  }

  /** Keeps the inventory that a project uses from now on. @throws not_found, invalid_input when the scan knows no such one */
  async chooseInventory(
    principal: Principal,
    repositoryId: string,
    choice: z.infer<typeof chooseInventoryBodySchema>,
  ): Promise<{ doctors: Doctor[] }> {
    const repository = await findRepository(this.deps.db, { id: repositoryId });
    if (repository === null)
      throw new AppError("not_found", { message: "That repository does not exist." });
    const { inventories, projects } = repository.scan;
    const isKnown =
      inventories.every(({ path, kind }) => path !== choice.path || kind !== "sample") &&
      (await isOffered(this.deps.db, repository, choice.path)) &&
      (choice.project === "" || projects.some(({ folder }) => folder === choice.project));
    if (!isKnown)
      throw new AppError("invalid_input", {
        message: `${repository.name} has no inventory ${choice.path} any more. Scan it and choose again.`,
      });
    await this.deps.catalog.chooseInventory(actorOf(principal), repositoryId, choice);
    return this.view();
  }

  /** Runs a dynamic inventory once and uses the hosts that it names. @throws not_found, inventory_unusable */
  async refreshInventory(
    principal: Principal,
    repositoryId: string,
    { path }: z.infer<typeof refreshInventoryBodySchema>,
  ): Promise<{ doctors: Doctor[] }> {
    await this.deps.catalog.listInventory(principal, repositoryId, path);
    return this.view();
  }
}

/** Names of the hosts that are kept in Chiffon. */
function keptNames(repositories: readonly StoredRepository[]): ReadonlySet<string> {
  const own = repositories.filter(({ kind }) => kind === "hosts");
  const inventories = own.flatMap(({ scan }) => scan.inventories);
  return new Set(inventories.flatMap(({ hosts }) => hosts.map(({ name }) => name)));
}

/** The dynamic inventories of a repository, with what each asks for and what it named when it was last run. */
function dynamicOf(
  { id, scan }: StoredRepository,
  all: readonly StoredRepository[],
  stored: readonly Secret[],
): DynamicInventory[] {
  const lists = all.filter(({ listedFrom }) => listedFrom?.repositoryId === id);
  const kept = stored.filter((secret) => secret.isReadable && isForInventory(secret, id));
  const names = new Set(kept.map(({ name }) => name));
  return scan.inventories
    .filter(({ kind }) => kind === "dynamic")
    .map(({ path, environment }) => {
      const found = lists.find(({ listedFrom }) => listedFrom?.path === path);
      const hostCount = found?.scan.inventories[0]?.hosts.length ?? 0;
      return {
        path,
        listed: found === undefined ? null : { hostCount, at: found.scannedAt },
        asks: environment.map((name) => ({ name, isStored: names.has(name) })),
      };
    });
}

function asOption(offered: OfferedInventory): InventoryOption {
  const { ref, label } = labelled(offered);
  return { path: ref, label, hostCount: offered.inventory.hosts.length };
}

function doctorOf(
  repository: StoredRepository,
  groups: readonly StoredEntryGroup[],
  holdings: DoctorHoldings,
): Omit<Doctor, "dynamic" | "samples"> {
  const refused = groups.flatMap((group) => group.refused);
  const refusedGroups = groups.filter(({ isRefused }) => isRefused);
  return {
    ...examine(repository, groups, holdings),
    entryCount: groups[0]?.totalCount ?? 0,
    refusedCount: refusedGroups.reduce((total, { entryCount }) => total + entryCount, 0),
    refused: refused.sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, maxRefused),
  };
}

/** What the store holds for the plans of a repository and can open. */
function givenTo(repositoryId: string, stored: readonly Secret[]) {
  const usable = stored.filter(
    (secret) =>
      secret.isReadable &&
      secret.requestId === null &&
      (secret.repositoryId === null || secret.repositoryId === repositoryId),
  );
  const named = (kind: Secret["kind"]) => usable.filter((secret) => secret.kind === kind);
  return {
    vaultIds: new Set(named("vault_password").map(({ vaultId }) => vaultId ?? "default")),
    variables: new Set(named("variable_value").map(({ name }) => name)),
  };
}
