import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("putReviewOnBranch", ({ services, principal, params, body }) =>
  services.reviews.putOnBranch(principal, params.id, body),
);
