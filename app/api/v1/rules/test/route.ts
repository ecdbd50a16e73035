import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("testRule", ({ services, body }) => services.ruleLooks.test(body));
