import type {
  Channel,
  ChannelKind,
  NotificationKind,
  NotificationScope,
} from "#server/contracts/notification.ts";

/** What each kind is about. */
export const kindLabels: Readonly<Record<NotificationKind, string>> = {
  approval_waiting: "A plan waits for approval",
  run_finished: "A run is over",
  needs_review: "A run needs review",
  firing_failed: "A schedule or webhook could not plan",
  budget_reached: "A budget for models is reached",
  machine_offline: "A machine goes offline",
  machine_back: "A machine is back",
};

/** Every kind, in the order in which they are shown. */
export const shownKinds = Object.keys(kindLabels) as NotificationKind[]; // its own keys

export const scopeLabels: Readonly<Record<NotificationScope, string>> = {
  off: "Never",
  mine: "Only what I asked for",
  approvable: "What I may approve, and my own",
  all: "All",
};

export const channelLabels: Readonly<Record<ChannelKind, string>> = {
  ntfy: "ntfy",
  webhook: "Webhook",
  mail: "Mail",
  web_push: "Browser",
};

/** Where a channel sends to, in a few words. */
export function targetText(target: Channel["target"]): string {
  switch (target.kind) {
    case "ntfy":
      return `${target.topic} at ${target.url}`;
    case "webhook":
      return target.url;
    case "mail":
      return `${target.to} by ${target.host}:${target.port}`;
    case "web_push":
      return `through ${target.service}`;
  }
}
