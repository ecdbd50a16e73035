import { fillTarget } from "#server/ansible/check-target.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import { type CheckPlace, maxCheckPlaces, type PlanVariable } from "#server/contracts/plan.ts";
import type { ServiceCheck } from "#server/contracts/playbook.ts";

/** Checks of one task, at most. */
const maxChecks = 100;
const longestTarget = 500;

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
 * The checks of a task as they will be made: for each host that it changes, with variables and inventory filled in, and
 * "this machine" read as that host. What only Ansible would know makes a check unresolved: it is shown and never made.
 */
export function resolveChecks(
  templates: readonly ServiceCheck[],
  variables: readonly PlanVariable[],
  places: readonly CheckPlace[],
): ServiceCheck[] {
  const checks = templates.flatMap((template) =>
    places.map((place) => resolveCheck(template, variables, place)),
  );
  const byTarget = new Map(checks.map((check) => [`${check.kind} ${check.target}`, check]));
  return [...byTarget.values()].slice(0, maxChecks);
}

function resolveCheck(
  template: ServiceCheck,
  variables: readonly PlanVariable[],
  place: CheckPlace,
): ServiceCheck {
  const filled = fillTarget(template.target, (name) => valueFor(name, variables, place));
  if ("unknown" in filled)
    return { ...template, unresolved: `only Ansible knows ${filled.unknown}`.slice(0, 300) };
  const target = reachedFromHere(filled.target, place);
  if (target === null)
    return { ...template, unresolved: `${place.host} itself is not reached from here` };
  return target.length > longestTarget
    ? { ...template, unresolved: "its address is too long" }
    : { ...template, target };
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

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|0\.0\.0\.0)$/i;

/** A target as it is reached from here: what means the host itself, or names it, is its address. Null: not at all. */
function reachedFromHere(
  target: string,
  { host, address, isThisMachine }: CheckPlace,
): string | null {
  const parts = /^([a-z]+:\/\/)?(\[[^\]]*\]|[^:/?#]+)(.*)$/is.exec(target);
  if (parts === null) return target;
  const [, scheme = "", name = "", rest = ""] = parts;
  const isItself = loopback.test(name) || name === host;
  if (isThisMachine || !isItself) return target;
  if (address === null) return null;
  const written = address.includes(":") && !address.startsWith("[") ? `[${address}]` : address;
  return `${scheme}${written}${rest}`;
}
