import type { HostFacts } from "#server/contracts/host.ts";
import type { PlanTask } from "#server/contracts/plan.ts";

/** A port that a task will open, where its own checks will look for it. */
export interface PortWanted {
  readonly host: string;
  readonly port: number;
}

const mostPorts = 5;
/** Less is soon full: images and packages alone take more. */
const leastDiskMb = 1_024;

/** Ports that a first deployment will open. What ran well before opens what is its own already. */
export function portsWanted(task: PlanTask): PortWanted[] {
  const { checks, estimateSource } = task;
  if (estimateSource === "history") return [];
  const own = ownAddresses(task);
  const found = checks
    .filter(
      ({ kind, unresolved }) => (kind === "http" || kind === "tcp") && unresolved === undefined,
    )
    .flatMap(({ target }) => placeOf(target) ?? [])
    .filter(({ host }) => own.has(host));
  const places = new Map(found.map((place) => [`${place.host} ${place.port}`, place]));
  return [...places.values()].slice(0, mostPorts);
}

/** Nobody is asked before an approval but the plan's own hosts, whatever a repository declares. */
function ownAddresses({ hosts, checkPlaces = [], profile }: PlanTask): ReadonlySet<string> {
  const here = profile === "isolated" ? [] : ["127.0.0.1", "localhost", "::1"];
  return new Set([...hosts, ...checkPlaces.flatMap(({ address }) => address ?? []), ...here]);
}

function placeOf(target: string): PortWanted | null {
  const address = target.includes("://") ? target : `tcp://${target}`;
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, port } = new URL(address);
  const usual = { "http:": 80, "https:": 443 }[protocol];
  const number = port === "" ? usual : Number(port);
  const host = hostname.replace(/^\[|\]$/g, "");
  return host === "" || number === undefined ? null : { host, port: number };
}

/** What will likely go wrong, found before anything runs, a sentence each. */
export function preflightWarnings(
  taken: readonly PortWanted[],
  hosts: readonly { readonly name: string; readonly facts: HostFacts | null }[],
): string[] {
  const ports = taken.map(
    ({ host, port }) =>
      `Port ${port} on ${host} is taken already: something answers there. Choose another, or stop that first.`,
  );
  const disks = hosts.flatMap(({ name, facts }) =>
    facts === null || facts.diskFreeMb === null || facts.diskFreeMb >= leastDiskMb
      ? []
      : [`${name} has only ${facts.diskFreeMb} MB of disk left, as of its last test.`],
  );
  return [...ports, ...disks];
}
