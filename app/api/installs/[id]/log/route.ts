import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readInstallLog", ({ services, params, query }) =>
  services.dependencies.log(params.id, query),
);
