import { defineFileRoute } from "#server/http/define-route.ts";
import { postMortemDownload } from "#server/http/exports.ts";

export const GET = defineFileRoute("downloadPostMortem", ({ services, params }) =>
  postMortemDownload(services.postMortems, params.id),
);
