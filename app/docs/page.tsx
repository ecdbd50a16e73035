import type { Metadata } from "next";
import { ApiReference } from "#components/docs/api-reference.tsx";
import { requirePrincipal } from "#server/http/page-session.ts";

export const metadata: Metadata = { title: "API" };

/** The API as one can read and try it, for signed-in people. */
export default async function Page() {
  await requirePrincipal();
  return <ApiReference />;
}
