"use client";

import { type ReactNode, useSyncExternalStore } from "react";

const never = () => () => undefined;

/**
 * Draws its children once the page is alive. Everything below reads the query cache, which may fill before a part of
 * the page is hydrated: the server's skeleton and the client's data would then disagree.
 */
export function AfterHydration({
  fallback,
  children,
}: {
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}) {
  const isAlive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return isAlive ? children : fallback;
}
