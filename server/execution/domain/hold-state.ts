import type { TaskHold } from "#server/contracts/task.ts";
import { defineMachine } from "#server/lib/state-machine.ts";

/** What can happen to the wait for the first host. */
export type HoldEvent = "ask" | "release";

/**
 * How the rest of a task's hosts waits for the one that goes first. `ask` where nothing proves that it is well there, or a
 * person wants to be asked; `release` by passed checks or by that person. A stop is no move of it: the task itself ends.
 */
export const holdMachine = defineMachine<TaskHold, HoldEvent>("hold", {
  held: { ask: "asking", release: "released" },
  asking: { release: "released" },
  released: {},
});

/** True while nothing may place the task. */
export function isHeld(hold: string | null): boolean {
  return hold !== null && hold !== ("released" satisfies TaskHold);
}
