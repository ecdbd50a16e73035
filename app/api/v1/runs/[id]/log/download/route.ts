import { defineFileRoute } from "#server/http/define-route.ts";
import { runLogDownload } from "#server/http/exports.ts";

export const GET = defineFileRoute("downloadRunLog", ({ services, params }) =>
  runLogDownload(services.execution, params.id),
);
