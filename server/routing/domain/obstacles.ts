import type { Agent } from "#server/contracts/agent.ts";
import type { Obstacle, ObstacleCode } from "#server/contracts/routing.ts";
import { assertNever } from "#server/lib/assert.ts";
import type { PlaceableTask } from "./candidate.ts";

type Effect = Pick<Obstacle, "kind" | "isPermanent">;

const permanent: Effect = { kind: "filtered", isPermanent: true };
const passing: Effect = { kind: "filtered", isPermanent: false };
const exhausted: Effect = { kind: "exhausted", isPermanent: false };

/** What follows from each obstacle. A new code does not compile without its effect. */
const effects: Readonly<Record<ObstacleCode, Effect>> = {
  not_the_host: permanent,
  not_asked_for: permanent,
  // Rules and declared domains are changed without a new plan.
  not_by_rule: passing,
  other_domain: passing,
  disabled: passing,
  offline: passing,
  wrong_type: permanent,
  wrong_work_type: permanent,
  outside_domains: permanent,
  acts_here: permanent,
  out_of_reach: permanent,
  // It may be installed there without a new plan.
  lacks_ansible: passing,
  no_gpu: permanent,
  too_little_vram: permanent,
  too_few_cores: permanent,
  too_little_memory: permanent,
  slots_in_use: exhausted,
  memory_in_use: exhausted,
  memory_low: exhausted,
  vram_in_use: exhausted,
  overloaded: exhausted,
};

/** What an obstacle's words are made of. */
export interface Judged {
  readonly task: PlaceableTask;
  readonly agent: Agent;
  readonly domain: string | null;
  /** Share of memory that stays free, 0–1. */
  readonly minFreeShare: number;
}

/** The obstacle of that code, with the words that people read. They stay the same while nothing changes. */
export function obstacle(code: ObstacleCode, judged: Judged): Obstacle {
  return { code, ...effects[code], message: messageOf(code, judged) };
}

function messageOf(code: ObstacleCode, { task, agent, domain, minFreeShare }: Judged): string {
  const share = `${Math.round(minFreeShare * 100)} %`;
  switch (code) {
    case "not_the_host":
      return "not the machine that it acts on";
    case "not_asked_for":
      return "not the agent asked for";
    case "not_by_rule":
      return "not where the rule sends it";
    case "other_domain":
      return `not declared for ${domain ?? "its subject"}`;
    case "disabled":
    case "offline":
      return code;
    case "wrong_type":
      return `not of type ${task.agentType}`;
    case "wrong_work_type":
      return `does not do ${task.workType}`;
    case "outside_domains":
      return `acts only on ${agent.domains.join(", ")}`;
    case "acts_here":
      return "it acts on Chiffon's own machine, and this agent is on another";
    case "out_of_reach":
      return `does not reach ${outOfReach(task, agent).slice(0, 3).join(", ")}`;
    case "lacks_ansible":
      return `has no Ansible at ${task.ansiblePath}`;
    case "no_gpu":
      return `no GPU known${asUsed(task, "gpuVramMb")}`;
    case "too_little_vram":
      return `too little GPU memory${asUsed(task, "gpuVramMb")}`;
    case "too_few_cores":
      return "too few cores";
    case "too_little_memory":
      return `too little memory${asUsed(task, "memoryMb")}`;
    case "slots_in_use":
      return "all slots in use";
    case "memory_in_use":
      return `its memory is in use${asUsed(task, "memoryMb")}`;
    case "memory_low":
      return `less than ${share} of its memory is free`;
    case "vram_in_use":
      return `its GPU memory is in use${asUsed(task, "gpuVramMb")}`;
    case "overloaded":
      return "overloaded for more than a minute";
    default:
      return assertNever(code);
  }
}

/** What a task needs, where earlier runs of its playbook are what says so. */
function asUsed({ resources }: PlaceableTask, what: "memoryMb" | "gpuVramMb"): string {
  if (resources.learnedFrom === undefined) return "";
  return resources.isAlone === true
    ? ": no agent has what earlier runs used, so it needs one that does nothing else"
    : `: earlier runs used ${resources[what].toLocaleString("en")} MB`;
}

/** Hosts of a task that an agent reaches neither by name nor by a group. */
export function outOfReach(
  { hosts }: Pick<PlaceableTask, "hosts">,
  { reaches }: Pick<Agent, "reaches">,
): string[] {
  if (reaches.includes("*") || reaches.includes("all")) return [];
  return hosts
    .filter(({ name, groups }) => ![name, ...groups].some((each) => reaches.includes(each)))
    .map(({ name }) => name);
}
