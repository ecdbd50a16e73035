import type { Logger } from "#server/platform/logger.ts";

/** What a worker does when it is told to stop. */
export interface StopActions {
  /** Takes no new work, finishes what runs. */
  drain(): Promise<void>;
  /** Stops what runs and records it. */
  interrupt(): Promise<void>;
  /** Leaves everything as it is, at once. */
  abandon(): void;
  readonly log: Logger;
}

/**
 * SIGTERM drains, SIGINT interrupts, and the loss of the supervisor abandons: detached runs live on and are adopted at
 * the next start.
 */
export function handleStopSignals(actions: StopActions): void {
  let stopping: "drain" | "interrupt" | null = null;
  const stop = (how: "drain" | "interrupt") => {
    if (stopping === how || stopping === "interrupt") return;
    stopping = how;
    actions.log.info({ how }, "stopping");
    void actions[how]()
      .catch((error: unknown) => actions.log.error({ err: error }, "stop failed"))
      .finally(() => process.exit(0));
  };
  process.on("SIGTERM", () => stop("drain"));
  process.on("SIGINT", () => stop("interrupt"));
  process.on("disconnect", () => {
    actions.log.warn("supervisor is gone");
    actions.abandon();
    process.exit(0);
  });
}
