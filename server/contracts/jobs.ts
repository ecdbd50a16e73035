import { z } from "zod";
import { idSchema } from "./common.ts";

/**
 * Jobs carry ids only; the handler loads the row and leaves quietly when the step no longer applies.
 * `queue` names the BullMQ queue; `{agentId}` is replaced for agent queues.
 */
export const jobSchema = z.discriminatedUnion("name", [
  z.object({ name: z.literal("request.plan"), requestId: idSchema }),
  z.object({ name: z.literal("plan.dispatch"), planId: idSchema }),
  /** Gives the slots and locks that something has left to what waits longest. */
  z.object({ name: z.literal("waiting.dispatch") }),
  z.object({ name: z.literal("task.start"), taskId: idSchema, agentId: idSchema }),
  z.object({ name: z.literal("task.cancel"), taskId: idSchema, agentId: idSchema }),
  /** The first host of a task is done: its checks are made, and the rest goes on, stops or asks. */
  z.object({ name: z.literal("first_host.judge"), taskId: idSchema }),
  z.object({ name: z.literal("request.settle"), requestId: idSchema }),
  /** Evidence came for a request that is held for some. */
  z.object({ name: z.literal("request.resume"), requestId: idSchema }),
  /** A request ended in failure: what is known of it is written down. */
  z.object({ name: z.literal("post_mortem.record"), requestId: idSchema }),
  /** A plan waits whose repository's plans are previewed unasked. */
  z.object({ name: z.literal("preview.start"), planId: idSchema }),
  /** A preview has ended: what it saw is written down. */
  z.object({ name: z.literal("preview.record"), requestId: idSchema }),
  /** A plan waits, or its preview was made: rules may approve it. */
  z.object({ name: z.literal("plan.apply_rules"), planId: idSchema }),
  z.object({ name: z.literal("plan.turn_stale"), planId: idSchema, why: z.string().max(1000) }),
  z.object({ name: z.literal("repository.scan"), repositoryId: idSchema }),
  /** A press of *Install* or *Update* of a repository's dependencies. */
  z.object({ name: z.literal("dependencies.install"), installId: idSchema }),
  /** A look at a playbook that somebody asked for. */
  z.object({ name: z.literal("review.make"), reviewId: idSchema }),
  /** A playbook and role that somebody asked for. */
  z.object({ name: z.literal("scaffold.write"), scaffoldId: idSchema }),
  /** A step with a change to a repository that somebody asked for. */
  z.object({ name: z.literal("change.make"), changeId: idSchema }),
  /** A message is due at a channel. */
  z.object({ name: z.literal("notification.deliver"), deliveryId: idSchema }),
  /** Pinned host keys changed with the repositories: the file that runs use is written anew. */
  z.object({ name: z.literal("known_hosts.write") }),
]);
export type Job = z.infer<typeof jobSchema>;

/**
 * The queue of an agent process, or one of the orchestrator's. What waits for models, for services that come up and for
 * downloads has queues of its own, so that it keeps nothing from being dispatched or stopped meanwhile.
 */
export function queueOf(job: Job): string {
  switch (job.name) {
    case "task.start":
    case "task.cancel":
      return `agent-${job.agentId}`;
    case "request.plan":
      return "planner";
    case "request.settle":
    case "first_host.judge":
      return "settler";
    case "post_mortem.record":
    case "preview.start":
    case "preview.record":
      return "recorder";
    case "dependencies.install":
    case "review.make":
    case "scaffold.write":
    case "change.make":
      return "installer";
    case "notification.deliver":
      return "notifier";
    default:
      return "orchestrator";
  }
}

/** The queues that an orchestrator consumes. */
export const orchestratorQueues = [
  "orchestrator",
  "planner",
  "settler",
  "recorder",
  "installer",
  "notifier",
] as const;
