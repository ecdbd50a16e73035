import type { Agent, AgentCapacity, Gpu } from "#server/contracts/agent.ts";
import type { ObstacleCode } from "#server/contracts/routing.ts";
import type { ReservedResources, TaskResources } from "#server/contracts/task.ts";
import type { Held } from "./candidate.ts";
import { withoutHistory } from "./reservation.ts";

/** When a machine counts as full. */
export interface CapacityLimits {
  /** Share of memory, and of a card's for tasks that need one, that stays free, 0–1. */
  readonly minFreeShare: number;
}

export const defaultLimits: CapacityLimits = { minFreeShare: 0.2 };

/** How long the load must have been above four times the cores before a machine gets no more work. */
const overloadSeconds = 60;

/** What the agent's machine will never have enough of; unknown metrics are taken on trust, but for a card. */
export function findShortage(reserved: ReservedResources, { metrics }: Agent): ObstacleCode | null {
  const needs = reserved.isAlone === true ? withoutHistory(reserved) : reserved;
  if (needs.gpuVramMb > 0) {
    const card = largestCard(metrics?.gpus);
    if (card === null) return "no_gpu";
    if (card.vramTotalMb < needs.gpuVramMb) return "too_little_vram";
  }
  if (metrics === null) return null;
  if (metrics.cpuCores > 0 && metrics.cpuCores < needs.cpuCores) return "too_few_cores";
  if (metrics.memoryTotalMb === 0) return null;
  return metrics.memoryTotalMb < needs.memoryMb ? "too_little_memory" : null;
}

/**
 * What an agent has too little of just now. Slots are counted whole; memory and a card's memory must leave their share
 * free. A machine without a card is no full one, and its load counts only when it is far too high for long.
 */
export function findExhaustion(
  needs: ReservedResources,
  agent: Agent,
  held: Held,
  limits: CapacityLimits,
): ObstacleCode | null {
  if (held.slots >= agent.slots) return "slots_in_use";
  if ((agent.metrics?.overloadedSeconds ?? 0) >= overloadSeconds) return "overloaded";
  if (needs.isAlone === true && held.slots > 0) return "memory_in_use";
  const asked = held.slots === 0 ? askedOfIdle(needs) : needs;
  return (
    memoryExhaustion(asked.memoryMb, agent, held, limits) ??
    vramExhaustion(asked.gpuVramMb, agent, held, limits)
  );
}

/** Nothing of ours will end on an agent that does nothing: what earlier runs used is no reason to wait for it. */
function askedOfIdle(needs: ReservedResources): TaskResources {
  return needs.learnedFrom === undefined ? needs : withoutHistory(needs);
}

function memoryExhaustion(
  needMb: number,
  agent: Agent,
  held: Held,
  { minFreeShare }: CapacityLimits,
): ObstacleCode | null {
  const free = freeMemoryMb(agent, held);
  if (free === null) return null;
  if (free < needMb) return "memory_in_use";
  const total = agent.metrics?.memoryTotalMb ?? 0;
  return free < total * minFreeShare ? "memory_low" : null;
}

function vramExhaustion(
  needMb: number,
  agent: Agent,
  held: Held,
  { minFreeShare }: CapacityLimits,
): ObstacleCode | null {
  if (needMb === 0) return null;
  const card = largestCard(agent.metrics?.gpus);
  if (card === null) return "no_gpu";
  const free = freeVramMb(agent, held);
  return free < needMb || free < card.vramTotalMb * minFreeShare ? "vram_in_use" : null;
}

/** Memory neither promised nor in use: what was promised since the last heartbeat is not in what that measured. */
export function freeMemoryMb({ metrics }: Agent, held: Held): number | null {
  if (metrics === null || metrics.memoryTotalMb === 0) return null;
  const unpromised = metrics.memoryTotalMb - held.memoryMb;
  return Math.max(0, Math.min(unpromised, metrics.memoryAvailableMb - held.newMemoryMb));
}

function freeVramMb({ metrics }: Agent, held: Held): number {
  const card = largestCard(metrics?.gpus);
  return card === null ? 0 : Math.max(0, card.vramAvailableMb - held.vramMb);
}

function largestCard(gpus: readonly Gpu[] = []): Gpu | null {
  const [first] = [...gpus].sort(
    (a, b) => b.vramTotalMb - a.vramTotalMb || b.vramAvailableMb - a.vramAvailableMb,
  );
  return first === undefined || first.vramTotalMb === 0 ? null : first;
}

/** What an agent has left, for people and programs. `isFullBecause` is filled in by who knows the words. */
export function capacityOf(agent: Agent, held: Held): Omit<AgentCapacity, "isFullBecause"> {
  const { metrics } = agent;
  return {
    slotsFree: Math.max(0, agent.slots - held.slots),
    memoryFreeMb: freeMemoryMb(agent, held),
    memoryReservedMb: held.memoryMb,
    vramFreeMb: freeVramMb(agent, held),
    cpuCoresFree:
      metrics === null
        ? null
        : (metrics.cpuCoresAvailable ?? idleCores(metrics.cpuCores, metrics.load)),
  };
}

function idleCores(cores: number, load: readonly [number, number, number]): number {
  return Math.max(0, Math.floor(cores - Math.max(load[0], load[1])));
}
