"use client";

import { useQuery } from "@tanstack/react-query";
import { Command, SquarePen } from "lucide-react";
import { usePathname } from "next/navigation";
import { inboxQuery } from "#components/lib/request-queries.ts";
import { useIsAlive } from "#components/lib/use-is-alive.ts";
import { buttonClass } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Link } from "#components/ui/link.tsx";
import { Logo } from "#components/ui/logo.tsx";
import { Bell } from "./bell.tsx";
import { ConnectionBadge } from "./connection.tsx";
import { ConversationList } from "./conversation-list.tsx";
import { isCurrentPage, navigationItems } from "./navigation.ts";
import { PersonMenu } from "./person-menu.tsx";
import { hasCommandKey, openPalette } from "./shortcut-state.ts";

/** Desktop: pages, conversations, and who is signed in. */
export function Sidebar() {
  return (
    <aside
      aria-label="Sidebar"
      className="sticky top-0 hidden h-dvh w-[16.5rem] shrink-0 flex-col border-r border-line bg-surface lg:flex"
    >
      <div className="flex h-14 items-center justify-between pr-3 pl-4">
        <Link href="/" aria-label="Chiffon, new request" className="rounded-md">
          <Logo />
        </Link>
        <Bell className="ml-auto" />
        <button
          type="button"
          onClick={openPalette}
          title="Search and commands"
          className="inline-flex h-7 items-center gap-1 rounded-md border border-line px-1.5 text-xs text-ink-faint hover:bg-sunken hover:text-ink"
        >
          <PaletteKeys />
          <span className="sr-only">Open search and commands</span>
        </button>
      </div>
      <div className="px-3 pb-2">
        <Link href="/" className={classNames(buttonClass({ variant: "secondary" }), "w-full")}>
          <SquarePen aria-hidden className="size-4" />
          New request
        </Link>
      </div>
      <nav aria-label="Pages" className="px-2 pb-2">
        <PageLinks />
      </nav>
      <div className="min-h-0 flex-1 border-t border-line">
        <ConversationList />
      </div>
      <div className="flex items-center gap-2 border-t border-line px-3 py-2">
        <PersonMenu />
        <ConnectionBadge />
      </div>
    </aside>
  );
}

/** The keys as this machine has them. */
function PaletteKeys() {
  // The server does not know what keyboard there is: it draws what most have.
  const isAlive = useIsAlive();
  return isAlive && hasCommandKey() ? (
    <>
      <Command aria-hidden className="size-3" />K
    </>
  ) : (
    <span aria-hidden>Ctrl K</span>
  );
}

function PageLinks() {
  const pathname = usePathname();
  return (
    <ul>
      {navigationItems.map(({ href, label, icon: Icon }) => {
        const isCurrent = isCurrentPage(href, pathname);
        return (
          <li key={href}>
            <Link
              href={href}
              aria-current={isCurrent ? "page" : undefined}
              className={classNames(
                "flex h-8 items-center gap-2.5 rounded-md px-2 text-sm",
                isCurrent
                  ? "bg-accent-soft font-semibold text-accent"
                  : "text-ink-soft hover:bg-sunken hover:text-ink",
              )}
            >
              <Icon aria-hidden className="size-4" />
              {label}
              {href === "/approvals" ? <WaitingCount /> : null}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** How many plans wait for a decision. */
export function WaitingCount({ className }: { readonly className?: string }) {
  const { data } = useQuery(inboxQuery());
  const count = data?.items.length ?? 0;
  if (count === 0) return null;
  return (
    <span
      className={classNames(
        "tabular ml-auto grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1.5 text-[0.6875rem] font-semibold text-accent-ink",
        className,
      )}
    >
      {count > 99 ? "99+" : count}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
