import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("verifyAudit", ({ services }) => services.verification.run());
