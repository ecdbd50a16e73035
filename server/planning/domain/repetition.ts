import type { Plan } from "#server/contracts/plan.ts";

/** A task of an ended plan that is planned once more, on these hosts of it. */
export interface RepeatedTask {
  readonly taskKey: string;
  readonly hosts: readonly string[];
  /** The ansibleTask to start at; null: the first. */
  readonly startAtTask: string | null;
}

/** An ended plan that is to be made anew, or a part of it. */
export interface Repetition {
  readonly plan: Plan;
  /** In plan order. */
  readonly tasks: readonly RepeatedTask[];
  /** What differs from that plan, for its card; null where nothing does. */
  readonly changeNote: string | null;
  /** Where the plan can't be made anew, the words it came from are read once more; a part of a plan has no words. */
  readonly isWhole: boolean;
}
