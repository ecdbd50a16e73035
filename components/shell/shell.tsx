"use client";

import { type ReactNode, Suspense } from "react";
import { Skeleton } from "#components/ui/states.tsx";
import { ToastHost } from "#components/ui/toast.tsx";
import { AfterHydration } from "./after-hydration.tsx";
import { Announcer } from "./announcer.tsx";
import { Attention } from "./attention.tsx";
import { BottomBar } from "./bottom-bar.tsx";
import { ConnectionBar } from "./connection.tsx";
import { Live } from "./live.tsx";
import { type SessionPerson, SessionProvider } from "./session.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { Sidebar, SidebarGhost } from "./sidebar.tsx";

/** Everything around the page of a signed-in person. */
export function Shell({
  person,
  children,
}: {
  readonly person: SessionPerson;
  readonly children: ReactNode;
}) {
  return (
    <SessionProvider person={person}>
      <Live>
        <a
          href="#main"
          className="fixed top-2 left-2 z-50 -translate-y-16 rounded-lg bg-accent px-4 py-2 text-sm font-medium text-accent-ink focus:translate-y-0"
        >
          Skip to content
        </a>
        <div className="flex h-dvh">
          <AfterHydration fallback={<SidebarGhost />}>
            <Suspense fallback={<SidebarGhost />}>
              <Sidebar />
            </Suspense>
          </AfterHydration>
          <div className="flex min-w-0 flex-1 flex-col">
            <ConnectionBar />
            <main id="main" tabIndex={-1} className="min-h-0 flex-1 outline-none">
              <AfterHydration
                fallback={<Skeleton lines={6} className="mx-auto max-w-3xl px-6 pt-10" />}
              >
                {children}
              </AfterHydration>
            </main>
            <BottomBar />
          </div>
        </div>
        <Announcer />
        <ToastHost />
        <AfterHydration fallback={null}>
          <Attention />
          <Shortcuts />
        </AfterHydration>
      </Live>
    </SessionProvider>
  );
}
