"use client";

import { useSyncExternalStore } from "react";
import { makeStore } from "./external-store.ts";

const clock = makeStore(0);
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function watch(watcher: () => void): () => void {
  const release = clock.watch(watcher);
  watchers += 1;
  if (watchers === 1) {
    clock.set(Date.now());
    timer = setInterval(() => clock.set(Date.now()), 1000);
  }
  return () => {
    release();
    watchers -= 1;
    if (watchers === 0) clearInterval(timer);
  };
}

/** The time, to the second, shared by everything on the page that counts. 0 while rendering on the server. */
export function useNow(): number {
  return useSyncExternalStore(
    watch,
    () => clock.get() || Date.now(),
    () => 0,
  );
}
