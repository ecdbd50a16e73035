"use client";

import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { ScrollingText } from "#components/ui/scrolling-text.tsx";
import type { Webhook, WebhookMade } from "#server/contracts/webhook.ts";
import { setupOf } from "./sender-words.ts";

/** What to enter at the sender, with the secret that is shown this once. */
export function WebhookSecret({
  made,
  onClose,
}: {
  readonly made: WebhookMade;
  readonly onClose: () => void;
}) {
  return (
    <div className="space-y-4 pt-2">
      <Setup webhook={made.webhook} secret={made.secret} />
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}

/** How a sender is told to call a webhook. */
export function Setup({ webhook, secret }: { readonly webhook: Webhook; readonly secret: string }) {
  const url = `${window.location.origin}/api/v1/webhooks/${webhook.id}`;
  const { where, text } = setupOf(webhook, url, secret);
  return (
    <div className="space-y-2">
      <p className="text-[0.8125rem] text-ink-soft">{where}</p>
      <ScrollingText className="max-h-64 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs break-all whitespace-pre-wrap">
        {text}
      </ScrollingText>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="max-w-prose text-xs text-ink-faint">
          The sender must reach Chiffon by its own name or address; behind a proxy, set PUBLIC_URL.
        </p>
        <CopyButton text={text} label="Copy the settings">
          Copy settings
        </CopyButton>
      </div>
    </div>
  );
}
