import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readSettings", ({ services }) => services.settings.view());
