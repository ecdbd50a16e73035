import type { Closure } from "./closure.ts";
import { identify, type KnownNames } from "./identity.ts";
import type { RoleUse } from "./play.ts";
import { assessRisk } from "./risk.ts";
import type { Role } from "./role.ts";
import type { ScannedEntry } from "./scan-types.ts";
import { compact } from "./words.ts";

const minRoles = 3;

/**
 * Entries for the tags of a playbook that deploys many services at once, so that one of them can be run alone:
 * `site.yml` with tag `jellyfin`. Playbooks with fewer than three roles need none. They need their playbook's files
 * and do not repeat them.
 */
export function tagEntries(
  names: KnownNames,
  playbook: ScannedEntry,
  closure: Closure,
): ScannedEntry[] {
  const plays = closure.playbooks.flatMap((file) => file.plays);
  const uses = plays.flatMap((play) => play.roles.map((use) => ({ use, play })));
  if (uses.length < minRoles) return [];
  const byTag = new Map<string, TagMember[]>();
  for (const { use, play } of uses) {
    for (const tag of use.tags) {
      if (tag === "always" || tag === "never") continue;
      byTag.set(tag, [...(byTag.get(tag) ?? []), { use, hosts: play.hosts }]);
    }
  }
  const roles = rolesByName(closure);
  return [...byTag]
    .filter(([, members]) => members.length <= 2)
    .map(([tag, members]) => tagEntry(names, playbook, roles, tag, members));
}

interface TagMember {
  readonly use: RoleUse;
  readonly hosts: string;
}

/** Roles of a closure by their own name and by every name they are used under. */
function rolesByName(closure: Closure): ReadonlyMap<string, ReadonlySet<Role>> {
  const found = new Map<string, Set<Role>>();
  for (const { role, uses } of closure.roles.values()) {
    for (const name of [role.name, ...uses.map((use) => use.name)]) {
      found.set(name, (found.get(name) ?? new Set()).add(role));
    }
  }
  return found;
}

function tagEntry(
  known: KnownNames,
  playbook: ScannedEntry,
  rolesOf: ReadonlyMap<string, ReadonlySet<Role>>,
  tag: string,
  members: readonly TagMember[],
): ScannedEntry {
  const names = new Set(members.map(({ use }) => use.name));
  const roles = [...new Set([...names].flatMap((name) => [...(rolesOf.get(name) ?? [])]))];
  const identity = identify(`${tag}.yml`, [], known);
  const facts = roles.flatMap((role) => [...role.tasks.values()]);
  const modules = [...new Set(facts.flatMap((fact) => fact.modules))].sort();
  const verbs = identity.verbs.length > 0 ? identity.verbs : (["deploy"] as const);
  const readme = roles.map((role) => `${role.description} ${role.readme}`).join(" ");
  const named = [...names].filter((name) => compact(name) !== compact(tag));
  return {
    ...playbook,
    kind: "tag",
    name: tag,
    service: identity.service ?? tag,
    verbs: [...verbs],
    aliases: named.map((name) => name.replace(/^.*\./, "")).slice(0, 10),
    description: (roles.map((role) => role.description).find(Boolean) ?? "").slice(0, 500),
    searchText: `${facts.flatMap((fact) => fact.names).join(". ")} ${readme}`.slice(0, 8_000),
    modules,
    images: [...new Set(facts.flatMap((fact) => fact.images))].slice(0, 20),
    tags: [tag],
    hostPatterns: [...new Set(members.map(({ hosts }) => hosts))],
    variables: roles.flatMap((role) => [...role.variables]).slice(0, 200),
    checks: [],
    estimatedSeconds: null,
    note: null,
    files: [],
    ...assessRisk({
      modules,
      marks: new Set(facts.flatMap((fact) => fact.marks)),
      verbs,
      usesBecome: playbook.usesBecome,
      ownCode: playbook.riskReasons.some((reason) => reason.startsWith("runs code")),
      dynamicIncludes: playbook.dynamicIncludes,
    }),
  };
}
