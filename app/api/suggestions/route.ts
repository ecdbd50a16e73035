import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("suggestions", ({ services }) => services.chat.suggestions());
