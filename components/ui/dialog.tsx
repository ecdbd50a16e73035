"use client";

import { latePart, useLatePart } from "#components/lib/late-part.ts";
import type { DialogProps } from "./dialog-box.tsx";
import { toastError } from "./toast.tsx";

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
