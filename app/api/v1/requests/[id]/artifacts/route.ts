import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listArtifacts", ({ services, params }) =>
  services.gates.artifacts(params.id),
);

export const POST = defineRoute("addArtifact", ({ services, principal, params, body }) =>
  services.gates.addArtifact(principal, params.id, body),
);
