import type { Verb } from "#server/contracts/request.ts";
import type { Clause } from "#server/language/clause.ts";

/** One thing that a message asks for, with the entries that may answer it, best first; as matching gives it. */
export interface Intent {
  readonly text: string;
  readonly clause: Clause;
  readonly verb: Verb;
  readonly service: string | null;
  readonly confidence: number;
  readonly decision: "match" | "ask" | "none";
  readonly candidates: readonly {
    readonly entryId: string;
    readonly path: string;
    readonly name: string;
    readonly confidence: number;
    /** How likely it is meant among all entries and none, 0–1. */
    readonly share: number;
    readonly reason: string;
    /** A model brought it up; the figure is then no measure. */
    readonly byModel?: boolean;
  }[];
  /** Ids of the entries that a model may choose among, best first. */
  readonly nearest: readonly string[];
}
