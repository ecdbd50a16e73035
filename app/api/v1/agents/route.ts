import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listAgents", ({ services }) => services.agents.list());
