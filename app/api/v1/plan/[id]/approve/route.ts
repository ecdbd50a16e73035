import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("decidePlan", ({ services, principal, params, body }) =>
  services.decisions.decide(principal, params.id, body),
);
