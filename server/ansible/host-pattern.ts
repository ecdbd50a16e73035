import { fillHostTemplate, type HostTemplate, parseHostTemplate } from "./host-template.ts";
import type { ScannedInventory } from "./inventory.ts";
import { isImplicitLocal } from "./inventory.ts";

/** Which hosts a play addresses. `unresolved` says in words what could only be known by running Ansible. */
export interface ResolvedHosts {
  readonly hosts: readonly string[];
  readonly unresolved: string | null;
}

/** Stands for a template beyond reading. */
const unknown: HostTemplate = [{ variable: "", fallback: null }];

type HostGroups = Pick<ScannedInventory, "groups"> & {
  readonly hosts: readonly { readonly name: string }[];
};

/**
 * Resolves a host pattern statically: `all`, groups, hosts, wildcards, `a:b`, `a,b`, `a:!b`, `a:&b`. A template is
 * resolved where its variables are known or fall back on something.
 *
 * @param wanted names (hosts or groups) to narrow down to; empty means no narrowing
 * @param lookUp what a variable of a template holds, or null
 */
export function resolveHosts(
  inventory: HostGroups,
  hostPattern: string,
  wanted: readonly string[] = [],
  lookUp: (variable: string) => string | null = () => null,
): ResolvedHosts {
  const literal = fillHostTemplate(parseHostTemplate(hostPattern) ?? unknown, lookUp);
  if (literal === null) {
    return { hosts: [], unresolved: `The hosts are only known at run time: ${hostPattern}` };
  }
  const terms = splitPattern(literal);
  const odd = terms.find((term) => /^[!&]?~|\[|(?:\*.*){4}/.test(term));
  if (odd !== undefined) {
    return { hosts: [], unresolved: `The host pattern "${odd}" is not one that can be read here.` };
  }
  const targeted = select(inventory, terms);
  if (wanted.length === 0) return { hosts: targeted, unresolved: null };
  const narrowed = new Set(wanted.flatMap((name) => matchTerm(inventory, name)));
  return { hosts: targeted.filter((host) => narrowed.has(host)), unresolved: null };
}

function splitPattern(pattern: string): string[] {
  // A colon separates terms unless it belongs to an IPv6 address, which has at least two of them and only hex digits.
  if (/^[0-9a-f:]+$/i.test(pattern) && pattern.split(":").length > 2) return [pattern];
  return pattern
    .split(/[,:]/)
    .map((term) => term.trim())
    .filter(Boolean);
}

function select(inventory: HostGroups, terms: readonly string[]): string[] {
  const plain = terms.filter((term) => !/^[!&]/.test(term));
  const start = plain.length === 0 && terms.length > 0 ? ["all"] : plain;
  let hosts = [...new Set(start.flatMap((term) => matchTerm(inventory, term)))];
  for (const term of terms.filter((text) => text.startsWith("&"))) {
    const kept = new Set(matchTerm(inventory, term.slice(1)));
    hosts = hosts.filter((host) => kept.has(host));
  }
  for (const term of terms.filter((text) => text.startsWith("!"))) {
    const removed = new Set(matchTerm(inventory, term.slice(1)));
    hosts = hosts.filter((host) => !removed.has(host));
  }
  return hosts;
}

function matchTerm(inventory: HostGroups, term: string): string[] {
  if (term === "all" || term === "*") return inventory.hosts.map((host) => host.name);
  if (Object.hasOwn(inventory.groups, term)) return [...(inventory.groups[term] ?? [])];
  if (term.includes("*")) {
    const pattern = new RegExp(`^${term.split("*").map(escapeText).join("[^:]*")}$`);
    const hosts = inventory.hosts
      .filter((host) => pattern.test(host.name))
      .map((host) => host.name);
    const groups = Object.keys(inventory.groups).filter((group) => pattern.test(group));
    return [...new Set([...hosts, ...groups.flatMap((group) => inventory.groups[group] ?? [])])];
  }
  if (inventory.hosts.some((host) => host.name === term)) return [term];
  return isImplicitLocal(term) ? [term] : [];
}

function escapeText(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
