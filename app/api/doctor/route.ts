import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readDoctor", ({ services }) => services.doctor.view());
