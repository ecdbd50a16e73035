import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute(
  "connectClient",
  async ({ services, principal, body, request }) => ({
    // Whoever has a session is asked for the Origin, which is thus exactly the address they see.
    redirectTo: await services.connections.allow(
      principal,
      body,
      request.headers.get("origin") ?? "",
    ),
  }),
);
