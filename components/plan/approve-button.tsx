"use client";

import { Check, LoaderCircle } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { announce } from "#components/lib/announcer.ts";
import { buttonClass } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { useArmed } from "./use-armed.ts";

const enterHint = "Enter alone does not approve: press Space, or Ctrl+Enter.";
const movedHint = "The card just moved. Press again.";

/**
 * The one button that lets something happen. Counts a press only when it stood still for half a second, and never a
 * bare Enter.
 */
export function ApproveButton({
  label,
  isBusy,
  isDisabled,
  isDangerous = false,
  onApprove,
}: {
  readonly label: string;
  readonly isBusy: boolean;
  readonly isDisabled: boolean;
  /** Looks like what it is: a press that can do harm. */
  readonly isDangerous?: boolean;
  readonly onApprove: () => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const { isArmed, check } = useArmed(button);
  const [hint, setHint] = useState<string | null>(null);
  const hintId = useId();
  const say = (text: string) => {
    setHint(text);
    announce(text);
  };
  const press = () => {
    if (isDisabled || isBusy) return;
    if (!check()) return say(movedHint);
    setHint(null);
    onApprove();
  };
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) press();
    else say(enterHint);
  };
  return (
    <div className="min-w-0 flex-1 sm:flex-none">
      <button
        ref={button}
        type="button"
        disabled={isDisabled || isBusy}
        aria-disabled={!isArmed || undefined}
        aria-busy={isBusy || undefined}
        aria-keyshortcuts="Control+Enter"
        aria-describedby={hint ? hintId : undefined}
        onClick={press}
        onKeyDown={handleKeyDown}
        className={classNames(
          buttonClass({ variant: isDangerous ? "danger" : "primary" }),
          isDangerous && "border-2! font-semibold",
          "h-12 w-full px-3 text-[0.9375rem] sm:h-10 sm:w-auto sm:px-5 sm:text-sm",
          !isArmed && !isDisabled && "opacity-75",
        )}
      >
        {isBusy ? (
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
        ) : (
          <Check aria-hidden className="size-4 shrink-0" />
        )}
        {label}
      </button>
      {hint ? (
        <p id={hintId} className="mt-1 text-xs text-ink-soft">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
