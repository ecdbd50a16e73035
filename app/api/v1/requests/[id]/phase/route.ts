import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("movePhase", ({ services, principal, params, body }) =>
  services.phaseMoves.move(principal, params.id, body),
);
