"use client";

import { Ellipsis } from "lucide-react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { Link } from "#components/ui/link.tsx";
import { Bell } from "./bell.tsx";
import { ConnectionBadge } from "./connection.tsx";
import { isCurrentPage, navigationItems } from "./navigation.ts";
import { PersonActions } from "./person-actions.tsx";
import { useSession } from "./session.tsx";
import { WaitingCount } from "./sidebar.tsx";

const cell =
  "relative flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-[0.6875rem] font-medium";

/** Phones and tablets: the main pages in thumb reach, the rest behind More. */
export function BottomBar() {
  const pathname = usePathname();
  const [isMoreOpen, setMoreOpen] = useState(false);
  const rest = navigationItems.filter((item) => !item.isPrimary);
  const isRestCurrent = rest.some(({ href }) => isCurrentPage(href, pathname));
  return (
    <nav
      aria-label="Pages"
      className="z-20 shrink-0 border-t border-line bg-surface safe-bottom lg:hidden"
    >
      <div className="mx-auto flex max-w-xl">
        {navigationItems
          .filter((item) => item.isPrimary)
          .map(({ href, label, icon: Icon }) => {
            const isCurrent = isCurrentPage(href, pathname);
            return (
              <Link
                key={href}
                href={href}
                aria-current={isCurrent ? "page" : undefined}
                className={classNames(cell, isCurrent ? "text-accent" : "text-ink-soft")}
              >
                <Icon aria-hidden className="size-5" strokeWidth={isCurrent ? 2.4 : 2} />
                {label}
                {href === "/approvals" ? (
                  <WaitingCount className="absolute top-1 left-1/2 ml-1.5" />
                ) : null}
              </Link>
            );
          })}
        <Bell className={classNames(cell, "text-ink-soft")} isInBar />
        <button
          type="button"
          onClick={() => setMoreOpen(true)}
          className={classNames(cell, isRestCurrent ? "text-accent" : "text-ink-soft")}
        >
          <Ellipsis aria-hidden className="size-5" />
          More
        </button>
      </div>
      <MoreSheet isOpen={isMoreOpen} onClose={() => setMoreOpen(false)} />
    </nav>
  );
}

function MoreSheet({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { name, role } = useSession();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="More" description={`${name}, ${role}`}>
      <ul className="mb-3 border-b border-line pb-3">
        {navigationItems
          .filter((item) => !item.isPrimary)
          .map(({ href, label, icon: Icon }) => (
            <li key={href}>
              <Link
                href={href}
                onClick={onClose}
                className="flex min-h-12 items-center gap-3 rounded-lg px-2 text-[0.9375rem] hover:bg-sunken"
              >
                <Icon aria-hidden className="size-5 text-ink-soft" />
                {label}
              </Link>
            </li>
          ))}
      </ul>
      <PersonActions />
      <div className="mt-3 border-t border-line pt-3">
        <ConnectionBadge />
      </div>
    </Dialog>
  );
}
