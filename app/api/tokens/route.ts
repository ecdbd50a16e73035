import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listTokens", async ({ services, principal }) => ({
  tokens: await services.tokens.list(principal),
}));

export const POST = defineRoute("createToken", ({ services, principal, body }) =>
  services.tokens.create(principal, body),
);
