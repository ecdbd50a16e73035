"use client";

import { useMutation } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { useCreateChannel } from "#components/lib/notification-mutations.ts";
import { useIsAlive } from "#components/lib/use-is-alive.ts";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice, Notice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { NotificationSettings } from "#server/contracts/notification.ts";
import { shownKinds } from "./notification-labels.ts";
import { browserName, pushObstacle, subscribe } from "./push-subscription.ts";

/** Messages to this browser, even while no tab of Chiffon is open; or why they can't be. */
export function BrowserPush({ settings }: { readonly settings: NotificationSettings }) {
  const isAlive = useIsAlive();
  const create = useCreateChannel();
  const turnOn = useMutation({
    mutationFn: async (pushKey: string) => {
      const target = await subscribe(pushKey);
      return create.mutateAsync({
        ...{ name: browserName(navigator.userAgent), isShared: false, kinds: shownKinds, target },
      });
    },
    onSuccess: () => toastDone("This browser is told from now on."),
  });
  const { pushKey } = settings;
  const obstacle = isAlive ? pushObstacle(window) : null;
  return (
    <div className="space-y-2 p-4">
      <h3 className="text-sm font-medium">This browser</h3>
      {obstacle !== null ? <Notice>{obstacle}</Notice> : null}
      {pushKey === null ? (
        <Notice tone="warn">
          Chiffon has no keys for messages to browsers: the key file of its secrets can't be read.
        </Notice>
      ) : null}
      {isAlive && obstacle === null && pushKey !== null ? (
        <>
          <p className="text-[0.8125rem] text-ink-soft">
            It shows messages even while Chiffon is closed. They go through the push service of the
            browser's maker, encrypted for this browser.
          </p>
          <Button
            size="small"
            icon={MonitorSmartphone}
            isBusy={turnOn.isPending}
            onClick={() => turnOn.mutate(pushKey)}
          >
            Tell this browser
          </Button>
        </>
      ) : null}
      <ErrorNotice error={turnOn.error} />
    </div>
  );
}
