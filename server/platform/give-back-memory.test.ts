import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { giveBackMemoryWhenQuiet } from "./give-back-memory.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const lookMs = 20_000;

it("collects once when the process becomes quiet, and again only after it was busy", () => {
  let used = 0;
  const collect = vi.fn(() => {
    used += 150;
  });
  const stop = giveBackMemoryWhenQuiet({ collect, usedMs: () => used });
  const pass = (usedMs: number) => {
    used += usedMs;
    vi.advanceTimersByTime(lookMs);
    return collect.mock.calls.length;
  };
  expect(pass(2_000)).toBe(0);
  expect(pass(100)).toBe(1);
  expect(pass(100)).toBe(1);
  expect(pass(700)).toBe(1);
  expect(pass(100)).toBe(2);
  expect(pass(0)).toBe(2);
  stop();
  expect(pass(2_000) + pass(0)).toBe(4);
});

it("gives back what nobody holds", async () => {
  const isGone = vi.fn();
  const watch = new FinalizationRegistry(isGone);
  (() => watch.register({ large: new Array(1_000) }, "large"))();
  const stop = giveBackMemoryWhenQuiet();
  // As if it had been quiet from its beginning.
  const usage = vi.spyOn(process, "cpuUsage").mockReturnValue({ user: 0, system: 0 });
  vi.advanceTimersByTime(lookMs);
  vi.useRealTimers();
  await vi.waitFor(() => expect(isGone).toHaveBeenCalledWith("large"), { timeout: 10_000 });
  usage.mockRestore();
  stop();
});
