import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readContext", ({ services, params }) =>
  services.requestViews.context(params.id),
);

export const POST = defineRoute("addToContext", async ({ services, principal, params, body }) => {
  await services.requests.addNote(principal, params.id, body.text);
  return services.requestViews.context(params.id);
});
