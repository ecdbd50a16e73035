/**
 * What a machine remembers of its runs apart from their directories. A run that was spawned and whose directory is gone
 * may have had its effect: without this memory it would look like one that never began.
 */
export interface RunJournal {
  claimed(runId: string): void;
  spawned(runId: string): void;
  isSpawned(runId: string): boolean;
  /** Its end is recorded with Chiffon. */
  ended(runId: string): void;
}
