import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("validateGates", ({ services, params }) =>
  services.gates.validate(params.id, params.phase),
);
