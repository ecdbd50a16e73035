"use client";

import type { NotificationKind } from "#server/contracts/notification.ts";
import { kindLabels, shownKinds } from "./notification-labels.ts";

/** Which kinds a channel is sent. */
export function KindChoice({
  legend,
  chosen,
  onChange,
  isBusy = false,
}: {
  readonly legend: string;
  readonly chosen: readonly NotificationKind[];
  readonly onChange: (chosen: NotificationKind[]) => void;
  readonly isBusy?: boolean;
}) {
  return (
    <fieldset disabled={isBusy}>
      <legend className="text-[0.8125rem] font-medium">{legend}</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {shownKinds.map((kind) => (
          <label
            key={kind}
            className="flex min-h-11 items-center gap-3 text-[0.8125rem] pointer-fine:min-h-8"
          >
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-accent"
              checked={chosen.includes(kind)}
              onChange={({ target }) =>
                onChange(
                  shownKinds.filter((each) =>
                    each === kind ? target.checked : chosen.includes(each),
                  ),
                )
              }
            />
            {kindLabels[kind]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
