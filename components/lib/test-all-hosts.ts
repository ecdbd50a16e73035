import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { BodyInput } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** How far a test of all hosts is. */
export interface TestProgress {
  readonly done: number;
  readonly total: number;
}

/** So many at once: each waits for a machine, and the rest of the page stays quick. */
const atOnce = 4;
const testTimeoutMs = 60_000;

/**
 * Tests many hosts, each as its own recorded test, and says how far it is. One that fails keeps its result with the host
 * and stops no other. Leaving the page stops after those under way.
 */
export function useTestAllHosts() {
  const client = useQueryClient();
  const [progress, setProgress] = useState<TestProgress | null>(null);
  const isRunning = useRef(false);
  const testAll = async (targets: readonly BodyInput<"testHost">[]): Promise<void> => {
    if (isRunning.current) return;
    isRunning.current = true;
    const waiting = [...targets];
    let done = 0;
    setProgress({ done, total: targets.length });
    const work = async () => {
      for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
        await callApi("testHost", { body, timeoutMs: testTimeoutMs }).catch(() => undefined);
        done += 1;
        setProgress({ done, total: targets.length });
        void client.invalidateQueries({ queryKey: keys.hosts });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    isRunning.current = false;
    setProgress(null);
  };
  return { testAll, progress };
}
