import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listUnattended", ({ services, query }) =>
  services.unattended.list(query),
);

export const POST = defineRoute("startUnattended", ({ services, principal, body }) =>
  services.unattended.start(principal, body),
);
