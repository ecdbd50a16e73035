import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("startReview", ({ services, principal, params, body }) =>
  services.reviews.start(principal, params.id, body),
);
