import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listHandoffs", ({ services, principal }) =>
  services.handoffs.list(principal),
);

export const POST = defineRoute("offerHandoff", ({ services, principal, body }) =>
  services.handoffs.offer(principal, body),
);
