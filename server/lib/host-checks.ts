import type { CheckResult } from "#server/contracts/plan.ts";
import type { ServiceCheck } from "#server/contracts/playbook.ts";
import type { HostCheck } from "#server/contracts/runner.ts";
import { canonicalJson } from "./canonical-json.ts";

/** Puts checks that are the same on several hosts together, so that they are made at once. The unresolved are left out. */
export function hostChecksOf(checks: readonly ServiceCheck[]): HostCheck[] {
  const groups = new Map<string, HostCheck>();
  for (const { host, ...check } of checks) {
    if (host === undefined || check.unresolved !== undefined) continue;
    const same = canonicalJson(check);
    const group: HostCheck = groups.get(same) ?? { key: `c${groups.size + 1}`, check, hosts: [] };
    group.hosts.push(host);
    groups.set(same, group);
  }
  return [...groups.values()];
}

/** Whether a planned check is one of those that a group makes. */
export function isCheckOf(group: HostCheck, { host, ...check }: ServiceCheck): boolean {
  return (
    host !== undefined &&
    group.hosts.includes(host) &&
    canonicalJson(group.check) === canonicalJson(check)
  );
}

/** What checks on hosts may take at most in one run. */
export const maxHostCheckSeconds = 15 * 60;
/** Hosts that a run has checked at once; as many as it has forks. */
const atOnce = 5;

/** The longest that a check takes on all its hosts, in seconds. */
export function hostCheckSeconds({ check, hosts }: HostCheck): number {
  return check.timeoutSeconds * Math.ceil(hosts.length / atOnce);
}

/** What a check asks for, as a person would name it: "container grafana on nas". */
export function checkWords({
  kind = "tcp",
  target,
  host,
}: Pick<CheckResult, "kind" | "target" | "host">): string {
  const what = {
    http: "",
    tcp: "",
    command: "command ",
    systemd: "unit ",
    container: "container ",
  };
  return `${what[kind]}${target}${host === undefined ? "" : ` on ${host}`}`;
}
