import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readGates", ({ services, params }) =>
  services.gates.view(params.id),
);
