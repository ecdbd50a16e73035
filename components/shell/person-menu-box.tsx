"use client";

import { Popover } from "radix-ui";
import { type RefObject, useRef } from "react";
import { PersonActions } from "./person-actions.tsx";

/** The menu of the signed-in person, above its button, to which the focus returns unless it was taken elsewhere. */
export function PersonMenuBox({
  id,
  button,
  onClose,
}: {
  readonly id: string;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const hasLeft = useRef(false);
  return (
    <Popover.Root open onOpenChange={onClose}>
      <Popover.Anchor virtualRef={button as RefObject<HTMLButtonElement>} />
      <Popover.Portal>
        <Popover.Content
          id={id}
          side="top"
          align="start"
          sideOffset={6}
          onInteractOutside={(event) => {
            // The button's own press closes.
            if (button.current?.contains(event.target as Node)) event.preventDefault();
            else hasLeft.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!hasLeft.current) button.current?.focus();
          }}
          className="z-50 w-60 animate-appear rounded-xl border border-line bg-surface p-3 shadow-card"
        >
          <PersonActions />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
