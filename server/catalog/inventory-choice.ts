import type { InventorySource } from "#server/contracts/plan.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Db } from "#server/platform/prisma.ts";
import {
  findRepositories,
  type StoredInventory,
  type StoredRepository,
} from "./catalog-repository.ts";
import { pickInventory } from "./domain/pick-inventory.ts";

/** An inventory that plays of a repository may use. */
export interface OfferedInventory {
  /** Tells it from the others: its path, for another repository's with that repository's id before it. */
  readonly ref: string;
  readonly inventory: StoredInventory;
  /** Null: it is the repository's own. */
  readonly source: InventorySource | null;
  /** It is there to be used by playbooks of others: hosts kept in Chiffon, or a copy. */
  readonly isShared: boolean;
}

/** One inventory to use; `choices` is not empty where a person must say first which one, or that it is meant. */
export interface ChosenInventory extends OfferedInventory {
  readonly choices: readonly { readonly ref: string; readonly label: string }[];
  /** Why none of the repository's own is used, a sentence; null where one is, or could be. */
  readonly lack: string | null;
}

/**
 * The inventory for a project of a repository: the one that was chosen, else one of the repository's own, else one of
 * another repository: of the hosts kept in Chiffon, of a copy, or of a person's own git. What acts on the agent's own
 * machine alone needs none.
 *
 * @param chosen what {@link OfferedInventory.ref} says of the one that a person chose, or null
 * @throws inventory_unusable when there is none, or none that can be read, with what to do about it
 */
export async function chooseInventory(
  db: Db,
  repository: StoredRepository,
  {
    project,
    chosen,
    isLocalOnly,
  }: {
    readonly project: string;
    readonly chosen: string | null;
    readonly isLocalOnly: boolean;
  },
): Promise<ChosenInventory> {
  const own = pickInventory(repository.scan.inventories, project, chosen);
  if (own.kind === "picked" && !isElsewhereRef(chosen)) return usable(asOwn(own.inventory));
  const elsewhere = offeredElsewhere(await findRepositories(db), repository.id);
  const known = elsewhere.find(({ ref }) => ref === chosen);
  if (known !== undefined) return usable(known);
  if (own.kind === "picked") return usable(asOwn(own.inventory));
  if (isLocalOnly) return usable(asOwn(noInventory(project)));
  const isOwn = own.kind === "choose";
  const offered = isOwn
    ? repository.scan.inventories.filter(({ path }) => own.paths.includes(path)).map(asOwn)
    : elsewhere;
  const lack = isOwn ? null : lackOf(repository);
  const [first] = offered;
  if (first === undefined)
    throw new AppError("inventory_unusable", { message: `${lack} ${advice}` });
  const isClear = offered.length === 1 && first.isShared;
  return { ...usable(first), lack, choices: isClear ? [] : offered.map(labelled) };
}

/** What a plan has that reads no inventory. */
function noInventory(project: string): StoredInventory {
  return {
    ...{ path: "", project, isConfigured: false, kind: "static", environment: [] },
    ...{ hosts: [], groups: {}, files: [], refusals: [] },
  };
}

/** True for a choice among these inventories that still exists. */
export async function isOffered(
  db: Db,
  { id, scan }: StoredRepository,
  ref: string,
): Promise<boolean> {
  if (scan.inventories.some(({ path }) => path === ref)) return true;
  if (!isElsewhereRef(ref)) return false;
  return offeredElsewhere(await findRepositories(db), id).some((each) => each.ref === ref);
}

const elsewherePattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}:/;

function isElsewhereRef(ref: string | null): boolean {
  return ref !== null && elsewherePattern.test(ref);
}

/** Static inventories with hosts of every other repository; what a repository brings as an example is not offered. */
export function offeredElsewhere(
  repositories: readonly StoredRepository[],
  repositoryId: string,
): OfferedInventory[] {
  const others = repositories.filter(({ id, builtin }) => id !== repositoryId && !builtin);
  const ownFirst = [...others].sort((a, b) => rank(a) - rank(b));
  return ownFirst.flatMap(({ id, name, kind: of, commit, treeId, scan }) =>
    commit === null || treeId === null
      ? []
      : scan.inventories
          .filter(({ kind, hosts }) => kind === "static" && hosts.length > 0)
          .map((inventory) => ({
            ref: `${id}:${inventory.path}`,
            inventory,
            source: { repositoryId: id, repositoryName: name, commit, treeId },
            isShared: of === "hosts" || of === "copy",
          })),
  );
}

function rank({ kind }: StoredRepository): number {
  return ["hosts", "copy", "listed", "git"].indexOf(kind);
}

function asOwn(inventory: StoredInventory): OfferedInventory {
  return { ref: inventory.path, inventory, source: null, isShared: false };
}

/** An inventory by its name, as a person tells it from others. */
export function labelled({ ref, inventory, source }: OfferedInventory) {
  return {
    ref,
    label: source === null ? inventory.path : `${inventory.path} of ${source.repositoryName}`,
  };
}

function usable(offered: OfferedInventory): ChosenInventory {
  const [refusal] = offered.inventory.refusals;
  if (refusal !== undefined) throw new AppError("inventory_unusable", { message: refusal });
  return { ...offered, choices: [], lack: null };
}

const advice = "Add your hosts on the Fleet page, or name a file with them there.";

/** Why a repository has no inventory of its own to use. */
function lackOf({ name, scan: { inventories } }: StoredRepository): string {
  const dynamic = inventories.find(({ kind }) => kind === "dynamic");
  if (dynamic !== undefined)
    return dynamic.refusals[0] ?? `${dynamic.path} would have to be run to know its hosts.`;
  const empty = inventories.find(({ kind, hosts }) => kind === "static" && hosts.length === 0);
  if (empty !== undefined) return `${empty.path} of ${name} lists no hosts.`;
  const sample = inventories.find(({ kind }) => kind === "sample");
  return sample === undefined
    ? `${name} holds no inventory.`
    : `${name} holds only a sample inventory, ${sample.path}.`;
}
