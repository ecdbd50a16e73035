import type { Agent, HostPlace, HostRef, OwnHost } from "#server/contracts/agent.ts";

/**
 * Whether what was said of a host still holds: it answers where it did, with one of the keys that it had. Another machine
 * in its place is nobody's until an admin says so again.
 */
export function isStillThere(said: OwnHost, now: HostPlace): boolean {
  const { address, port, keyFingerprints } = said;
  if (address !== now.address || port !== now.port) return false;
  return (
    keyFingerprints.length === 0 ||
    keyFingerprints.some((each) => now.keyFingerprints.includes(each))
  );
}

/** The same host of the same inventory. */
export function isSameHost(a: HostRef, b: HostRef): boolean {
  return a.repositoryId === b.repositoryId && a.host === b.host;
}

/** What an agent's machine is said to be of that host; null where it is said to be another or none. */
export function saidOf({ ownHosts }: Pick<Agent, "ownHosts">, host: HostRef): OwnHost | null {
  return ownHosts.find((each) => isSameHost(each, host)) ?? null;
}
