import type { Requirement } from "#server/contracts/dependency.ts";
import type {
  Doctor,
  DoctorNeed,
  DoctorRow,
  InventoryOption,
  ProjectInventory,
} from "#server/contracts/doctor.ts";
import type { Need, NeedKind } from "#server/contracts/playbook.ts";
import { type SaidSource, withGivenSources } from "./given-source.ts";
import { pickInventory, projectOf } from "./pick-inventory.ts";
import { type PresentItem, refusalOf, standingOf } from "./requirement-state.ts";

const maxNeeds = 200;
const maxInventories = 50;
const kinds: readonly NeedKind[] = [
  "role",
  "collection",
  "inventory",
  "secret",
  "target",
  "answer",
];

/** Entries of one folder that need and are refused the same. */
export interface EntryGroup {
  readonly folder: string;
  readonly needs: readonly Need[];
  readonly isRefused: boolean;
  readonly entryCount: number;
}

/** What the last scan of a repository found, as far as it tells what is missing. */
export interface DoctorRepository {
  readonly id: string;
  readonly scan: {
    readonly projects: readonly { readonly folder: string }[];
    readonly inventories: readonly {
      readonly path: string;
      readonly project: string;
      readonly kind: "static" | "sample" | "dynamic";
      readonly isConfigured: boolean;
      readonly hosts: readonly unknown[];
    }[];
    readonly dependencies: { readonly requirements: readonly Requirement[] };
  };
  readonly chosenInventories: Readonly<Record<string, string>>;
  /** Where people said that roles and collections are. */
  readonly givenSources: readonly SaidSource[];
}

/** What is there to meet needs with. */
export interface DoctorHoldings {
  /** Roles and collections that Ansible on this machine finds. */
  readonly machine: readonly PresentItem[];
  /** Inventories of other repositories that its playbooks may use. */
  readonly elsewhere: readonly InventoryOption[];
  /** The one of them that is used without being asked for; null where there is none such. */
  readonly usualElsewhere: string | null;
  /** Ids of the vault passwords that are stored for the repository; Ansible tries `default` on every file. */
  readonly vaultIds: ReadonlySet<string>;
  /** Names of variables with a stored value. */
  readonly variables: ReadonlySet<string>;
}

/** The findings for one repository, but for the refused entries themselves. Pure: equal input gives equal findings. */
export function examine(
  repository: DoctorRepository,
  groups: readonly EntryGroup[],
  holdings: DoctorHoldings,
): Omit<Doctor, "refused" | "refusedCount" | "entryCount" | "dynamic" | "samples"> {
  const usable = groups.filter(({ isRefused }) => !isRefused);
  const { scan, givenSources } = repository;
  const requirements = withGivenSources(scan.dependencies.requirements, givenSources);
  const open = openNeeds(usable, requirements, holdings);
  return {
    repositoryId: repository.id,
    readyCount: sum(open.filter(({ needs }) => !needs.some(isBlocking))),
    missing: rowsOf(open, isBlocking),
    asked: rowsOf(open, (need) => !isBlocking(need)),
    inventories: inventoriesOf(repository, usable, holdings),
  };
}

/** A need that nothing meets yet, and why Chiffon could not get it. */
type OpenNeed = Need & Pick<DoctorNeed, "problem">;

interface OpenGroup {
  readonly entryCount: number;
  readonly needs: readonly OpenNeed[];
}

function openNeeds(
  groups: readonly EntryGroup[],
  requirements: readonly Requirement[],
  holdings: DoctorHoldings,
): OpenGroup[] {
  const asked = new Map(requirements.map((one) => [`${one.kind} ${one.name}`, one]));
  return groups.map(({ entryCount, needs }) => ({
    entryCount,
    needs: needs.flatMap((need) => {
      const requirement = asked.get(`${need.kind} ${need.name}`);
      return isMet(need, requirement, holdings)
        ? []
        : [{ ...need, problem: problemOf(need, requirement) }];
    }),
  }));
}

/** What must be there before a run; the rest is asked for on the plan's card, each time or until it is stored. */
function isBlocking({ kind, vaultId }: Need): boolean {
  switch (kind) {
    case "role":
    case "collection":
    case "inventory":
      return true;
    case "secret":
      return vaultId !== undefined;
    case "target":
    case "answer":
      return false;
  }
}

function isMet(
  need: Need,
  requirement: Requirement | undefined,
  { machine, variables, vaultIds, elsewhere }: DoctorHoldings,
): boolean {
  switch (need.kind) {
    case "role":
    case "collection":
      return isFoundByAnsible(need, requirement, machine);
    case "secret":
      return need.vaultId === undefined
        ? variables.has(need.name)
        : vaultIds.has(need.vaultId) || vaultIds.has("default");
    case "inventory":
      return elsewhere.length > 0;
    case "target":
    case "answer":
      return false;
  }
}

function isFoundByAnsible(
  { kind, name }: Need,
  requirement: Requirement | undefined,
  machine: readonly PresentItem[],
): boolean {
  return requirement === undefined
    ? machine.some((item) => item.where === "ansible" && item.kind === kind && item.name === name)
    : standingOf(requirement, { lock: [], present: machine }).state === "ansible";
}

/** Why *Install* could not bring it. */
function problemOf({ kind }: Need, requirement: Requirement | undefined): string | null {
  if (kind !== "role" && kind !== "collection") return null;
  if (requirement === undefined)
    return `Nothing says where the ${kind} comes from. Say where it is here, or name its source in requirements.yml, commit and scan again.`;
  const refusal = refusalOf(requirement);
  return refusal === null ? null : `${refusal.message} ${refusal.fix} Then commit and scan again.`;
}

/** A row for each kind, and one for those of it that can't be had. */
function rowsOf(open: readonly OpenGroup[], wanted: (need: OpenNeed) => boolean): DoctorRow[] {
  return kinds.flatMap((kind) =>
    [true, false].flatMap((canGet) => {
      const isOfRow = (need: OpenNeed) =>
        need.kind === kind && wanted(need) && (need.problem === null) === canGet;
      const needs = countNeeds(open, isOfRow);
      if (needs.length === 0) return [];
      const entryCount = sum(open.filter((group) => group.needs.some(isOfRow)));
      return [
        { kind, canGet, entryCount, needCount: needs.length, needs: needs.slice(0, maxNeeds) },
      ];
    }),
  );
}

/** Needs with how many entries have each, the most wanted first. */
function countNeeds(
  open: readonly OpenGroup[],
  isOfRow: (need: OpenNeed) => boolean,
): DoctorNeed[] {
  const found = new Map<string, DoctorNeed>();
  for (const { entryCount, needs } of open) {
    for (const { kind: _kind, ...need } of needs.filter(isOfRow)) {
      const earlier = found.get(need.name)?.entryCount ?? 0;
      found.set(need.name, { ...need, entryCount: earlier + entryCount });
    }
  }
  return [...found.values()].sort(
    (a, b) => b.entryCount - a.entryCount || (a.name < b.name ? -1 : 1),
  );
}

/** Projects with entries, and which inventory each uses; those without any to use are left out. */
function inventoriesOf(
  { scan, chosenInventories }: DoctorRepository,
  groups: readonly EntryGroup[],
  { elsewhere, usualElsewhere }: DoctorHoldings,
): ProjectInventory[] {
  const { inventories, projects } = scan;
  const used = new Set(
    groups.map(({ folder }) => projectOf(folder === "" ? "x" : `${folder}/x`, projects)),
  );
  return [...used]
    .sort()
    .slice(0, maxInventories)
    .flatMap((project) => {
      const chosen = chosenInventories[project] ?? null;
      const picked = pickInventory(inventories, project, chosen);
      if (picked.kind === "none" && elsewhere.length === 0) return [];
      const own = picked.kind === "picked" ? picked.inventory : null;
      const other = (ref: string | null) => elsewhere.find(({ path }) => path === ref);
      const inUse = other(chosen) ?? own ?? (picked.kind === "none" ? other(usualElsewhere) : null);
      const ownChoices = ownOptions(scan, project, own);
      const choices = [...ownChoices, ...elsewhere].slice(0, maxInventories);
      return [{ project, path: inUse?.path ?? null, hasOwn: ownChoices.length > 0, choices }];
    });
}

/** The one in use first, then those of the project, or of all where it has none. */
function ownOptions(
  { inventories }: DoctorRepository["scan"],
  project: string,
  inUse: DoctorRepository["scan"]["inventories"][number] | null,
): InventoryOption[] {
  const fixed = inventories.filter(({ kind }) => kind === "static");
  const ofProject = fixed.filter((inventory) => inventory.project === project);
  const offered = ofProject.length > 0 ? ofProject : fixed;
  return [...new Set([...(inUse === null ? [] : [inUse]), ...offered])].map(({ path, hosts }) => ({
    ...{ path, label: path, hostCount: hosts.length },
  }));
}

function sum(groups: readonly { readonly entryCount: number }[]): number {
  return groups.reduce((total, { entryCount }) => total + entryCount, 0);
}
