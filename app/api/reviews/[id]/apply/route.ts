import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("applyReview", ({ services, principal, params }) =>
  services.reviews.apply(principal, params.id),
);
