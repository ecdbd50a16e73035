import { Suspense } from "react";
import { ChatPage } from "#components/chat/chat-page.tsx";
import { Skeleton } from "#components/ui/states.tsx";

/** The chat; `?c=ID` names the conversation. */
export default function Home() {
  return (
    <Suspense fallback={<Skeleton className="mx-auto max-w-3xl p-8" />}>
      <ChatPage />
    </Suspense>
  );
}
