import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  FolderGit2,
  HardDrive,
  type LucideIcon,
  Package,
} from "lucide-react";
import type { Tone } from "#components/ui/badge.tsx";
import { canBeGiven } from "#server/catalog/domain/given-source.ts";
import type {
  DependenciesView,
  LockChange,
  RequirementState,
  RequirementView,
} from "#server/contracts/dependency.ts";

/** How the state of a requirement reads and looks. */
export const stateLook: Readonly<
  Record<RequirementState, { text: string; icon: LucideIcon; tone: Tone }>
> = {
  installed: { text: "Installed", icon: CircleCheck, tone: "ok" },
  repository: { text: "In the repository", icon: FolderGit2, tone: "ok" },
  ansible: { text: "Comes with Ansible", icon: Package, tone: "ok" },
  machine: { text: "On this machine, not yet copied", icon: HardDrive, tone: "neutral" },
  outdated: { text: "Another version is asked for", icon: CircleAlert, tone: "warn" },
  missing: { text: "Missing", icon: CircleDashed, tone: "warn" },
};

const unfetchable = { text: "Can't be fetched as written", icon: CircleX, tone: "bad" } as const;

/** The look of a requirement: one that can't be fetched says so where it is not there already. */
export function lookOf({ state, refusal }: RequirementView) {
  const isThere = stateLook[state].tone === "ok";
  return refusal !== null && !isThere ? unfetchable : stateLook[state];
}

/** True for a requirement that *Install* would do something about. */
export function isWanting({ state, refusal }: RequirementView): boolean {
  return refusal === null && (state === "missing" || state === "outdated" || state === "machine");
}

/** True for what is not there and could be had from elsewhere, where no file says a good source. */
export function isSayable(requirement: RequirementView): boolean {
  const { state, origin, refusal } = requirement;
  if (origin === "person" || (origin === "file" && refusal === null)) return false;
  return state === "missing" && canBeGiven(requirement);
}

/** True while something is to be installed, is being installed, waits for a decision, or did not work. */
export function callsForAction({ requirements, install }: DependenciesView): boolean {
  return (
    requirements.some(isWanting) ||
    isUnderWay(install) ||
    install?.status === "offered" ||
    (install?.problems.length ?? 0) > 0
  );
}

/** "14 roles and 2 collections, 12 installed": what is there already counts as installed, wherever it lies. */
export function summaryOf(requirements: readonly RequirementView[]): string {
  const count = (kind: RequirementView["kind"], noun: string) => {
    const found = requirements.filter((one) => one.kind === kind).length;
    if (found === 0) return [];
    return [found === 1 ? `1 ${noun}` : `${found} ${noun}s`];
  };
  const there = requirements.filter(({ state }) => stateLook[state].tone === "ok").length;
  const parts = [...count("role", "role"), ...count("collection", "collection")];
  if (parts.length === 0) return "none";
  const rest = there === requirements.length ? "all installed" : `${there} installed`;
  return `${parts.join(" and ")}, ${rest}`;
}

/** Where a requirement comes from and who says so, in a few words, for the person of that name. */
export function originOf(requirement: RequirementView, reader: string): string {
  const { name, type, source, server, version } = requirement;
  const renamed = type === "galaxy" && source !== name ? ` ${source}` : "";
  const where = type === "galaxy" ? `${server ?? "Galaxy"}${renamed}` : source;
  const asked = version === null ? "" : ` ${version}`;
  return `${where}${asked} · ${askedBy(requirement, reader)}`;
}

function askedBy({ path, line, origin, saidBy }: RequirementView, reader: string): string {
  switch (origin) {
    case "play":
    case "module":
      return `named in ${path}`;
    case "person":
      return saidText(saidBy, reader);
    case "file":
    case "meta":
      return `${path}${line === null ? "" : `:${line}`}`;
  }
}

/** "by you", "by Ada". */
export function saidText(saidBy: string | null, reader: string): string {
  return `by ${saidBy === reader ? "you" : (saidBy ?? "somebody")}`;
}

/** A change of a lock in words. */
export function changeText({ kind, name, change, from, to }: LockChange): string {
  switch (change) {
    case "added":
      return `${kind} ${name}${to ? ` ${to}` : ""} is added`;
    case "removed":
      return `${kind} ${name} is removed`;
    case "changed":
      return from === to
        ? `${kind} ${name} changed${from ? ` behind the same version ${from}` : ""}`
        : `${kind} ${name} ${from || "without a version"} → ${to || "without a version"}`;
  }
}

/** True while a worker has the install, or will. */
export function isUnderWay(install: DependenciesView["install"]): boolean {
  return install?.status === "waiting" || install?.status === "running";
}
