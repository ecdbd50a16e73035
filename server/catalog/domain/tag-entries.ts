import type { RoleUse } from "#server/ansible/play.ts";
import { stemOf } from "#server/ansible/repository-paths.ts";
import type { Role } from "#server/ansible/role.ts";
import { compact } from "#server/language/words.ts";
import type { Closure } from "./closure.ts";
import type { BuiltPlaybook } from "./entry-builder.ts";
import { identify, type KnownNames } from "./identity.ts";
import { type Assessed, assessRisk, type RiskFacts } from "./risk.ts";
import type { ScannedEntry } from "./scan-types.ts";

const minRoles = 3;

/**
 * Entries for the tags of playbooks that deploy many services at once, so that one of them can be run alone:
 * `site.yml` with tag `jellyfin`. Offered are tags of a playbook's own plays, not of those it imports, where the
 * playbook is not itself about one service, no other playbook is about the tag's, and no other playbook offers the
 * same tag for the same hosts. They need their playbook's files and do not repeat them.
 */
export function tagEntries(names: KnownNames, playbooks: readonly BuiltPlaybook[]): ScannedEntry[] {
  const services = new Set(playbooks.flatMap(({ entry }) => compact(entry.service ?? "") || []));
  const offered = new Map<string, ScannedEntry>();
  const bySize = playbooks
    .map((playbook) => ({ playbook, uses: ownUses(playbook) }))
    .filter(({ playbook, uses }) => uses.length >= minRoles && !isDedicated(playbook))
    .sort((a, b) => b.uses.length - a.uses.length);
  for (const { playbook, uses } of bySize) {
    for (const entry of entriesOf(names, playbook, uses)) {
      const key = `${entry.name}\0${entry.hostPatterns.join()}`;
      if (!services.has(compact(entry.service ?? "")) && !offered.has(key)) offered.set(key, entry);
    }
  }
  return [...offered.values()];
}

/** Roles that the playbook's own plays name; what it imports offers its tags itself. */
function ownUses({ entry, closure }: BuiltPlaybook): TagMember[] {
  const own = closure.playbooks.find((file) => file.path === entry.path);
  return (own?.plays ?? []).flatMap((play) =>
    play.roles.map((use) => ({ use, hosts: play.hosts })),
  );
}

/** A playbook about one service that brings what the service needs: its other roles are no services of their own. */
export function isDedicated({ entry, closure }: BuiltPlaybook): boolean {
  const service = compact(entry.service ?? "");
  const stem = compact(stemOf(entry.path));
  return [...closure.roles.values()].some(({ role }) =>
    [service, stem].includes(compact(role.name)),
  );
}

function entriesOf(
  names: KnownNames,
  { entry, closure }: BuiltPlaybook,
  uses: readonly TagMember[],
): ScannedEntry[] {
  const byTag = new Map<string, TagMember[]>();
  for (const member of uses) {
    for (const tag of member.use.tags) {
      if (isOffered(tag)) byTag.set(tag, [...(byTag.get(tag) ?? []), member]);
    }
  }
  const roles = rolesByName(closure);
  return [...byTag]
    .filter(([, members]) => members.length <= 2)
    .map(([tag, members]) => tagEntry(names, entry, roles, tag, members));
}

/** Tags that leave something out instead of running it, and those that Ansible treats apart, are no services. */
function isOffered(tag: string): boolean {
  return !/^(?:always|never|all|tagged|untagged)$|^(?:skip|no|not|without)\b|^skip_/.test(tag);
}

/** What a tag is about: "role::nginx" is nginx. */
function subjectOf(tag: string): string {
  return tag.replace(/^(?:role|service|app)(?:::?|[_-])/, "");
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
  const identity = identify(`${subjectOf(tag)}.yml`, [], known);
  const facts = roles.flatMap((role) => [...role.tasks.values()]);
  const modules = [...new Set(facts.flatMap((fact) => fact.modules))].sort();
  const verbs = identity.verbs.length > 0 ? identity.verbs : playbook.verbs;
  const readme = roles.map((role) => `${role.description} ${role.readme}`).join(" ");
  const named = [...names].filter((name) => compact(name) !== compact(subjectOf(tag)));
  return {
    ...playbook,
    kind: "tag",
    name: tag,
    service: identity.service ?? subjectOf(tag),
    verbs: [...verbs],
    aliases: named.map((name) => name.replace(/^.*\./, "")).slice(0, 10),
    description: (roles.map((role) => role.description).find(Boolean) ?? "").slice(0, 500),
    searchText: `${facts.flatMap((fact) => fact.names).join(". ")} ${readme}`.slice(0, 8_000),
    modules,
    images: [...new Set(facts.flatMap((fact) => fact.images))].slice(0, 20),
    tags: [tag],
    ...(roles.length === 1 && roles[0] !== undefined ? { roleFolder: roles[0].folder } : {}),
    hostPatterns: [...new Set(members.map(({ hosts }) => hosts))],
    variables: roles.flatMap((role) => [...role.variables]).slice(0, 200),
    checks: [],
    estimatedSeconds: null,
    note: null,
    files: [],
    ...riskOfTag(playbook, {
      modules,
      marks: new Set(facts.flatMap((fact) => fact.marks)),
      verbs,
      usesBecome: playbook.usesBecome,
      ownCode: playbook.riskReasons.some((reason) => reason.startsWith("runs code")),
      dynamicIncludes: playbook.dynamicIncludes,
    }),
  };
}

/** With its tag the whole playbook is read, and what bears the tag "always" runs too. */
function riskOfTag(playbook: ScannedEntry, facts: RiskFacts): Assessed {
  const assessed = assessRisk(facts);
  if (assessed.risk !== "low" || playbook.risk === "low") return assessed;
  return { risk: "medium", riskReasons: ["is part of a playbook that may do more than read"] };
}
