import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listRepositories", ({ services }) =>
  services.catalog.listRepositories(),
);

export const POST = defineRoute("addRepository", ({ services, principal, body }) =>
  services.catalog.addRepository(principal, body),
);
