import type { InstallStatus } from "#server/contracts/dependency.ts";
import { defineMachine } from "#server/lib/state-machine.ts";

/** What can happen to an install. */
export type InstallEvent = "start" | "resume" | "take" | "offer" | "decline" | "fail";

/**
 * The life of one press of *Install* or *Update*. A running one whose worker went silent is resumed by another under a
 * new fence; nothing of it was in use. What an update found is offered, and taken or declined by a person.
 */
export const installMachine = defineMachine<InstallStatus, InstallEvent>("install", {
  waiting: { start: "running", fail: "failed" },
  running: { resume: "running", take: "in_use", offer: "offered", fail: "failed" },
  offered: { take: "in_use", decline: "declined" },
  in_use: {},
  declined: {},
  failed: {},
});

/** Sets of statuses by what they mean; code and SQL go by these. */
export const installStatuses: Readonly<Record<"live", readonly InstallStatus[]>> = {
  /** A worker has it, or will. */
  live: installMachine.sources("fail"),
};
