import { defineFileRoute } from "#server/http/define-route.ts";
import { openApiResponse } from "#server/http/openapi/response.ts";

export const GET = defineFileRoute("readOpenApi", async () => openApiResponse());
