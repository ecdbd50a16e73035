"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { IconButton } from "./button.tsx";
import { classNames } from "./class-names.ts";

/** What a dialog shows, and whether it does. */
export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
  readonly size?: "normal" | "wide";
}

/** A dialog as it is drawn. Radix keeps the focus inside, and returns it only to triggers of its own: ours returns here. */
export function DialogBox({
  isOpen,
  onClose,
  title,
  description,
  children,
  size = "normal",
}: DialogProps) {
  const returnFocus = useReturnOfFocus(isOpen);
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-[oklch(0.2_0.02_335/0.45)]" />
        <Radix.Content
          onCloseAutoFocus={returnFocus}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={classNames(
            "fixed inset-x-0 bottom-0 z-50 flex max-h-[88dvh] animate-sheet flex-col rounded-t-2xl border " +
              "border-line bg-surface shadow-card safe-bottom focus:outline-none " +
              "sm:inset-x-auto sm:top-[12dvh] sm:bottom-auto sm:left-1/2 sm:w-[min(92vw,var(--dialog-width))] " +
              "sm:-translate-x-1/2 sm:rounded-2xl sm:animate-appear",
            size === "wide" ? "[--dialog-width:48rem]" : "[--dialog-width:30rem]",
          )}
        >
          <div className="flex items-start gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="text-sm text-ink-soft">
                  {description}
                </Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label="Close" className="-mt-1 -mr-2" />
            </Radix.Close>
          </div>
          <div className="min-h-0 overflow-y-auto overscroll-contain px-5 pt-1 pb-5">
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Puts the focus back where it was when the dialog opened, unless what closed it has put it somewhere. */
function useReturnOfFocus(isOpen: boolean): () => void {
  // In the render: a field that takes the focus by itself has it before any effect runs.
  const [last, setLast] = useState<{ isOpen: boolean; opener: Element | null }>({
    isOpen: false,
    opener: null,
  });
  if (last.isOpen !== isOpen)
    setLast({ isOpen, opener: isOpen ? document.activeElement : last.opener });
  return () => {
    if (document.activeElement !== document.body) return;
    if (last.opener instanceof HTMLElement) last.opener.focus({ preventScroll: true });
  };
}
