import path from "node:path";
import type { Actor } from "#server/contracts/common.ts";
import type { Secret } from "#server/contracts/secret.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import type { StoredRepository } from "./catalog-repository.ts";
import { withListedInventory } from "./list-inventory.ts";
import type { Repositories } from "./repositories.ts";

/** Runs dynamic inventories when a person asks, and keeps what they name as the inventory of their project. */
export class DynamicInventories {
  private readonly deps: {
    readonly repositories: Repositories;
    readonly paths: { readonly inventoryCopies: string; readonly dependencies: string };
    /** The repository's tree, written out. */
    readonly treePath: (treeId: string, repositoryId: string) => Promise<string>;
    readonly scan: (repositoryId: string) => Promise<void>;
    readonly secrets: Pick<SecretsService, "usable" | "open">;
    /** What no program of a repository may see. */
    readonly hiddenPaths: readonly string[];
  };
  /** By repository and path: pressed again while it runs, it is run once. */
  private readonly running = new Map<string, Promise<void>>();

  constructor(deps: DynamicInventories["deps"]) {
    this.deps = deps;
  }

  /** @throws not_found, inventory_unusable with what the program said */
  refresh(actor: Actor, repositoryId: string, inventoryPath: string): Promise<void> {
    const key = `${repositoryId}:${inventoryPath}`;
    const known = this.running.get(key);
    if (known !== undefined) return known;
    const run = this.list(actor, repositoryId, inventoryPath).finally(() =>
      this.running.delete(key),
    );
    this.running.set(key, run);
    return run;
  }

  private async list(actor: Actor, repositoryId: string, inventoryPath: string): Promise<void> {
    const { repositories, paths, treePath, scan, hiddenPaths } = this.deps;
    const of = await repositories.get(repositoryId);
    const { treeId, project, environment } = dynamicIn(of, inventoryPath);
    const lock = of.requirementsLock;
    const order = {
      treePath: await treePath(treeId, repositoryId),
      inventoryPath,
      contentDirs: lock === null ? [] : [path.join(paths.dependencies, lock)],
      hiddenPaths,
      given: await this.given(actor, repositoryId, environment),
    };
    const listedId = await withListedInventory(order, (file) =>
      repositories.keepListed(
        actor,
        { of, path: inventoryPath },
        { file, copies: paths.inventoryCopies },
      ),
    );
    await scan(listedId);
    const [listed] = (await repositories.get(listedId)).scan.inventories;
    if (listed === undefined) throw new AppError("inventory_unusable");
    await repositories.chooseListed(actor, of, {
      ...{ project, path: `${listedId}:${listed.path}` },
      ...{ listedFrom: inventoryPath, hostCount: listed.hosts.length },
    });
  }

  /** What people stored for this repository, and no other, under the names that the inventory asks for. */
  private async given(
    actor: Actor,
    repositoryId: string,
    names: readonly string[],
  ): Promise<Record<string, string>> {
    const { secrets } = this.deps;
    const stored = (await secrets.usable([repositoryId], null)).filter(
      (secret) => isForInventory(secret, repositoryId) && names.includes(secret.name),
    );
    const values = await secrets.open(
      stored.map(({ id, name, version }) => ({ secretId: id, name, version })),
      { actor, subject: {} },
    );
    return Object.fromEntries(stored.map(({ id, name }) => [name, values.get(id) ?? ""]));
  }
}

/** One that is stored for everything is not for the programs of every repository. */
export function isForInventory(
  secret: Pick<Secret, "kind" | "scope" | "repositoryId">,
  repositoryId: string,
): boolean {
  const { kind, scope } = secret;
  return kind === "api_key" && scope === "repository" && secret.repositoryId === repositoryId;
}

function dynamicIn({ name, scan, treeId }: StoredRepository, inventoryPath: string) {
  const found = scan.inventories.find(
    ({ kind, path: at }) => kind === "dynamic" && at === inventoryPath,
  );
  if (found !== undefined && treeId !== null)
    return { treeId, project: found.project, environment: found.environment };
  throw new AppError("inventory_unusable", {
    message: `${name} has no dynamic inventory ${inventoryPath} any more. Scan it and try again.`,
  });
}
