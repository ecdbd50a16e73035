import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("keepFiles", ({ services, principal, params, body }) =>
  services.previews.keepFiles(principal, params.id, body),
);
