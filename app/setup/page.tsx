import type { Metadata } from "next";
import { SetUp } from "#components/sign-in/set-up.tsx";

export const metadata: Metadata = { title: "Set up" };

/** First run: the address printed by npm start carries the token that opens this page once. */
export default async function SetUpPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  return <SetUp token={typeof token === "string" ? token : ""} />;
}
