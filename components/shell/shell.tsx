"use client";

import type { ReactNode } from "react";
import { ToastHost } from "#components/ui/toast.tsx";
import { Announcer } from "./announcer.tsx";
import { Attention } from "./attention.tsx";
import { BottomBar } from "./bottom-bar.tsx";
import { ConnectionBar } from "./connection.tsx";
import { LateParts } from "./late-parts.tsx";
import { Live } from "./live.tsx";
import { PageData, type ReadAnswer } from "./page-data.tsx";
import { type SessionPerson, SessionProvider } from "./session.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { Sidebar } from "./sidebar.tsx";

/**
 * Everything around the page of a signed-in person.
 *
 * Nothing that reads the cache stands behind a Suspense boundary: all of it comes alive in one go, before any live
 * event can change what the server's HTML was drawn from.
 */
export function Shell({
  person,
  answers,
  children,
}: {
  readonly person: SessionPerson;
  /** What the server read for the parts that stand on every page. */
  readonly answers: readonly ReadAnswer[];
  readonly children: ReactNode;
}) {
  return (
    <SessionProvider person={person}>
      <Live>
        <PageData answers={answers}>
          <a
            href="#main"
            className="fixed top-2 left-2 z-50 touch -translate-y-16 rounded-lg bg-accent px-4 py-3 text-sm font-medium text-accent-ink focus:translate-y-0"
          >
            Skip to content
          </a>
          <div className="flex h-dvh">
            <Sidebar />
            <div className="flex min-w-0 flex-1 flex-col">
              <ConnectionBar />
              <main id="main" tabIndex={-1} className="min-h-0 flex-1 outline-none">
                {children}
              </main>
              <BottomBar />
            </div>
          </div>
          <Announcer />
          <ToastHost />
          <Attention />
          <Shortcuts />
          <LateParts />
        </PageData>
      </Live>
    </SessionProvider>
  );
}
