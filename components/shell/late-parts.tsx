"use client";

import { useEffect } from "react";
import { loadLateParts } from "#components/lib/late-part.ts";

/** Each comes before the press that needs something: a pointer moves first, a finger lands first, a key goes down first. */
const signs = ["pointermove", "pointerdown", "keydown", "wheel", "scroll"] as const;

/**
 * Loads dialogs, menus and messages at the first sign that somebody is there: the page is drawn without them, and they
 * open at once, even when the server has gone in between.
 */
export function LateParts() {
  useEffect(() => {
    const controller = new AbortController();
    const load = () => {
      controller.abort();
      void loadLateParts();
    };
    const options = { signal: controller.signal, passive: true, capture: true };
    for (const sign of signs) window.addEventListener(sign, load, options);
    return () => controller.abort();
  }, []);
  return null;
}
