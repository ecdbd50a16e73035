import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("scanRepository", ({ services, principal, params }) =>
  services.catalog.scanRepository(principal, params.id),
);
