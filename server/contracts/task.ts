import { z } from "zod";

/** Where a task stands. Legal moves are in `execution/domain/task-state.ts`. */
export const taskStatusSchema = z.enum([
  "pending",
  "paused",
  "running",
  "succeeded",
  "failed",
  "skipped",
  "cancelled",
  "needs_review",
]);
export type TaskStatus = z.infer<typeof taskStatusSchema>;

/**
 * How a task waits for the judgement of the host that goes first: *held* until that one is done and its checks are made,
 * *asking* a person, then *released*. Legal moves are in `execution/domain/hold-state.ts`.
 */
export const taskHoldSchema = z.enum(["held", "asking", "released"]);
export type TaskHold = z.infer<typeof taskHoldSchema>;

/** How urgent work is: 1 before 2 before the usual 3. */
export const prioritySchema = z.number().int().min(1).max(5);
/** How many of the tasks that a task depends on have to succeed before it starts: each, one, or more than half. */
export const joinPolicySchema = z.enum(["all", "first", "majority"]);
export type JoinPolicy = z.infer<typeof joinPolicySchema>;

/** What a task needs of its agent. `memoryMb` and `gpuVramMb` are mebibytes. */
export const taskResourcesSchema = z.object({
  cpuCores: z.number().min(0),
  memoryMb: z.number().int().min(0),
  gpuVramMb: z.number().int().min(0),
});
export type TaskResources = z.infer<typeof taskResourcesSchema>;

/** What an ansible-playbook with its forks takes, measured generously, as long as nothing else is known of it. */
export const usualResources: TaskResources = { cpuCores: 1, memoryMb: 256, gpuVramMb: 0 };

/**
 * What is kept free for a task. `learnedFrom`: memory is what that many earlier runs used at most; absent: it is declared or
 * usual. `isAlone`: no agent has as much, so it gets one that does nothing else.
 */
export const reservedResourcesSchema = taskResourcesSchema.extend({
  learnedFrom: z.number().int().positive().optional(),
  isAlone: z.literal(true).optional(),
});
export type ReservedResources = z.infer<typeof reservedResourcesSchema>;

/**
 * Kinds of work an agent can be asked to do. `ansible.preview` is a playbook in Ansible's check mode; `files.keep` copies
 * files aside on their hosts and `files.restore` puts them back, both by Ansible; `effect.script` exists for fault
 * injection and benches only.
 */
export const workTypeSchema = z.enum([
  "ansible.playbook",
  "ansible.preview",
  "files.keep",
  "files.restore",
  "effect.script",
  "research",
  "code",
]);
export type WorkType = z.infer<typeof workTypeSchema>;

/** True for steps of Chiffon's own that keep files or put them back. */
export function isFileWork(workType: WorkType): boolean {
  return workType === "files.keep" || workType === "files.restore";
}

/** True for work that Ansible does, in earnest or in check mode. */
export function isAnsibleWork(workType: WorkType): boolean {
  return workType === "ansible.playbook" || workType === "ansible.preview" || isFileWork(workType);
}

/** Kinds of agent. Chiffon ships `infra` and `desktop`; the others are for agents that owners bring. */
export const agentTypeSchema = z.enum(["infra", "desktop", "code", "research"]);
export type AgentType = z.infer<typeof agentTypeSchema>;
