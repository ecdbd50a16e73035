"use client";

import type { ReactNode } from "react";
import { latePart, useLatePart } from "#components/lib/late-part.ts";
import { toastError } from "./toast.tsx";

/** What a dialog shows, and whether it does. */
export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
  readonly size?: "normal" | "wide";
}

const box = latePart(() => import("./dialog-box.tsx").then((module) => module.DialogBox));

/** A modal: centred on wide screens, a bottom sheet on phones. Focus is kept inside and returned afterwards. */
export function Dialog(props: DialogProps) {
  const Box = useLatePart(box, {
    isWanted: props.isOpen,
    onFailure: (cause) => {
      props.onClose();
      toastError(cause);
    },
  });
  return Box ? <Box {...props} /> : null;
}
