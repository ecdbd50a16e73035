import type {
  InstallKind,
  InstallProblem,
  LockItem,
  Requirement,
  RequirementState,
} from "#server/contracts/dependency.ts";
import { labelOf } from "./galaxy-trouble.ts";
import {
  type Holdings,
  lockItemsOf,
  machineSource,
  type PresentItem,
  refusalOf,
  standingOf,
} from "./requirement-state.ts";

/** What an install does. */
export interface InstallOrder<Found extends PresentItem> {
  /** Items of the lock in use that stay as they are. */
  readonly keep: readonly LockItem[];
  /** Roles and collections of this machine that are copied. */
  readonly copy: readonly Found[];
  readonly fetch: readonly Requirement[];
  /** Requirements that can't be fetched as they are written. */
  readonly refused: readonly InstallProblem[];
}

/**
 * Decides what *Install* or *Update* does: *install* fetches what is missing or asked for in another version and keeps
 * the rest, *update* fetches all anew. What the repository or Ansible itself holds is left alone by both.
 */
export function orderInstall<Found extends PresentItem>(
  kind: InstallKind,
  requirements: readonly Requirement[],
  holdings: Holdings,
  machine: readonly Found[],
): InstallOrder<Found> {
  const copy: Found[] = [];
  const fetch: Requirement[] = [];
  const refused: InstallProblem[] = [];
  const replaced = new Set<LockItem>();
  for (const requirement of requirements) {
    const { state } = standingOf(requirement, holdings);
    if (isLeftAlone(state, kind)) continue;
    const found = copyOf(requirement, state, holdings, machine);
    const refusal = found === undefined ? refusalOf(requirement) : null;
    if (refusal !== null) {
      refused.push({ requirement: labelOf(requirement), ...refusal });
      continue;
    }
    if (found === undefined) fetch.push(requirement);
    else copy.push(found);
    for (const item of lockItemsOf(requirement, holdings.lock)) replaced.add(item);
  }
  const keep = kind === "update" ? [] : holdings.lock.filter((item) => !replaced.has(item));
  return { keep, copy, fetch, refused };
}

function isLeftAlone(state: RequirementState, kind: InstallKind): boolean {
  if (state === "repository" || state === "ansible") return true;
  return state === "installed" && kind === "install";
}

/** What lies on this machine for it: where nothing else answers it, or where it was copied from there before. */
function copyOf<Found extends PresentItem>(
  requirement: Requirement,
  state: RequirementState,
  { lock }: Holdings,
  machine: readonly Found[],
): Found | undefined {
  const wasCopied = lockItemsOf(requirement, lock).some(({ source }) => source === machineSource);
  if (state !== "machine" && !(wasCopied && state === "installed")) return undefined;
  return machine.find(({ kind, name }) => kind === requirement.kind && name === requirement.name);
}
