import type { Obstacle, ObstacleCode } from "#server/contracts/agent.ts";
import { assertNever } from "#server/lib/assert.ts";
import type { PlaceableTask } from "./candidate.ts";

type Effect = Pick<Obstacle, "kind" | "isPermanent">;

const permanent: Effect = { kind: "filtered", isPermanent: true };
const passing: Effect = { kind: "filtered", isPermanent: false };
const exhausted: Effect = { kind: "exhausted", isPermanent: false };

/** What follows from each obstacle. A new code does not compile without its effect. */
const effects: Readonly<Record<ObstacleCode, Effect>> = {
  not_asked_for: permanent,
  disabled: passing,
  offline: passing,
  wrong_type: permanent,
  wrong_work_type: permanent,
  no_gpu: permanent,
  too_few_cores: permanent,
  too_little_memory: permanent,
  slots_in_use: exhausted,
};

/** The obstacle of that code for a task, with the words that people read. */
export function obstacle(code: ObstacleCode, task: PlaceableTask): Obstacle {
  return { code, ...effects[code], message: messageOf(code, task) };
}

function messageOf(code: ObstacleCode, task: PlaceableTask): string {
  switch (code) {
    case "not_asked_for":
      return "not the agent asked for";
    case "disabled":
      return "disabled";
    case "offline":
      return "offline";
    case "wrong_type":
      return `not of type ${task.agentType}`;
    case "wrong_work_type":
      return `does not do ${task.workType}`;
    case "no_gpu":
      return "no GPU known";
    case "too_few_cores":
      return "too few cores";
    case "too_little_memory":
      return "too little memory";
    case "slots_in_use":
      return "all slots in use";
    default:
      return assertNever(code);
  }
}
