import type { IncomingMessage, ServerResponse } from "node:http";
import { healthSchema } from "#server/contracts/health.ts";
import type { Edge } from "./edge.ts";

/** How Chiffon is, for anybody who asks, without Next: its first answer would load what pages need. */
export function createHealthEndpoint({ services }: Edge) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      response.writeHead(405).end();
      return;
    }
    const health = healthSchema.parse(await services.health.check());
    response.writeHead(health.status === "red" ? 503 : 200, {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
    });
    // The gate has given the request its trace id.
    const body = { ...health, traceId: response.getHeader("x-trace-id") };
    response.end(request.method === "HEAD" ? undefined : JSON.stringify(body));
  };
}
