/** Transition table: for each state, the events it accepts and the state each leads to. */
export type TransitionTable<S extends string, E extends string> = Readonly<
  Record<S, Readonly<Partial<Record<E, S>>>>
>;

/** Raised when code applies an event that the table does not allow: a defect, never a user's mistake. */
export class IllegalTransitionError extends Error {
  readonly code = "illegal_transition";
  readonly machine: string;
  readonly from: string;
  readonly event: string;

  constructor(machine: string, from: string, event: string) {
    super(`${machine}: event "${event}" is not allowed in state "${from}"`);
    this.name = "IllegalTransitionError";
    this.machine = machine;
    this.from = from;
    this.event = event;
  }
}

/** The questions one can ask a transition table. */
export interface Machine<S extends string, E extends string> {
  readonly name: string;
  readonly states: readonly S[];
  next(from: S, event: E): S;
  can(from: S, event: E): boolean;
  /** States that one step leads to from a state, in table order. */
  reachable(from: S): S[];
  isFinal(state: S): boolean;
  /** States from which `event` is legal, in table order: the `status IN (…)` of a guarded update. */
  sources(event: E): S[];
  toMermaid(): string;
}

/** Builds a machine from its table. A state missing from the table does not compile. */
export function defineMachine<S extends string, E extends string>(
  name: string,
  table: TransitionTable<S, E>,
): Machine<S, E> {
  const states = Object.keys(table) as S[];
  return {
    name,
    states,
    next(from, event) {
      const to = table[from][event];
      if (to === undefined) throw new IllegalTransitionError(name, from, event);
      return to;
    },
    can: (from, event) => table[from][event] !== undefined,
    // A table holds nothing but states.
    reachable: (from) => [...new Set(Object.values(table[from]) as S[])],
    isFinal: (state) => Object.keys(table[state]).length === 0,
    sources: (event) => states.filter((state) => table[state][event] !== undefined),
    toMermaid() {
      const lines = ["stateDiagram-v2"];
      for (const [from, events] of Object.entries(table) as [S, Partial<Record<E, S>>][]) {
        for (const [event, to] of Object.entries(events)) {
          lines.push(`  ${from} --> ${String(to)}: ${event}`);
        }
      }
      return lines.join("\n");
    },
  };
}
