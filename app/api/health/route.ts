import { Answer, defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("health", async ({ services }) => {
  const health = await services.health.check();
  return new Answer(health, { status: health.status === "red" ? 503 : 200 });
});
