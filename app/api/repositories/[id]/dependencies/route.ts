import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readDependencies", ({ services, params }) =>
  services.dependencies.view(params.id),
);

export const POST = defineRoute("installDependencies", ({ services, principal, params, body }) =>
  services.dependencies.start(principal, params.id, body.kind),
);
