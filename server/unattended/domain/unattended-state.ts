import type { UnattendedStatus } from "#server/contracts/unattended.ts";
import { defineMachine } from "#server/lib/state-machine.ts";

/** What can happen to an unattended run. */
type UnattendedEvent = "pause" | "resume" | "stop" | "finish";

/** An unattended run. A paused one asks for nothing more; what it asked for goes on. */
export const unattendedMachine = defineMachine<UnattendedStatus, UnattendedEvent>("unattended", {
  running: { pause: "paused", stop: "stopped", finish: "finished" },
  paused: { resume: "running", stop: "stopped" },
  stopped: {},
  finished: {},
});
