import { defineRawRoute } from "#server/http/define-route.ts";
import { runLogDownload } from "#server/http/exports.ts";

export const GET = defineRawRoute("readRun", async ({ services, params }) =>
  runLogDownload(services.execution, params.id),
);
