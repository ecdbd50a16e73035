"use client";

import { useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import {
  areSingleLettersOn,
  closeOverlay,
  hasCommandKey,
  setSingleLetters,
} from "./shortcut-state.ts";

const groups = [
  {
    title: "Everywhere",
    keys: [
      ["palette", "Search and commands"],
      ["Alt A", "Newest plan waiting for approval"],
      ["?", "This list"],
    ],
  },
  {
    title: "Writing",
    keys: [
      ["Enter", "Send"],
      ["Shift Enter", "New line"],
      ["↑", "Bring back what you sent last"],
    ],
  },
  {
    title: "Approvals",
    keys: [
      ["J / K", "Next / previous plan"],
      ["X", "Pick the open plan, or leave it out"],
      ["Shift A", "Approve what is picked, after one look"],
      ["Space or Ctrl Enter", "Press the focused Approve button (Enter alone never approves)"],
    ],
  },
  {
    title: "Log",
    keys: [
      ["Enter / Shift Enter", "In its search box: next / previous match"],
      ["N / Shift N", "Next / previous match"],
    ],
  },
] as const;

const paletteKeys = (): string => (hasCommandKey() ? "⌘ K" : "Ctrl K");

/** Every shortcut, and the switch for those of one letter. */
export function Legend() {
  const [isOn, setOn] = useState(areSingleLettersOn);
  return (
    <Dialog isOpen onClose={closeOverlay} title="Keyboard shortcuts">
      <div className="space-y-5 pt-1">
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="mb-1 text-xs font-semibold text-ink-faint">{title}</h3>
            <dl className="divide-y divide-line text-sm">
              {keys.map(([combination, meaning]) => (
                <div key={combination} className="flex items-center justify-between gap-4 py-1.5">
                  <dd>{meaning}</dd>
                  <dt>
                    <kbd className="rounded border border-line bg-sunken px-1.5 py-0.5 text-xs whitespace-nowrap">
                      {combination === "palette" ? paletteKeys() : combination}
                    </kbd>
                  </dt>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <label className="flex min-h-11 items-center gap-3 text-sm">
          <input
            type="checkbox"
            className="size-5 accent-(--accent)"
            checked={isOn}
            onChange={(event) => {
              setSingleLetters(event.target.checked);
              setOn(event.target.checked);
            }}
          />
          Single-letter shortcuts
        </label>
      </div>
    </Dialog>
  );
}
