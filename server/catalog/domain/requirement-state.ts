import type { LockItem, Requirement, RequirementState } from "#server/contracts/dependency.ts";
import { isVersionWanted } from "./version-range.ts";

/** A role or collection that is there already. Version null: it does not say. */
export interface PresentItem {
  readonly kind: "role" | "collection";
  readonly name: string;
  readonly version: string | null;
  /** *ansible*: every run finds it by itself. *machine*: Install copies it. *repository*: it lies in the tree. */
  readonly where: "ansible" | "machine" | "repository";
}

/** Where a requirement stands, and the version that is there. */
export interface StandingRequirement {
  readonly state: RequirementState;
  readonly present: string | null;
}

/** What there is to answer requirements with. */
export interface Holdings {
  readonly lock: readonly LockItem[];
  readonly present: readonly PresentItem[];
}

/** Where a requirement stands. The repository's own goes before what was installed, and that before the machine's. */
export function standingOf(requirement: Requirement, holdings: Holdings): StandingRequirement {
  const own = holdings.present.find(
    (item) => item.where === "repository" && isNamed(item, requirement),
  );
  if (own !== undefined) return { state: "repository", present: own.version };
  const locked = lockItemsOf(requirement, holdings.lock);
  const [first] = locked;
  if (first !== undefined) {
    const isCurrent = locked.every((item) => isAsAsked(item, requirement));
    return { state: isCurrent ? "installed" : "outdated", present: first.version || null };
  }
  const found = holdings.present.find(
    (item) =>
      item.where !== "repository" && isNamed(item, requirement) && answers(item, requirement),
  );
  return found === undefined
    ? { state: "missing", present: null }
    : { state: found.where, present: found.version };
}

function isNamed(item: Pick<LockItem, "kind" | "name">, requirement: Requirement): boolean {
  return item.kind === requirement.kind && item.name === requirement.name;
}

/** What comes from an address of its own is not answered by another that happens to have its name. */
function answers(item: PresentItem, { type, version }: Requirement): boolean {
  if (type !== "galaxy") return false;
  return version === null || (item.version !== null && isVersionWanted(item.version, version));
}

/** Items of a lock that a requirement stands for: by its name, or those that came from its address. */
export function lockItemsOf(requirement: Requirement, lock: readonly LockItem[]): LockItem[] {
  const named = lock.filter((item) => isNamed(item, requirement));
  if (named.length > 0) return named;
  const source = lockSource(requirement);
  return requirement.type === "galaxy"
    ? []
    : lock.filter((item) => item.kind === requirement.kind && item.source === source);
}

function isAsAsked(item: LockItem, requirement: Requirement): boolean {
  const { kind, version, origin } = requirement;
  // A file or a person says where from: a play or a module is content with whatever has the name.
  const saysWhere = origin === "file" || origin === "person";
  if (saysWhere && item.source !== lockSource(requirement) && item.source !== machineSource)
    return false;
  if (version === null) return true;
  const isFromGit = requirement.type === "git" || requirement.type === "hg";
  if (kind === "role") return item.version === version;
  // A collection's own version says nothing of the branch or tag it came from; the source does.
  return isFromGit || isVersionWanted(item.version, version);
}

/** Source of what was copied from this machine. */
export const machineSource = "this machine";

/** What a lock keeps as the source of a requirement. */
export function lockSource(requirement: Requirement): string {
  const { kind, type, source, server, version } = requirement;
  if (type === "galaxy")
    return ["galaxy", server, galaxyNameOf(requirement)].filter(Boolean).join(" ");
  const isFromGit = type === "git" || type === "hg";
  return `${type} ${source}${kind === "collection" && isFromGit && version ? `,${version}` : ""}`;
}

/** Its name at Galaxy, where that is not the one it is used by. */
function galaxyNameOf({ name, source }: Requirement): string | null {
  return source === name ? null : source;
}

const namePattern = {
  role: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}$/,
  collection: /^[a-z_][a-z0-9_]{0,99}\.[a-z_][a-z0-9_]{0,99}$/,
} as const;

/** Why a requirement can't be fetched as it is written, with the fix; null when it can. */
export function refusalOf(requirement: Requirement): { message: string; fix: string } | null {
  const { kind, name, type, source, version } = requirement;
  if (kind === "role" && !namePattern.role.test(name))
    return refusal("Its name can't be a folder's.", "Give it a plain `name:`.");
  if (type === "galaxy" && !namePattern[kind].test(kind === "role" ? source : name))
    return refusal("Its name is none that Galaxy knows.", "Write it as namespace.name.");
  if (/^-|[\s\0]/.test(source) || (version !== null && /^-|[\0\r\n]/.test(version)))
    return refusal("Its address or version is not plain.", "Correct it in the file named.");
  return type === "galaxy" ? null : refusalOfAddress(type, source);
}

function refusal(message: string, fix: string) {
  return { message, fix };
}

function refusalOfAddress(type: Requirement["type"], source: string) {
  if (source.includes("***@"))
    return refusal(
      "Its address holds a password, which is not used.",
      "Leave the password out of the address; make the source readable without one.",
    );
  if (type === "hg")
    return refusal("Mercurial is not supported.", "Use a git address or a tarball.");
  if (type === "git" && /^(?:file:|\/|\.|~)/.test(source))
    return refusal("It is a repository on a local path.", "Use an https, ssh or git address.");
  if (type === "git" || type === "url") {
    const isRemote =
      /^(?:https?|ssh|git):\/\/[\w[]/.test(source) || /^[\w.-]+@[\w.-]+:[^-]/.test(source);
    return isRemote ? null : refusal("Its address is not supported.", "Use https, ssh or git.");
  }
  if (/^[/~]|(?:^|\/)\.\.(?:\/|$)/.test(source))
    return refusal(
      "It lies outside the repository.",
      "Put it into the repository, or name it by an address.",
    );
  return null;
}
