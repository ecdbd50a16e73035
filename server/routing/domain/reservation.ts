import {
  type ReservedResources,
  type TaskResources,
  usualResources,
} from "#server/contracts/task.ts";

/** What one ended run of a playbook used at most, in mebibytes; null where nothing measured it. */
export interface PastUse {
  readonly memoryMib: number | null;
  readonly vramMib: number | null;
}

/** Fewer measured runs say too little. */
export const leastRuns = 3;
/** Older runs say little about what the playbook does today. */
const mostRuns = 20;
/** Memory is looked at now and then while a run lasts, so it is told rather too low than too high: a tenth more. */
const roomPart = 10;
/** A run that used more than this many times what is usual is counted as that: one odd run must not keep others away for long. */
const outlierFactor = 3;
/** No Ansible runs in less. */
const leastMemoryMb = 64;

/**
 * What a task of a playbook reserves: what its last runs used at most, with some room; the usual figures until there are
 * three that were measured.
 *
 * @param past newest first
 */
export function reservationFrom(past: readonly PastUse[]): ReservedResources {
  const memory = mostOf(past.map(({ memoryMib }) => memoryMib));
  const vram = mostOf(past.map(({ vramMib }) => vramMib));
  if (memory === null && vram === null) return usualResources;
  return {
    ...usualResources,
    memoryMb:
      memory === null ? usualResources.memoryMb : Math.max(leastMemoryMb, memory.reservedMb),
    gpuVramMb: vram?.reservedMb ?? usualResources.gpuVramMb,
    learnedFrom: Math.max(memory?.runs ?? 0, vram?.runs ?? 0),
  };
}

/** What is asked where what earlier runs used is no reason to wait or to refuse: as of a playbook that never ran. */
export function withoutHistory(resources: ReservedResources): TaskResources {
  return {
    cpuCores: resources.cpuCores,
    memoryMb: Math.min(resources.memoryMb, usualResources.memoryMb),
    gpuVramMb: usualResources.gpuVramMb,
  };
}

function mostOf(
  figures: readonly (number | null)[],
): { readonly reservedMb: number; readonly runs: number } | null {
  const measured = figures.filter((figure) => figure !== null).slice(0, mostRuns);
  if (measured.length < leastRuns) return null;
  const bounded = Math.min(Math.max(...measured), outlierFactor * middleOf(measured));
  return { reservedMb: Math.ceil(bounded + bounded / roomPart), runs: measured.length };
}

/** The middle of several figures; of an even count the higher one, so that what half of the runs used counts. */
function middleOf(figures: readonly number[]): number {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? 0;
}
