import type { Services } from "#server/container.ts";

/**
 * The fallback for every lost nudge, timer and silent process: what stands still although nothing holds it back. A step
 * that fails keeps no other from its turn.
 *
 * @throws AggregateError with what the steps that failed said
 */
export async function sweep(services: Services): Promise<void> {
  const steps: readonly (() => Promise<unknown>)[] = [
    () => services.routingRules.reload(),
    () => services.runs.endUnbegun(),
    () => services.leases.markLost(),
    () => services.lostRuns.reviewLongLost(),
    () => services.locks.sweep(),
    () => services.dispatch.sweep(),
    () => services.ai.settleAbandoned(),
    () => services.holds.sweep(),
    () => services.expirePlans.run(),
    () => services.lostNudges.repeat(),
    () => services.held.sweep(),
    () => services.dependencies.sweep(),
    () => services.reviews.sweep(),
    () => services.scaffoldRequests.sweep(),
    () => services.changes.sweep(),
    () => services.postMortems.sweep(),
    () => services.previews.sweep(),
    () => services.applyRules.sweep(),
    () => services.chat.eraseDeleted(),
    () => services.unattended.sweep(),
    () => services.fireSchedules.sweep(),
    () => services.driftChecks.sweep(),
    () => services.agents.noteSilence(),
    () => services.readHistory.run(),
    () => services.deliver.sweep(),
    () => services.backlog.tryEach(),
  ];
  const faults: unknown[] = [];
  for (const step of steps) await step().catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0) throw new AggregateError(faults, "steps of the sweep failed");
}
