"use client";

import dynamic from "next/dynamic";
import { useSyncExternalStore } from "react";
import { toApiError } from "#components/lib/api-error.ts";
import { makeStore } from "#components/lib/external-store.ts";

const isWanted = makeStore(false);
const LazyToaster = dynamic(() => import("./toaster.tsx").then((module) => module.ChiffonToaster), {
  ssr: false,
});

/** Where toasts appear; costs nothing until the first one. */
export function ToastHost() {
  const wanted = useSyncExternalStore(isWanted.watch, isWanted.get, () => false);
  return wanted ? <LazyToaster /> : null;
}

/** Shows a short success that needs no answer. */
export function toastDone(message: string): void {
  isWanted.set(true);
  void import("sonner").then(({ toast }) => toast.success(message));
}

/** Shows a success that can be taken back for a few seconds. */
export function toastUndo(message: string, onUndo: () => void): void {
  isWanted.set(true);
  void import("sonner").then(({ toast }) =>
    toast.success(message, { action: { label: "Undo", onClick: onUndo }, duration: 10_000 }),
  );
}

/** Shows a failed action with its next step. */
export function toastError(error: unknown): void {
  const { message, fix } = toApiError(error);
  isWanted.set(true);
  void import("sonner").then(({ toast }) => toast.error(message, { description: fix }));
}
