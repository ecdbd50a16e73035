import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("revertReview", ({ services, principal, params }) =>
  services.reviews.revert(principal, params.id),
);
