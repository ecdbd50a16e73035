"use client";

import { LoaderCircle, RotateCw, Wifi, WifiOff } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useConnection, useLiveSocket } from "./live.tsx";

/** A word and an icon for how the live connection stands. */
export function ConnectionBadge() {
  const state = useConnection();
  const look = {
    connecting: { icon: LoaderCircle, word: "Connecting", tone: "text-ink-faint" },
    live: { icon: Wifi, word: "Live", tone: "text-ok" },
    reconnecting: { icon: LoaderCircle, word: "Reconnecting", tone: "text-warn" },
    lost: { icon: WifiOff, word: "Connection lost", tone: "text-bad" },
  }[state.kind];
  return (
    <span className={`inline-flex items-center gap-1.5 text-xs font-medium ${look.tone}`}>
      <look.icon
        aria-hidden
        className={`size-3.5 ${look.icon === LoaderCircle ? "animate-spin" : ""}`}
      />
      {look.word}
    </span>
  );
}

/** A bar across the page once live news no longer arrive, with the cause and a way to try now. */
export function ConnectionBar() {
  const state = useConnection();
  const socket = useLiveSocket();
  if (state.kind !== "lost") return null;
  return (
    <div role="status" className="px-3 pt-3">
      <Notice
        tone="warn"
        icon={WifiOff}
        title="Not connected: what you see may be out of date"
        actions={
          <Button size="small" icon={RotateCw} onClick={() => socket.retry()}>
            Retry now
          </Button>
        }
      >
        {state.cause} Running tasks continue without this page.
      </Notice>
    </div>
  );
}
