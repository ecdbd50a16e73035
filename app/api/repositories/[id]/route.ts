import { defineRoute } from "#server/http/define-route.ts";

export const PATCH = defineRoute("changeRepository", ({ services, principal, params, body }) =>
  services.catalog.changeRepository(principal, params.id, body),
);

export const DELETE = defineRoute("removeRepository", async ({ services, principal, params }) => {
  await services.catalog.removeRepository(principal, params.id);
  return { ok: true };
});
