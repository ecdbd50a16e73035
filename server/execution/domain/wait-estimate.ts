/** A task that takes a slot now, and when it is expected to leave it. */
export interface SlotTaken {
  readonly taskName: string;
  readonly hosts: readonly string[];
  /** At least 0; what runs longer than was expected leaves at any moment. */
  readonly secondsLeft: number;
}

/** When a plan's turn comes, and after which task. */
export interface ExpectedStart {
  readonly seconds: number;
  readonly after: Pick<SlotTaken, "taskName" | "hosts"> | null;
}

/**
 * When what waits behind `ahead` gets a slot: each slot that becomes free goes to the next in line, which takes it for as
 * long as it is expected to. Null where no slot is taken: then it waits for something else than its turn.
 *
 * @param ahead seconds that each plan before it will take
 */
export function estimateStart(
  taken: readonly SlotTaken[],
  ahead: readonly number[],
): ExpectedStart | null {
  const slots = taken.map(({ secondsLeft, taskName, hosts }) => ({
    freeAt: secondsLeft,
    after: { taskName, hosts } as ExpectedStart["after"],
  }));
  for (const seconds of ahead) {
    const next = earliest(slots);
    if (next === undefined) return null;
    next.freeAt += seconds;
    // Who goes before it is in line as well, and has no name here that its reader would know.
    next.after = null;
  }
  const own = earliest(slots);
  return own === undefined ? null : { seconds: Math.ceil(own.freeAt), after: own.after };
}

function earliest<T extends { readonly freeAt: number }>(slots: readonly T[]): T | undefined {
  return slots.reduce<T | undefined>(
    (best, slot) => (best === undefined || slot.freeAt < best.freeAt ? slot : best),
    undefined,
  );
}

/** Seconds until a task is expected to end: its estimate less what it ran. */
export function secondsLeft(
  task: { readonly estimatedSeconds: number; readonly startedAt: Date | null },
  now: Date,
): number {
  const ran = task.startedAt === null ? 0 : (now.getTime() - task.startedAt.getTime()) / 1000;
  return Math.max(0, task.estimatedSeconds - ran);
}
