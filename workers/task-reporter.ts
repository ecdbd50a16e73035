import type { AgentSelf } from "#server/agents/agents-service.ts";
import type { AgentTools, MachineMetrics } from "#server/contracts/agent.ts";
import type { RunMaterials } from "#server/execution/run-materials-service.ts";
import type { AgentIdentity, Ended, HeldRun, Progress } from "#server/execution/run-service.ts";
import type { Rhythm } from "./pace.ts";

/** What an agent process says of itself; its identity is its reporter's. */
export type AgentDescription = Omit<AgentSelf, "identity" | "kind">;

/** What Chiffon tells an agent to do. Each may come more than once: a run that is held already is left alone. */
export interface WorkOrders {
  /** A run that was claimed for the agent and has not been spawned. */
  begin(run: HeldRun): void;
  /** A run of the agent that nobody follows: the run directory tells how far it is. */
  resume(run: HeldRun): void;
  cancel(taskId: string): Promise<void>;
}

/** What came of renewing leases, by run. */
export interface Renewal {
  readonly lost: readonly HeldRun[];
  readonly cancel: readonly HeldRun[];
  readonly givenUp: readonly HeldRun[];
}

/**
 * Everything that an agent and Chiffon tell each other. One implementation shares the database with Chiffon; the other
 * speaks to it over HTTP from another machine. What changes a run does so under its fence, and only once.
 */
export interface TaskReporter {
  /** How often leases are renewed. */
  readonly leaseRhythm: Rhythm;
  /** Tools that were found at an earlier start; null where nobody knows. */
  rememberedTools(): Promise<AgentTools | null>;
  register(self: AgentDescription): Promise<AgentIdentity>;
  noteTools(tools: AgentTools): Promise<void>;
  heartbeat(metrics: MachineMetrics, activeRuns: number): Promise<void>;

  /** Hands over what there is to do from now on. `held` says which runs are followed when it is asked. */
  takeWork(orders: WorkOrders, slots: number, held: () => readonly HeldRun[]): void;
  /** Takes no more work; what was taken is not touched. */
  stopTaking(): Promise<void>;
  /** Ends whatever is under way with Chiffon. Nothing is asked afterwards. */
  close(): void;

  renew(held: readonly HeldRun[]): Promise<Renewal>;
  /** Runs of this agent whose lease has lapsed and that nobody follows, under a new fence. */
  adopt(held: ReadonlySet<string>): Promise<readonly HeldRun[]>;
  /** Which of these runs are not over. */
  openAmong(runIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Runs of a task that were given up while the agent was away. */
  givenUp(taskId: string): Promise<readonly string[]>;

  /**
   * What a claimed run needs on this machine: afterwards its trees and what is installed for it lie in their places.
   *
   * @throws secret_changed, secret_unreadable, run_refused
   */
  materials(run: HeldRun): Promise<RunMaterials>;
  /** Commits that the process is about to exist. Only after this may it be spawned. False: the fence was lost. */
  markSpawned(run: HeldRun): Promise<boolean>;
  /** Stores progress, once. False: the fence was lost. */
  report(run: HeldRun, progress: Progress): Promise<boolean>;
  /** Ends an attempt. The second call changes nothing. */
  finish(run: HeldRun, ended: Ended): Promise<void>;
}
