"use client";

import { useSyncExternalStore } from "react";
import { toApiError } from "#components/lib/api-error.ts";
import { makeStore } from "#components/lib/external-store.ts";
import { latePart, useLatePart } from "#components/lib/late-part.ts";

const isWanted = makeStore(false);
const toaster = latePart(() => import("./toaster.tsx"));

/** Where toasts appear; costs nothing until the first one. */
export function ToastHost() {
  const wanted = useSyncExternalStore(isWanted.watch, isWanted.get, () => false);
  const module = useLatePart(toaster, { isWanted: wanted, onFailure: nowhereToSay });
  return wanted && module ? <module.ChiffonToaster /> : null;
}

/** Shows a short success that needs no answer. */
export function toastDone(message: string): void {
  show(({ toast }) => toast.success(message));
}

/** Shows a success that can be taken back for a few seconds. */
export function toastUndo(message: string, onUndo: () => void): void {
  show(({ toast }) =>
    toast.success(message, { action: { label: "Undo", onClick: onUndo }, duration: 10_000 }),
  );
}

/** Shows a failed action with its next step. */
export function toastError(error: unknown): void {
  const { message, fix } = toApiError(error);
  show(({ toast }) => toast.error(message, { description: fix }));
}

type ToasterModule = typeof import("./toaster.tsx");

function show(say: (module: ToasterModule) => void): void {
  isWanted.set(true);
  toaster.load().then(say, nowhereToSay);
}

/** What would say that toasts could not be loaded are toasts. */
function nowhereToSay(): void {}
