"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { readEarlier } from "#components/lib/conversation-queries.ts";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { ConversationView } from "#server/contracts/api.ts";

/** At the top of a thread: reads older messages when pressed, scrolled to, or when the address points at one of them. */
export function EarlierMessages({ view }: { readonly view: ConversationView }) {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => readEarlier(client, view.conversation.id),
    onError: toastError,
  });
  const edge = useRef<HTMLDivElement>(null);
  const hasMore = view.earlier === "more";
  const firstId = view.messages[0]?.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: with other messages another place is reached
  useEffect(() => {
    if (!edge.current || !hasMore) return undefined;
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && mutate());
    seen.observe(edge.current);
    return () => seen.disconnect();
  }, [hasMore, firstId, mutate]);

  const isSought = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again among what was read
  useEffect(() => {
    const id = window.location.hash.slice(1);
    const target = id === "" ? null : document.getElementById(id);
    if (target && isSought.current) target.scrollIntoView();
    isSought.current = id !== "" && target === null;
    if (isSought.current && hasMore) mutate();
  }, [hasMore, firstId, mutate]);

  if (view.earlier === "none") return null;
  return (
    <div ref={edge} className="flex justify-center pt-2 text-[0.8125rem] text-ink-soft">
      {hasMore ? (
        <Button size="small" isBusy={isPending} onClick={() => mutate()}>
          Show earlier messages
        </Button>
      ) : (
        <p>
          What was said before is not shown here. What was done is in the{" "}
          <Link href="/audit" className="underline underline-offset-4">
            audit
          </Link>
          .
        </p>
      )}
    </div>
  );
}
