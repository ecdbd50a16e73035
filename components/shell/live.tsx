"use client";

import { QueryClientProvider, useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import { LiveQuery } from "#components/lib/live-query.ts";
import { pacedFrames } from "#components/lib/paced-frames.ts";
import { makeQueryClient } from "#components/lib/query-client.ts";
import { type ConnectionState, LiveSocket } from "#components/lib/socket.ts";
import { makeSocketIoTransport } from "#components/lib/socket-io-transport.ts";

/** Where components find the tab's connection; tests put a silent one there. */
export const LiveContext = createContext<LiveSocket | null>(null);

/** The cache and the one live connection of this tab. */
export function Live({ children }: { readonly children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <Connected>{children}</Connected>
    </QueryClientProvider>
  );
}

function Connected({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const [socket] = useState(() => new LiveSocket(makeSocketIoTransport()));
  useEffect(() => {
    const live = new LiveQuery(client, pacedFrames());
    socket.handleEvent = (event) => live.take(event);
    socket.handleReset = (topic) => live.reset(topic);
    socket.connect();
    const stopWatching = watchForSleep(() => void socket.wake());
    return () => {
      stopWatching();
      socket.close();
    };
  }, [client, socket]);
  return <LiveContext value={socket}>{children}</LiveContext>;
}

const tickMs = 1000;

/** Calls `onWake` when the tab may have missed something: shown again, online again, or its clock jumped. */
function watchForSleep(onWake: () => void): () => void {
  let lastTick = Date.now();
  const timer = setInterval(() => {
    const isJump = Date.now() - lastTick > 3 * tickMs && !document.hidden;
    lastTick = Date.now();
    if (isJump) onWake();
  }, tickMs);
  const onVisible = () => {
    if (!document.hidden) onWake();
  };
  document.addEventListener("visibilitychange", onVisible);
  window.addEventListener("online", onWake);
  window.addEventListener("pageshow", onVisible);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisible);
    window.removeEventListener("online", onWake);
    window.removeEventListener("pageshow", onVisible);
  };
}

/** The tab's live connection. */
export function useLiveSocket(): LiveSocket {
  const socket = use(LiveContext);
  if (!socket) throw new Error("useLiveSocket needs Live above it");
  return socket;
}

const connecting: ConnectionState = { kind: "connecting" };

/** How the live connection stands. */
export function useConnection(): ConnectionState {
  const socket = useLiveSocket();
  return useSyncExternalStore(
    socket.watch,
    () => socket.state,
    () => connecting,
  );
}

/**
 * Follows a topic while the component is there, from the position the first read gave.
 *
 * @param afterSeq `undefined` while that read is still on its way
 */
export function useTopic(topic: string | null, afterSeq: number | undefined): void {
  const socket = useLiveSocket();
  const isReady = topic !== null && afterSeq !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the position matters only when joining; the socket keeps count from then on
  useEffect(() => {
    if (!isReady) return undefined;
    return socket.follow(topic, afterSeq);
  }, [socket, topic, isReady]);
}
