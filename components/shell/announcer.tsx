"use client";

import { useSyncExternalStore } from "react";
import { announcement } from "#components/lib/announcer.ts";

/** The page's one polite live region. */
export function Announcer() {
  const sentence = useSyncExternalStore(announcement.watch, announcement.get, () => "");
  return (
    <div aria-live="polite" role="status" className="sr-only">
      {sentence}
    </div>
  );
}
