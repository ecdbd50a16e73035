import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listSetAsideJobs", async ({ services }) => ({
  jobs: await services.setAsideJobs.list(),
}));

export const POST = defineRoute("decideSetAsideJob", async ({ services, principal, body }) => ({
  jobs: await services.setAsideJobs.decide(principal, body),
}));
