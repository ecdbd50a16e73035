"use client";

import { riskLooks } from "#components/plan/status-look.ts";
import { toneText } from "#components/ui/badge.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Ago, Until } from "#components/ui/moment.tsx";
import type { InboxItem } from "#server/contracts/api.ts";

/** What a list says of a plan that waits. */
export function ItemFacts({ item }: { readonly item: InboxItem }) {
  const { icon: Icon, tone, label } = riskLooks[item.risk];
  return (
    <>
      <span className="line-clamp-2 text-sm font-semibold">{item.summary}</span>
      <span className="mt-1 flex flex-wrap gap-x-2.5 gap-y-0.5 text-xs text-ink-soft">
        <span className="font-mono break-all">{item.hosts.join(", ")}</span>
        <span className={classNames("inline-flex items-center gap-1", toneText[tone])}>
          <Icon aria-hidden className="size-3.5" />
          {label}
        </span>
      </span>
      <span className="mt-1 block text-xs text-ink-faint">
        {item.submittedBy}, <Ago at={item.createdAt} /> · expires <Until at={item.expiresAt} />
      </span>
    </>
  );
}
