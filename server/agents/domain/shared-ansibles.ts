import type { AnsibleProgram } from "#server/contracts/agent.ts";
import { compareVersions } from "#server/lib/version-range.ts";

/**
 * What of Ansible every machine that has any has at the same place and in the same version, newest first: a plan that
 * names one of these may run on any of them.
 */
export function sharedAnsibles(machines: readonly (readonly AnsibleProgram[])[]): AnsibleProgram[] {
  const [first = [], ...others] = machines.filter((found) => found.length > 0);
  return first
    .filter(({ path, version }) =>
      others.every((found) => found.some((one) => one.path === path && one.version === version)),
    )
    .sort((a, b) => compareVersions(b.version, a.version));
}
