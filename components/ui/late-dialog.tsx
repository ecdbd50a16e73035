"use client";

import type { ComponentType } from "react";
import { latePart, useLatePart } from "#components/lib/late-part.ts";
import { toastError } from "./toast.tsx";

/**
 * A dialog that a press opens, whose code no page is drawn with. It is open as long as it is rendered; where its code
 * can't be loaded, it closes and that is said.
 */
export function lateDialog<Props extends { readonly onClose: () => void }>(
  importIt: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const part = latePart(importIt);
  return function LateDialog(props) {
    const Loaded = useLatePart(part, {
      isWanted: true,
      onFailure: (cause) => {
        props.onClose();
        toastError(cause);
      },
    });
    return Loaded ? <Loaded {...props} /> : null;
  };
}
