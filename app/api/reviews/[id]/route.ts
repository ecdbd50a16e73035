import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readReview", ({ services, params }) =>
  services.reviews.view(params.id),
);
