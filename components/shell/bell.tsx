"use client";

import { useQuery } from "@tanstack/react-query";
import { BellRing, Bell as BellShape, CheckCheck, Settings } from "lucide-react";
import { useState } from "react";
import { useReadNotifications } from "#components/lib/notification-mutations.ts";
import { notificationsQuery } from "#components/lib/notification-queries.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { Link } from "#components/ui/link.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { Notification } from "#server/contracts/notification.ts";
import { notificationWords } from "#server/notifications/domain/notification-words.ts";

/** What one was told of: how many are new, and behind it all of them. */
export function Bell({
  className,
  isInBar = false,
}: {
  readonly className?: string;
  /** Among the cells of the phone's bar, which say what they are. */
  readonly isInBar?: boolean;
}) {
  const { data } = useQuery(notificationsQuery());
  const [isOpen, setOpen] = useState(false);
  const unread = data?.unread ?? 0;
  const Icon = unread > 0 ? BellRing : BellShape;
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        title="Notifications"
        aria-label={`${isInBar ? "News" : "Notifications"}${unread > 0 ? `, ${unread} new` : ""}`}
        className={classNames(
          isInBar ? "" : "relative mr-1 grid size-9 place-items-center rounded-md",
          isInBar ? "" : "text-ink-soft hover:bg-sunken hover:text-ink",
          className,
        )}
      >
        <Icon aria-hidden className={isInBar ? "size-5" : "size-4.5"} />
        {isInBar ? "News" : null}
        {unread > 0 ? <Count of={unread} isInBar={isInBar} /> : null}
      </button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title="Notifications"
        description={unread === 0 ? "Nothing new." : `${unread} new`}
      >
        {isOpen ? <NotificationList onClose={() => setOpen(false)} /> : null}
      </Dialog>
    </>
  );
}

function Count({ of, isInBar }: { readonly of: number; readonly isInBar: boolean }) {
  return (
    <span
      className={classNames(
        "tabular absolute grid h-4.5 min-w-4.5 place-items-center rounded-full bg-accent px-1 text-[0.625rem] font-semibold text-accent-ink",
        isInBar ? "top-1 left-1/2 ml-1.5" : "-top-0.5 -right-1",
      )}
    >
      {of > 99 ? "99+" : of}
    </span>
  );
}

function NotificationList({ onClose }: { readonly onClose: () => void }) {
  const { data, error, refetch } = useQuery(notificationsQuery());
  const read = useReadNotifications();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={4} />;
  return (
    <>
      {data.notifications.length === 0 ? (
        <EmptyState icon={BellShape} title="Nothing yet">
          Plans that wait for you, how your runs ended, and machines that fell silent stand here.
        </EmptyState>
      ) : (
        <ul className="-mx-2 divide-y divide-line">
          {data.notifications.map((notification) => (
            <NotificationRow
              key={notification.id}
              notification={notification}
              onOpen={() => {
                if (notification.readAt === null) read.mutate([notification.id]);
                onClose();
              }}
            />
          ))}
        </ul>
      )}
      <div className="mt-3 flex flex-wrap justify-end gap-2 border-t border-line pt-3">
        <Link
          href="/settings#notifications"
          onClick={onClose}
          className={buttonClass({ size: "small", variant: "quiet" })}
        >
          <Settings aria-hidden className="size-4" />
          Choose what to hear of
        </Link>
        <Button
          size="small"
          icon={CheckCheck}
          isBusy={read.isPending}
          disabled={data.unread === 0}
          onClick={() => read.mutate(undefined, { onError: toastError })}
        >
          Mark all as read
        </Button>
      </div>
    </>
  );
}

function NotificationRow({
  notification,
  onOpen,
}: {
  readonly notification: Notification;
  readonly onOpen: () => void;
}) {
  const { kind, about, path, at, readAt, resolvedAt } = notification;
  const { title, lines } = notificationWords(kind, { ...about, headHash: null });
  const isNew = readAt === null && resolvedAt === null;
  return (
    <li>
      <Link
        href={path}
        onClick={onOpen}
        className="flex min-h-12 items-start gap-3 rounded-lg px-2 py-2.5 hover:bg-sunken"
      >
        <span
          aria-hidden
          className={classNames(
            "mt-1.5 size-2 shrink-0 rounded-full",
            isNew ? "bg-accent" : "bg-transparent",
          )}
        />
        <span className="min-w-0 flex-1">
          <span className={classNames("block text-sm break-words", isNew ? "font-semibold" : "")}>
            {isNew ? <span className="sr-only">New: </span> : null}
            {title}
          </span>
          <span className="block text-[0.8125rem] break-words text-ink-soft">
            {lines.join(" · ")}
          </span>
          <span className="flex flex-wrap items-center gap-2 text-xs text-ink-soft">
            <Ago at={at} />
            {resolvedAt ? <Badge>Settled</Badge> : null}
          </span>
        </span>
      </Link>
    </li>
  );
}
