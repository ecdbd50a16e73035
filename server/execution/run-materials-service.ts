import { isAnsibleWork } from "#server/contracts/task.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import { giveSshKeys } from "./domain/give-ssh-keys.ts";
import type { AgentIdentity, HeldRun } from "./held-run.ts";
import type { RunService } from "./run-service.ts";

/** How a run reaches its hosts. */
type RunAccess = Awaited<ReturnType<InventoryService["runAccess"]>>;

/** What a claimed run is given by value. */
export interface RunMaterials {
  /** Values of the secrets that its task names, by id. */
  readonly values: ReadonlyMap<string, string>;
  readonly access: RunAccess;
}

const noAccess: RunAccess = { keys: [], knownHosts: "", routes: [] };

/** Gathers what a claimed run is given: its secrets, and the way to its hosts. */
export class RunMaterialsService {
  private readonly deps: {
    readonly runs: Pick<RunService, "openSecrets">;
    readonly inventory: Pick<InventoryService, "runAccess">;
  };

  constructor(deps: RunMaterialsService["deps"]) {
    this.deps = deps;
  }

  /** The use of each secret is in the history before. @throws secret_changed, secret_unreadable */
  async open(run: HeldRun, agent: AgentIdentity): Promise<RunMaterials> {
    const values = await this.deps.runs.openSecrets(run, agent);
    return { values, access: await this.accessOf(run, values) };
  }

  private async accessOf(
    { body: { repositoryId, inventorySource, task } }: HeldRun,
    values: ReadonlyMap<string, string>,
  ): Promise<RunAccess> {
    if (!isAnsibleWork(task.workType)) return noAccess;
    const keys = giveSshKeys(task, values);
    const hostsFrom = inventorySource?.repositoryId ?? repositoryId;
    // What is delegated elsewhere signs in there with the key that the plan names for it.
    const names = [...task.hosts, ...keys.flatMap(({ hosts }) => hosts)];
    return this.deps.inventory.runAccess(hostsFrom, names, keys);
  }
}
