import path from "node:path";
import type { Actor } from "#server/contracts/common.ts";
import { AppError } from "#server/lib/app-error.ts";
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
    const { treeId, project } = dynamicIn(of, inventoryPath);
    const lock = of.requirementsLock;
    const order = {
      treePath: await treePath(treeId, repositoryId),
      inventoryPath,
      contentDirs: lock === null ? [] : [path.join(paths.dependencies, lock)],
      hiddenPaths,
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
}

function dynamicIn({ name, scan, treeId }: StoredRepository, inventoryPath: string) {
  const found = scan.inventories.find(
    ({ kind, path: at }) => kind === "dynamic" && at === inventoryPath,
  );
  if (found !== undefined && treeId !== null) return { treeId, project: found.project };
  throw new AppError("inventory_unusable", {
    message: `${name} has no dynamic inventory ${inventoryPath} any more. Scan it and try again.`,
  });
}
