"use client";

import { useEffect, useSyncExternalStore } from "react";
import { makeStore } from "./external-store.ts";

/** A piece of the interface that no page is drawn with: its code comes after the page, before it is needed. */
export interface LatePart<T> {
  /** What was loaded, or null. */
  readonly get: () => T | null;
  readonly watch: (watcher: () => void) => () => void;
  /** Loads it once. What failed is tried again by the next call. */
  readonly load: () => Promise<T>;
}

const parts: LatePart<unknown>[] = [];
let isSomebodyThere = false;

/** Declares a late part. Parts are loaded when `loadLateParts` is called, and any one of them when its `load` is. */
export function latePart<T>(importIt: () => Promise<T>): LatePart<T> {
  const store = makeStore<T | null>(null);
  let loading: Promise<T> | null = null;
  const importOnce = async () => {
    try {
      const value = await importIt();
      store.set(value);
      return value;
    } catch (cause) {
      loading = null;
      throw new Error("This part of the page could not be loaded.", { cause });
    }
  };
  const part: LatePart<T> = {
    get: store.get,
    watch: store.watch,
    load: () => {
      loading ??= importOnce();
      return loading;
    },
  };
  parts.push(part);
  if (isSomebodyThere) part.load().catch(() => undefined);
  return part;
}

/**
 * Loads all late parts of this tab, and from now on every one as soon as a page declares it. What fails ahead of need
 * is nobody's concern: whoever needs the part asks again, and is told.
 */
export async function loadLateParts(): Promise<void> {
  isSomebodyThere = true;
  await Promise.allSettled(parts.map((part) => part.load()));
}

const nothing = () => null;

/** A late part, or null until it is there; `isWanted` asks for it. Not on the server, which draws no late part. */
export function useLatePart<T>(
  part: LatePart<T>,
  {
    isWanted,
    onFailure,
  }: { readonly isWanted: boolean; readonly onFailure: (cause: unknown) => void },
): T | null {
  const value = useSyncExternalStore(part.watch, part.get, nothing);
  const isMissing = isWanted && value === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a failure is told to whoever asked last, not asked anew
  useEffect(() => {
    if (isMissing) part.load().catch(onFailure);
  }, [part, isMissing]);
  return value;
}
