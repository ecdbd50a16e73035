import type { Metadata } from "next";
import { RequestPage } from "#components/plan/request-page.tsx";

export const metadata: Metadata = { title: "Request" };

/** One request by itself: its card, its history and its runs. Notifications link here. */
export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  const { id } = await params;
  return <RequestPage requestId={id} />;
}
