import type { Metadata } from "next";
import { JoinForm } from "#components/sign-in/join-form.tsx";

export const metadata: Metadata = { title: "Join" };

/** Where an invite link leads. */
export default async function JoinPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  return <JoinForm token={typeof token === "string" ? token : ""} />;
}
