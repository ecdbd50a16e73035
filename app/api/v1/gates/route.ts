import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readGateSettings", ({ services }) => services.gates.settings());

export const PATCH = defineRoute("saveGateSettings", ({ services, principal, body }) =>
  services.gates.saveSettings(principal, body),
);
