import type { Services } from "#server/container.ts";

/** The fallback for every lost nudge, timer and silent process: what stands still although nothing holds it back. */
export async function sweep(services: Services): Promise<void> {
  await services.routingRules.reload();
  await services.leases.markLost();
  await services.lostRuns.reviewLongLost();
  await services.dispatch.sweep();
  await services.ai.settleAbandoned();
  await services.expirePlans.run();
  await services.lostNudges.repeat();
  await services.dependencies.sweep();
  await services.reviews.sweep();
  await services.scaffoldRequests.sweep();
  await services.changes.sweep();
  await services.postMortems.sweep();
  await services.previews.sweep();
  await services.applyRules.sweep();
  await services.unattended.sweep();
  await services.fireSchedules.sweep();
  await services.driftChecks.sweep();
  await services.backlog.tryEach();
}
