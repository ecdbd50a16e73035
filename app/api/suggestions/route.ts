import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("suggestions", ({ services, query }) =>
  services.answers.suggestions(query.repositoryId),
);
