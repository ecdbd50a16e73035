import { fillTarget } from "#server/ansible/check-target.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import { type CheckPlace, maxCheckPlaces, type PlanVariable } from "#server/contracts/plan.ts";
import type { CatalogEntry, ServiceCheck } from "#server/contracts/playbook.ts";
import { canonicalJson } from "#server/lib/canonical-json.ts";
import { hostCheckSeconds, hostChecksOf, maxHostCheckSeconds } from "#server/lib/host-checks.ts";
import { reachOf } from "./check-address.ts";

/** Checks of one task, at most. */
const maxChecks = 100;
const longestTarget = 500;

/** The checks of an entry; those that look into a host have the rights there that its playbook asks for. */
export function checkTemplates({
  checks,
  usesBecome,
}: Pick<CatalogEntry, "checks" | "usesBecome">): ServiceCheck[] {
  return checks.map((check) =>
    usesBecome && check.kind !== "http" && check.kind !== "tcp"
      ? { ...check, asRoot: true }
      : check,
  );
}

/** How the hosts of a task are reached from here by its checks. Nothing for hosts where nothing is checked. */
export function checkPlaces(
  checks: readonly ServiceCheck[],
  hosts: readonly string[],
  inventory: readonly InventoryHost[],
): CheckPlace[] {
  if (checks.length === 0) return [];
  return hosts.slice(0, maxCheckPlaces).map((name) => {
    const host = inventory.find((one) => one.name === name);
    const isThisMachine = host?.connection === "local";
    const isReached = host === undefined || host.connection !== "other" || host.address !== null;
    return {
      host: name,
      address: isThisMachine || !isReached ? null : (host?.address ?? name),
      isThisMachine,
      values: Object.entries({ ...host?.checkValues, ...connectionValues(host) }).map(
        ([variable, value]) => ({ name: variable, value }),
      ),
    };
  });
}

/** What Ansible calls the ways to a host, as the inventory gives them. */
function connectionValues(host: InventoryHost | undefined): Record<string, string> {
  return {
    ...(host?.address == null ? {} : { ansible_host: host.address }),
    ...(host?.port == null ? {} : { ansible_port: String(host.port) }),
  };
}

/**
 * The checks of a task as they will be made: for each host that it changes, with variables and inventory filled in, from
 * here or on the host. What only Ansible would know, or is none of the task's hosts, makes a check unresolved: it is
 * shown and never made.
 */
export function resolveChecks(
  templates: readonly ServiceCheck[],
  variables: readonly PlanVariable[],
  places: readonly CheckPlace[],
): ServiceCheck[] {
  const checks = templates.flatMap((template) =>
    places.map((place) => {
      const lookUp = (name: string) => valueFor(name, variables, place);
      return resolveCheck(template, { lookUp, place, places });
    }),
  );
  const different = new Map(checks.map((check) => [JSON.stringify(check), check]));
  return withinTime([...different.values()].slice(0, maxChecks));
}

interface Surroundings {
  readonly lookUp: (name: string) => string | null;
  readonly place: CheckPlace;
  readonly places: readonly CheckPlace[];
}

function resolveCheck(template: ServiceCheck, around: Surroundings): ServiceCheck {
  const { listensOn, ...check } = template;
  const filled = fillTarget(template.target, around.lookUp);
  if ("unknown" in filled) return unresolved(check, `only Ansible knows ${filled.unknown}`);
  const { target } = filled;
  switch (check.kind) {
    case "http":
    case "tcp":
      return resolvePort(check.kind, { ...check, target }, { ...around, listensOn });
    case "command":
      return resolveCommand({ ...check, target }, around);
    case "systemd":
    case "container":
      return plainName.test(target)
        ? bounded({ ...check, target, host: around.place.host })
        : unresolved(check, `${target.slice(0, 100)} is no name of a ${nouns[check.kind]}`);
  }
}

function resolvePort(
  kind: "http" | "tcp",
  check: ServiceCheck,
  { listensOn = "", ...around }: Surroundings & { readonly listensOn: string | undefined },
): ServiceCheck {
  const opened = fillTarget(listensOn, around.lookUp);
  const reach = reachOf(
    kind,
    { target: check.target, listensOn: "target" in opened ? opened.target : null },
    around,
  );
  if ("refused" in reach) return unresolved(check, reach.refused);
  const { target, host } = reach;
  return bounded({ ...check, target, ...(host === null ? {} : { host }) });
}

const plainName = /^[A-Za-z0-9_][\w@.:\\-]*$/;
const nouns = { systemd: "unit", container: "container" } as const;

/** Every word is filled by itself: a value is never more than a part of its word. */
function resolveCommand(check: ServiceCheck, { lookUp, place }: Surroundings): ServiceCheck {
  const argv: string[] = [];
  for (const word of check.argv ?? []) {
    const filled = fillTarget(word, lookUp);
    if ("unknown" in filled) return unresolved(check, `only Ansible knows ${filled.unknown}`);
    argv.push(filled.target);
  }
  return argv.length === 0 || argv.some((word) => word.length > longestTarget)
    ? unresolved(check, "its command is not understood")
    : bounded({ ...check, target: argv.map(shownWord).join(" "), argv, host: place.host });
}

/** A word as the card shows it: in quotes where it would read as several. */
function shownWord(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word);
}

function unresolved(check: ServiceCheck, why: string): ServiceCheck {
  return { ...check, unresolved: why.slice(0, 300) };
}

function bounded(check: ServiceCheck): ServiceCheck {
  return check.target.length > longestTarget
    ? unresolved(
        { ...check, target: check.target.slice(0, longestTarget) },
        "its address is too long",
      )
    : check;
}

/** Checks on hosts are part of the run, which has them wait for one another. */
function withinTime(checks: readonly ServiceCheck[]): ServiceCheck[] {
  const late = new Set<string>();
  let seconds = 0;
  for (const { key, check, hosts } of hostChecksOf(checks)) {
    seconds += hostCheckSeconds({ key, check, hosts });
    if (seconds > maxHostCheckSeconds)
      for (const host of hosts) late.add(canonicalJson({ ...check, host }));
  }
  return checks.map((check) =>
    late.has(canonicalJson(check))
      ? unresolved(
          check,
          `checks on hosts get ${maxHostCheckSeconds / 60} minutes in all, and this one would come later`,
        )
      : check,
  );
}

function valueFor(
  name: string,
  variables: readonly PlanVariable[],
  { host, values }: CheckPlace,
): string | null {
  if (name === "inventory_hostname") return host;
  if (name === "inventory_hostname_short") return host.split(".", 1)[0] ?? host;
  const ofInventory = values.find((one) => one.name === name)?.value ?? null;
  if (name === "ansible_host") return ofInventory ?? host;
  const variable = variables.find((one) => one.name === name);
  return variable === undefined ? ofInventory : valueOfVariable(variable, ofInventory);
}

/** A variable's value in Ansible's order: as sent, as the playbook sets it, of the inventory, by default. */
function valueOfVariable(
  { value, overridden, templated, secret, setByPlay }: PlanVariable,
  ofInventory: string | null,
): string | null {
  if (secret) return null;
  const own = !overridden && templated ? null : scalar(value);
  return overridden || setByPlay === true ? own : (ofInventory ?? own);
}

function scalar(value: PlanVariable["value"]): string | null {
  if (typeof value === "string") return /\{[{%#]/.test(value) ? null : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
