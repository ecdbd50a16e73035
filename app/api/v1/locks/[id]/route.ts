import { defineRoute } from "#server/http/define-route.ts";

export const DELETE = defineRoute("releaseLock", ({ services, principal, params }) =>
  services.locks.release(principal, params.id),
);
