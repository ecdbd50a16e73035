import type { LockMode } from "#server/contracts/lock.ts";
import type { PlanTask } from "#server/contracts/plan.ts";
import { isAnsibleWork } from "#server/contracts/task.ts";

/** What somebody wants to keep others off. */
export interface LockRequest {
  readonly hosts: readonly string[];
  /** Null: the whole of each host. */
  readonly service: string | null;
  readonly mode: LockMode;
}

/**
 * What a task must have to itself while it runs; null where it touches no host. A play is held to its service where it
 * has one and its risk is not high: one that restarts the machine, changes disks or the network, or whose effect is not
 * known, has the whole host. What is proven to only read, and what runs in check mode, shares.
 */
export function lockRequestOf(
  task: Pick<PlanTask, "hosts" | "service" | "workType" | "risk">,
): LockRequest | null {
  const { hosts, service, workType, risk } = task;
  if (hosts.length === 0) return null;
  // A script of the benches that names no service has no play that could touch a host.
  if (!isAnsibleWork(workType) && service === null) return null;
  const readsOnly =
    workType === "ansible.preview" || (workType === "ansible.playbook" && risk === "low");
  return {
    hosts: [...new Set(hosts)].sort(),
    service: risk === "high" && !readsOnly ? null : service,
    mode: readsOnly ? "shared" : "exclusive",
  };
}

/** True for lock requests of two holders that can't both have what they want. The SQL of `lock-repository.ts` says the same. */
export function excludes(one: LockRequest, other: LockRequest): boolean {
  const overlap = one.service === null || other.service === null || one.service === other.service;
  if (!overlap || (one.mode === "shared" && other.mode === "shared")) return false;
  return one.hosts.some((host) => other.hosts.includes(host));
}
