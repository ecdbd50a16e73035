import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readPreview", ({ services, params }) =>
  services.previews.view(params.id),
);
export const POST = defineRoute("startPreview", ({ services, principal, params, body }) =>
  services.previews.start(principal, params.id, body),
);
