"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { agentsQuery } from "#components/lib/fleet-queries.ts";
import { notificationsQuery } from "#components/lib/notification-queries.ts";
import { inboxQuery } from "#components/lib/request-queries.ts";
import { useTopic } from "./live.tsx";
import { useSession } from "./session.tsx";

const prefix = /^\(\d+\) /;

/** Follows what every page needs, and marks tab title and icon while plans wait for a decision. */
export function Attention() {
  const inbox = useQuery(inboxQuery());
  const agents = useQuery(agentsQuery());
  useTopic("inbox", inbox.data?.seq);
  useTopic("fleet", agents.data?.seq);
  const { personId } = useSession();
  const notifications = useQuery(notificationsQuery());
  useTopic(`person:${personId}`, notifications.data?.seq);
  const waiting = inbox.data?.items.length ?? 0;
  useEffect(() => markTitle(waiting), [waiting]);
  useEffect(() => markIcon(waiting > 0), [waiting]);
  return null;
}

/** Keeps "(2) " before whatever title the page sets, until released. */
function markTitle(waiting: number): () => void {
  const apply = () => {
    const bare = document.title.replace(prefix, "");
    const wanted = waiting > 0 ? `(${waiting}) ${bare}` : bare;
    if (document.title !== wanted) document.title = wanted;
  };
  apply();
  const observer = new MutationObserver(apply);
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  return () => observer.disconnect();
}

function markIcon(isWaiting: boolean): () => void {
  if (!isWaiting) return () => undefined;
  const link = document.createElement("link");
  link.rel = "icon";
  link.type = "image/svg+xml";
  link.href = "/icons/icon-waiting.svg";
  document.head.append(link);
  return () => link.remove();
}
