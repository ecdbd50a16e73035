import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listSecrets", async ({ services }) => ({
  secrets: await services.secrets.list(),
}));

export const POST = defineRoute("addSecret", async ({ services, principal, body }) => ({
  secrets: await services.secrets.add(principal, body),
}));
