import { defineRoute } from "#server/http/define-route.ts";

export const DELETE = defineRoute("removeSecret", async ({ services, principal, params }) => ({
  secrets: await services.secrets.remove(principal, params.id),
}));
