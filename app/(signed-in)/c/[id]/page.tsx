import { redirect } from "next/navigation";

/** A short address for a conversation. */
export default async function ConversationLink({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  const { id } = await params;
  redirect(`/?c=${encodeURIComponent(id)}`);
}
