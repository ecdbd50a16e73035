import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("rotateSecret", async ({ services, principal, params, body }) => ({
  secrets: await services.secrets.rotate(principal, params.id, body),
}));
