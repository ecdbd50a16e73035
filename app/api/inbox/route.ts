import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("inbox", ({ services }) => services.requestViews.inbox());
