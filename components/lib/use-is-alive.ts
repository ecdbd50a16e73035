"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/**
 * Whether the page is alive in a browser: false on the server and while the browser takes over the server's HTML, which
 * must come out the same. What only the browser knows (its clock, language, storage) is shown from then on.
 */
export function useIsAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
