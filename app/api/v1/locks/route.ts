import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listLocks", ({ services }) => services.locks.list());

export const POST = defineRoute("takeLock", ({ services, principal, body }) =>
  services.locks.take(principal, body),
);
