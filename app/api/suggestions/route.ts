import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("suggestions", async ({ services }) => ({
  prompts: await services.chat.suggestions(),
}));
