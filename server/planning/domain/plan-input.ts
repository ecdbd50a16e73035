import type { AnsibleProgram } from "#server/contracts/agent.ts";
import type { Lack } from "#server/contracts/chat.ts";
import type { VariableValue } from "#server/contracts/common.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import type { InventorySource, PlanBody } from "#server/contracts/plan.ts";
import type { BlobRef, CatalogEntry } from "#server/contracts/playbook.ts";
import type { Answers } from "#server/contracts/question-key.ts";
import type { Ambiguity, Verb } from "#server/contracts/request.ts";
import type { ReservedResources } from "#server/contracts/task.ts";
import type { PastRun } from "./estimate.ts";

/** One intent with the playbook that will serve it. */
export interface ChosenEntry {
  readonly intentText: string;
  readonly verb: Verb;
  readonly service: string | null;
  /** The app its words name, for a playbook that acts on any. */
  readonly app: string | null;
  readonly confidence: number;
  readonly reason: string;
  readonly entry: CatalogEntry;
  /** Hosts its plays address; null when only Ansible could tell. */
  readonly playHosts: readonly string[] | null;
  readonly files: readonly BlobRef[];
  /** Whatever the request says itself goes before it, unless it is exact. */
  readonly given: Given | null;
}

/** Settings that come from elsewhere than the request's own words: an earlier plan, or what a model read in them. */
export interface Given {
  /** The task of an earlier plan that this one repeats. */
  readonly task: { readonly taskKey: string; readonly dependsOn: readonly string[] } | null;
  /** Empty: nothing is given. */
  readonly hosts: readonly string[];
  readonly tags: readonly string[];
  /** Values that were sent to Ansible, by variable. */
  readonly values: Readonly<Record<string, VariableValue>>;
  /** They stand whatever the words say: an ended plan is made anew as it was approved, edits by hand included. */
  readonly isExact?: boolean;
  /** The ansibleTask that the run starts at. */
  readonly startAtTask?: string | null;
}

/** Where the playbooks come from, as scanned. */
export interface PlanSource {
  readonly repositoryId: string;
  readonly repositoryName: string;
  readonly branch: string;
  readonly commit: string;
  readonly treeId: string;
  readonly inventoryPath: string;
  readonly inventoryHash: string;
  /** Null: the inventory is the repository's own. */
  readonly inventorySource: InventorySource | null;
  /** Lock of what is installed for the repository; null for none. */
  readonly requirementsLock: string | null;
  readonly inventory: readonly InventoryHost[];
  /** The repository's own inventories. */
  readonly ownInventories: readonly {
    readonly ref: string;
    readonly hosts: readonly InventoryHost[];
  }[];
  /** Inventories of which a person must choose one first; empty where it is clear. */
  readonly inventoryChoices: readonly { readonly ref: string; readonly label: string }[];
  /** Why none of the repository's own is used, a sentence; null where one is. */
  readonly inventoryLack: string | null;
  /** The Ansible it will run with; null when no agent named one. */
  readonly ansible: AnsibleProgram | null;
}

/** Everything a plan follows from. */
export interface PlanInput {
  readonly requestText: string;
  readonly answers: Answers;
  /** Why an earlier version was rejected; its words count as part of the request. */
  readonly rejection: string | null;
  readonly changeNote: string | null;
  readonly chosen: readonly ChosenEntry[];
  readonly source: PlanSource;
  readonly outOfScope: readonly string[];
  /** What the request's phases so far say, for the agent; see `context-lines.ts`. */
  readonly context: readonly string[];
  readonly taskTimeoutSeconds: number;
  /** What an entry's tasks reserve, by entry id; those that are missing reserve what is usual. */
  readonly reservations: ReadonlyMap<string, ReservedResources>;
  /** What the last succeeded runs of an entry took, newest first, by entry id. */
  readonly recentRuns: ReadonlyMap<string, readonly PastRun[]>;
}

/** A plan, a question that must be answered first, or why there can be none. */
export type BuildResult =
  | { readonly kind: "plan"; readonly body: PlanBody }
  | { readonly kind: "ask"; readonly ambiguity: Ambiguity }
  | {
      readonly kind: "refused";
      readonly message: string;
      readonly lack?: Lack;
    };

/** What keeps a plan from being built: something to ask, or something to say. */
export type Obstacle = Exclude<BuildResult, { kind: "plan" }>;
