"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { ArmGate } from "./arm-gate.ts";

const sampleMs = 100;

/** Watches where a button stands. `check` says at the moment of a press whether it may count. */
export function useArmed(button: RefObject<HTMLElement | null>): {
  readonly isArmed: boolean;
  readonly check: () => boolean;
} {
  const gate = useRef<ArmGate>(null);
  gate.current ??= new ArmGate();
  const [isArmed, setArmed] = useState(false);
  const check = useCallback(() => {
    const now = performance.now();
    gate.current?.note(document.hidden ? null : positionOf(button.current), now);
    return gate.current?.isArmed(now) ?? false;
  }, [button]);
  useEffect(() => {
    const timer = setInterval(() => setArmed(check()), sampleMs);
    return () => clearInterval(timer);
  }, [check]);
  return { isArmed, check };
}

function positionOf(element: HTMLElement | null): { x: number; y: number } | null {
  const box = element?.getBoundingClientRect();
  return box && box.width > 0 ? { x: box.left, y: box.top } : null;
}
