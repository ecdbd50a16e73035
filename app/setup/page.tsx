import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetUp } from "#components/sign-in/set-up.tsx";
import { currentEdge } from "#server/http/edge.ts";
import { currentPrincipal } from "#server/http/page-session.ts";

export const metadata: Metadata = { title: "Set up" };

/** First run: the address printed by npm start carries the token that opens this page once. */
export default async function SetUpPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly token?: string | string[] }>;
}) {
  // The link works once: whoever opens it again is led on.
  if (!(await currentEdge().services.people.isSetupNeeded()))
    redirect((await currentPrincipal()) === null ? "/sign-in" : "/first-steps");
  const { token } = await searchParams;
  return <SetUp token={typeof token === "string" ? token : ""} />;
}
